#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# abi.sh SOURCE SHARED [--refresh]: what the shared library offers is what
# tests/library/libtocsin.abi says: names, and the shape of every public structure. With
# --refresh that file is written anew (CONTRIBUTING.md tells when).
set -euo pipefail
source=$1 shared=$2
dump=$source/tests/library/libtocsin.abi
for tool in abidw abidiff; do
    command -v "$tool" >/dev/null || { echo "SKIP: $tool is not installed"; exit 77; }
done
if [[ ${3:-} == --refresh ]]; then
    abidw --headers-dir "$source/include" --drop-private-types --drop-undefined-syms \
        --no-show-locs --no-corpus-path --no-comp-dir-path --no-elf-needed --no-architecture \
        --out-file "$dump" "$shared"
    exit
fi
objdump -h "$shared" | grep debug_info >/dev/null || { echo "SKIP: built without debug information"; exit 77; }
abidiff --headers-dir2 "$source/include" --drop-private-types --no-architecture "$dump" "$shared" || {
    echo "the ABI has changed; CONTRIBUTING.md tells what to do" >&2
    exit 1
}
echo "$(grep -c '<elf-symbol ' "$dump") symbols, as in tests/library/libtocsin.abi"
