#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# compare.sh MAKER TOCSIN FOLDER: the encoders write the committed octets, and the decoder
# prints the committed lines. To renew both after a change that is meant:
#     build/tests/golden/golden_asterix tests/golden/asterix
#     tests/golden/asterix/compare.sh --renew build/tocsin tests/golden/asterix
set -eu
decode() { # TOCSIN FILE
    editions=
    case $2 in *_0.2?.raw) editions=$(basename "$2" .raw) editions="--edition 21=${editions#*_}" ;; esac
    # shellcheck disable=SC2086 # two words are meant
    "$1" decode asterix "$2" $editions
}
if [ "$1" = --renew ]; then
    for file in "$3"/*.raw; do
        decode "$2" "$file" >"${file%.raw}.jsonl" 2>"${file%.raw}.counts"
        sed -i "s|$3/||" "${file%.raw}.counts"
    done
    exit 0
fi
maker=$1 tocsin=$2 folder=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$maker" "$work"
failed=0
for file in "$folder"/*.raw; do
    name=$(basename "$file" .raw)
    cmp "$file" "$work/$name.raw" || failed=1
    decode "$tocsin" "$file" >"$work/$name.jsonl" 2>"$work/$name.counts" || failed=1
    sed -i "s|$folder/||" "$work/$name.counts"
    diff "$folder/$name.jsonl" "$work/$name.jsonl" || failed=1
    diff "$folder/$name.counts" "$work/$name.counts" || failed=1
done
exit $failed
