#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoder
# prints the committed lines. To renew both after a change that is meant:
#     build/tests/golden/golden_mavlink tests/golden/mavlink
#     tests/golden/mavlink/compare.sh --renew build/tocsin tests/golden/mavlink
set -eu
decode() { # TOCSIN FILE
    "$1" decode mavlink "$2"
}
inputs() { # FOLDER
    ls "$1"/all.raw "$1"/all.tlog "$1"/all.pcap
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
