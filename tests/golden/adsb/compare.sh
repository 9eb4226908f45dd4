#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoder
# prints the committed lines. To renew both after a change that is meant:
#     build/tests/golden/golden_adsb tests/golden/adsb
#     tests/golden/adsb/compare.sh --renew build/tocsin tests/golden/adsb
set -eu
decode() { # TOCSIN FILE
    case $2 in
    */uat.txt) "$1" decode uat "$2" ;;
    *) "$1" decode modes "$2" ;;
    esac
}
files="uat.txt sbs.txt readsb.jsonl aircraft.json"
if [ "$1" = --renew ]; then
    for name in $files; do
        decode "$2" "$3/$name" >"$3/$name.lines" 2>"$3/$name.counts"
        sed -i "s|$3/||" "$3/$name.counts"
    done
    exit 0
fi
maker=$1 tocsin=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$maker" "$work"
failed=0
for name in $files; do
    cmp "$folder/$name" "$work/$name" || failed=1
    decode "$tocsin" "$folder/$name" >"$work/$name.lines" 2>"$work/$name.counts" || failed=1
    sed -i "s|$folder/||" "$work/$name.counts"
    diff "$folder/$name.lines" "$work/$name.lines" || failed=1
    diff "$folder/$name.counts" "$work/$name.counts" || failed=1
done
exit $failed
