#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoders print
# the committed lines (FILE.lines) and counts (FILE.counts) of them.
# compare.sh --renew MAKER TOCSIN FOLDER: makes all three anew, after a change that is meant:
#     tests/golden/compare.sh --renew build/tests/golden/golden_radio build/tocsin tests/golden/radio
set -eu
renew=
[ "$1" != --renew ] || { renew=yes; shift; }
maker=$1 tocsin=$2 folder=$3

decode() { # FILE
    case $folder/$(basename "$1") in
    */asterix/cat021_0.2?.raw)
        edition=$(basename "$1" .raw)
        "$tocsin" decode asterix "$1" --edition "21=${edition#*_}" ;;
    */asterix/*) "$tocsin" decode asterix "$1" ;;
    */mavlink/*) "$tocsin" decode mavlink "$1" ;;
    */uat.txt) "$tocsin" decode uat "$1" ;;
    *.pcap) "$tocsin" decode remoteid "$1" ;;
    */radio/* | */adsb/*) "$tocsin" decode modes "$1" ;;
    *) name=$(basename "$1"); "$tocsin" decode "${name%.*}" "$1" ;; # kraken.csv and the like
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$maker" "$work"
failed=0
for made in "$work"/*; do
    name=$(basename "$made")
    [ -z "$renew" ] || cp "$made" "$folder/$name"
    decode "$made" >"$made.lines" 2>"$made.counts" || failed=1
    sed -i "s|$work/||" "$made.counts"
    for file in "$name" "$name.lines" "$name.counts"; do
        [ -z "$renew" ] || cp "$work/$file" "$folder/$file"
        diff "$folder/$file" "$work/$file" || failed=1
    done
done
exit $failed
