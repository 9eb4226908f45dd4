#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# builds.sh native|arm64 SOURCE OUT: compiles digest.c and the core that it runs in many
# ways and asserts that all print the same digests, and those of the file `expected`.
# A last build, with contraction on, must differ: it shows that the test can fail.
# Programs that are newer than every source are not built again. 77: cannot run here.
set -euo pipefail

kind=$1 source=$(cd "$2" && pwd) out=$3
mkdir -p "$out"
out=$(cd "$out" && pwd)
here=$source/tests/determinism
common=(-std=c17 -fno-math-errno -I"$source/src")
sources=("$here/digest.c" "$source"/src/{base,num,geo,filter,track,assess}/*.c
    "$source"/src/observe/{sensor,credible}.c)

skip() {
    echo "SKIP: $*"
    exit 77
}

# fresh FILE: it is there and newer than every source.
fresh() {
    [[ -f $1 && -z $(find "$source/src" "$source/tests/replay" "$source/tests/unit/world.h" "$here" -newer "$1" \
        \( -name '*.[ch]' -o -name '*.sh' \) -print -quit) ]]
}

# build NAME COMPILER FLAGS...: makes $out/NAME unless it is fresh.
build() {
    local name=$1
    shift
    fresh "$out/$name" && return
    "$1" "${common[@]}" "${@:2}" "${sources[@]}" "${libs[@]}" -o "$out/$name.new"
    mv "$out/$name.new" "$out/$name"
}

# run NAME: its digests, in $out/NAME.digests; a program that was not built again is not
# run again.
run() {
    [[ $out/$1.digests -nt $out/$1 ]] && return
    "${runner[@]}" "$out/$1" >"$out/$1.new" 2>"$out/$1.errors" ||
        { cat "$out/$1.errors" >&2; exit 1; }
    mv "$out/$1.new" "$out/$1.digests"
}

case $kind in
native)
    runner=() libs=(-lsleef -lm)
    variants=('gcc-O0 gcc -O0' 'gcc-O2 gcc -O2' 'gcc-O3 gcc -O3'
        'gcc-O2-lto gcc -O2 -flto=auto'
        'clang-O0 clang -O0' 'clang-O2 clang -O2' 'clang-O3 clang -O3')
    contracted='clang -O3 -march=x86-64-v3 -ffp-contract=fast'
    if [[ $(uname -m) != x86_64 ]]; then
        contracted=
    elif grep -qw fma /proc/cpuinfo && grep -qw avx2 /proc/cpuinfo; then
        variants+=('gcc-O3-v3 gcc -O3 -march=x86-64-v3'
            'clang-O3-v3 clang -O3 -march=x86-64-v3')
    else
        echo "this processor has no FMA: the builds for x86-64-v3 are left out"
        contracted=
    fi
    ;;
arm64)
    command -v aarch64-linux-gnu-gcc >/dev/null || skip "gcc-aarch64-linux-gnu is not installed"
    command -v qemu-aarch64 >/dev/null || skip "qemu-user is not installed"
    [[ -d /usr/aarch64-linux-gnu/lib ]] || skip "libc6-dev-arm64-cross is not installed"
    "$here/arm64-sleef.sh" "$out/sleef" || skip "SLEEF for arm64 cannot be fetched (no network?)"
    common+=(-I"$out/sleef/include")
    libs=(-L"$out/sleef/lib" -lsleef -lm "-Wl,-rpath,$out/sleef/lib")
    runner=(qemu-aarch64 -L /usr/aarch64-linux-gnu)
    variants=('arm64-gcc-O0 aarch64-linux-gnu-gcc -O0'
        'arm64-gcc-O2 aarch64-linux-gnu-gcc -O2' 'arm64-gcc-O3 aarch64-linux-gnu-gcc -O3'
        'arm64-clang-O2 clang --target=aarch64-linux-gnu -O2')
    contracted='aarch64-linux-gnu-gcc -O2 -ffp-contract=fast'
    ;;
*)
    echo "builds.sh: native or arm64, not $kind" >&2
    exit 2
    ;;
esac

failed=0
first=
stated=$(wc -l <"$here/expected")
for variant in "${variants[@]}"; do
    read -r name compiler flags <<<"$variant"
    read -ra flags <<<"$flags"
    build "$name" "$compiler" -ffp-contract=off "${flags[@]}"
    run "$name"
    first=${first:-$out/$name.digests}
    if ! diff "$here/expected" <(head -n "$stated" "$out/$name.digests") >&2; then
        echo "$name: not the digests of tests/determinism/expected" >&2
        failed=1
    elif ! diff "$first" "$out/$name.digests" >&2; then
        echo "$name: not the digests of ${first##*/}" >&2
        failed=1
    else
        echo "$name: equal"
    fi
done

if [[ -n $contracted ]]; then
    read -ra contracted <<<"$contracted"
    build contracted "${contracted[@]}"
    run contracted
    if diff -q "$first" "$out/contracted.digests" >/dev/null; then
        echo "a build with contraction on gives the same digests: this test sees nothing" >&2
        failed=1
    else
        echo "contracted: differs, as it must"
    fi
fi

# The other architecture, when it has been run on the same sources.
other=$out/../native/gcc-O2.digests
if [[ $kind == arm64 ]] && fresh "$other"; then
    if diff "$other" "$first" >&2; then
        echo "equal to x86-64 too"
    else
        echo "x86-64 gives other digests" >&2
        failed=1
    fi
fi
# The whole engine, on a minute of a small world: here and as the host's own program.
if [[ $kind == arm64 ]]; then
    rooms=(base num geo survey decode encode observe filter track assess alarm engine)
    mapfile -t sources < <(find "${rooms[@]/#/$source/src/}" -name '*.c' | sort)
    mkdir -p "$out/proto"
    for proto in "$source"/src/decode/proto/*.options; do
        "$source/src/decode/proto/make.sh" "${proto%.options}.proto" "$out/proto"
    done
    sources=("$source/tests/replay/world_digest.c" "${sources[@]}" "$out"/proto/*.c)
    common+=(-I"$source/tests/unit" -I"$out/proto" -D_POSIX_C_SOURCE=200809L)
    libs+=(-lprotobuf-nanopb)
    build engine-arm64 aarch64-linux-gnu-gcc -O2 -ffp-contract=off
    run engine-arm64
    common=(-std=c17 -fno-math-errno -I"$source/src" -I"$source/tests/unit" -I"$out/proto"
        -D_POSIX_C_SOURCE=200809L)
    libs=(-lsleef -lprotobuf-nanopb -lm) runner=()
    build engine-host gcc -O2 -ffp-contract=off
    run engine-host
    if diff "$out/engine-host.digests" "$out/engine-arm64.digests" >&2; then
        echo "engine: equal on arm64 and $(uname -m)"
    else
        echo "engine: arm64 and $(uname -m) differ" >&2
        failed=1
    fi
fi
exit $failed
