#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoder
# prints the committed lines. To renew both after a change that is meant:
#     build/tests/golden/golden_remoteid tests/golden/remoteid
#     tests/golden/remoteid/compare.sh --renew build/tocsin tests/golden/remoteid
set -eu
decode() { # TOCSIN FILE
    "$1" decode remoteid "$2"
}
inputs() { # FOLDER
    ls "$1"/*.pcap
}
if [ "$1" = --renew ]; then
    for file in $(inputs "$3"); do
        decode "$2" "$file" >"$file.jsonl" 2>"$file.counts"
        sed -i "s|$3/||" "$file.counts"
    done
    exit 0
fi
maker=$1 tocsin=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$maker" "$work"
failed=0
for file in $(inputs "$folder"); do
    name=$(basename "$file")
    cmp "$file" "$work/$name" || failed=1
    decode "$tocsin" "$file" >"$work/$name.jsonl" 2>"$work/$name.counts" || failed=1
    sed -i "s|$folder/||" "$work/$name.counts"
    diff "$file.jsonl" "$work/$name.jsonl" || failed=1
    diff "$file.counts" "$work/$name.counts" || failed=1
done
exit $failed
