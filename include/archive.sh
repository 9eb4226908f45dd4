#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# archive.sh EXPORTS OUT WORK ARCHIVE... -- COMPILER...: one object of all the archives, in
# which only the names in EXPORTS are global, as the archive OUT. What they take of nanopb,
# which is there as an archive only, goes in with them.
set -eu
exports=$1 out=$2 work=$3
shift 3
archives=
while [ "$1" != -- ]; do
    archives="$archives $1"
    shift
done
shift
mkdir -p "$work"
sed -n 's/^ *\(tocsin_[a-z0-9_]*\);.*/\1/p' "$exports" > "$work/names"
# shellcheck disable=SC2086
"$@" -r -nostdlib -o "$work/tocsin.o" -Wl,--whole-archive $archives -Wl,--no-whole-archive \
    -lprotobuf-nanopb
objcopy=$("$@" -print-prog-name=objcopy)
"$objcopy" --keep-global-symbols="$work/names" "$work/tocsin.o"
rm -f "$out"
"$("$@" -print-prog-name=ar)" rcsD "$out" "$work/tocsin.o"
