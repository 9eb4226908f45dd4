#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoder
# prints the committed lines. To renew both after a change that is meant:
#     build/tests/golden/golden_directions tests/golden/directions
#     tests/golden/directions/compare.sh --renew build/tocsin tests/golden/directions
set -eu
inputs() { # FOLDER
    ls "$1"/kraken.csv "$1"/odas.json "$1"/frigate.jsonl "$1"/onvif.xml
}
decode() { # TOCSIN FILE
    name=$(basename "$2")
    "$1" decode "${name%.*}" "$2"
}
if [ "$1" = --renew ]; then
    for file in $(inputs "$3"); do
        decode "$2" "$file" >"$file.lines" 2>"$file.counts"
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
    decode "$tocsin" "$file" >"$work/$name.lines" 2>"$work/$name.counts" || failed=1
    diff "$file.lines" "$work/$name.lines" || failed=1
    diff "$file.counts" "$work/$name.counts" || failed=1
done
exit $failed
