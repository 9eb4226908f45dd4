#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# asterix_wrong.sh TOCSIN: input of another category, framing or edition is reported for
# what it is, and nothing is invented from it.
set -eu
tocsin=$1
data=${TOCSIN_SHARED:-$(dirname "$0")/../../../shared}/data/asterix
[ -d "$data" ] || { echo "SKIP: no $data"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# nothing FILE REASON [OPTION...]: no record, exit 1, and this reason.
nothing() {
    file=$1 reason=$2 code=0
    shift 2
    "$tocsin" decode asterix "$data/$file" "$@" >"$work/out" 2>"$work/err" || code=$?
    if [ "$code" -ne 1 ] || [ -s "$work/out" ] || ! grep -q "$reason" "$work/err"; then
        echo "$file: exit $code, $(wc -l <"$work/out") lines, and:"
        cat "$work/err"
        failed=1
    fi
}
nothing croatia/asterix.pcap '^CAT062: no record fits edition 1.21: another edition?$'
nothing croatia/cat_001_002.pcap '^  CAT000: no such category: another framing than data blocks: 1$' \
    --framing raw
nothing croatia/cat_001_002.pcap 'another framing?' --framing final
nothing croatia/cat_034_048.pcap 'another framing?' --framing oradis

# ADS-B of edition 2.x read as 0.26: the structure does not fit, and most records say so.
"$tocsin" decode asterix "$data/cat021_readsb_generated.raw" --edition 21=0.26 \
    >"$work/out" 2>"$work/err" || true
damaged=$(sed -n 's/^damaged //p' "$work/err")
impossible=$(sed -n 's/^impossible //p' "$work/err")
echo "2000 records of 021 2.x read as 0.26: $damaged damaged, $impossible impossible"
[ $((damaged + impossible)) -ge 1000 ] || failed=1
exit $failed
