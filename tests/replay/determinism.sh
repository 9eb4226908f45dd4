#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# determinism.sh WORK: builds the pure rooms with gcc and clang, without and with
# optimisation and with FMA, and lets each build run the same events through the engine.
# All have to print the same digests.
set -eu
[ $# -eq 1 ] || { sed -n '3,5s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$1
mkdir -p "$work"
for cc in gcc clang; do
    command -v $cc >/dev/null || { echo "SKIP: $cc is not installed"; exit 77; }
done

# What docs/determinism.md asks of every build, and what differs.
always="-std=c17 -ffp-contract=off -fno-math-errno -fno-common"
rooms="base num geo survey decode encode observe filter track assess alarm engine"
sources="$here/world_digest.c"
for room in $rooms; do
    sources="$sources $(find "$root/src/$room" -name '*.c' | LC_ALL=C sort | tr '\n' ' ')"
done
mkdir -p "$work/proto"
for proto in "$root"/src/decode/proto/*.options; do
    "$root/src/decode/proto/make.sh" "${proto%.options}.proto" "$work/proto"
done
sources="$sources $(find "$work/proto" -name '*.c' | LC_ALL=C sort | tr '\n' ' ')"

build() { # NAME CC FLAGS...
    name=$1 cc=$2
    shift 2
    # shellcheck disable=SC2086 # lists of words
    nice $cc $always "$@" -w -I"$root/src" -I"$root/tests/unit" -I"$work/proto" $sources \
        -o "$work/$name" -lsleef -lprotobuf-nanopb -lm
}

build gcc-O0 gcc -O0 &
first=$!
build clang-O0 clang -O0 &
second=$!
wait $first
wait $second
build gcc-O3 gcc -O3 &
first=$!
build clang-O3 clang -O3 &
second=$!
wait $first
wait $second
names="gcc-O0 clang-O0 gcc-O3 clang-O3"
if grep -q -w fma /proc/cpuinfo 2>/dev/null; then
    build gcc-O2-v3 gcc -O2 -march=x86-64-v3
    names="$names gcc-O2-v3"
fi

failed=0
for name in $names; do
    "$work/$name" >"$work/$name.txt"
    cmp -s "$work/gcc-O0.txt" "$work/$name.txt" || failed=1
    echo "$name: $(grep steps "$work/$name.txt")"
done
cat "$work/gcc-O0.txt"
[ $failed -eq 0 ] || echo "the builds do not agree"
exit $failed
