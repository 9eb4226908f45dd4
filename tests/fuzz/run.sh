#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh SECONDS [NAME...]: fuzzes every target (or those named) for SECONDS each, with
# libFuzzer, AddressSanitizer and UBSan. New inputs go to build-fuzz/corpus/NAME, an input
# that fails to build-fuzz/crash/NAME: put it into tests/fuzz/regress/NAME with the mend.
set -eu
[ $# -ge 1 ] || { sed -n '3,5s/^# //p' "$0" >&2; exit 2; }
case $1 in -h | --help) sed -n '3,5s/^# //p' "$0"; exit 0 ;; esac
seconds=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/build-fuzz
[ -f "$build/build.ninja" ] ||
    CC=clang meson setup -Dfuzz=libfuzzer "$build" "$root" >/dev/null
targets=$(cd "$here" && for file in *.c; do
    [ "$file" = replay.c ] || echo "${file%.c}"
done)
[ $# -eq 0 ] || targets=$*
failed=0
for name in $targets; do
    ninja -C "$build" "tests/fuzz/fuzz_$name" >/dev/null
    mkdir -p "$build/corpus/$name" "$build/crash/$name"
    seeds=
    for folder in "$here/corpus/$name" "$here/regress/$name"; do
        [ ! -d "$folder" ] || seeds="$seeds $folder"
    done
    echo "fuzz $name: $seconds s"
    # shellcheck disable=SC2086 # seeds are folders without blanks
    if nice "$build/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 \
        -max_len=4096 -print_final_stats=1 -artifact_prefix="$build/crash/$name/" \
        "$build/corpus/$name" $seeds >"$build/crash/$name.log" 2>&1; then
        sed -n 's/^stat::number_of_executed_units: */  executions /p' "$build/crash/$name.log"
    else
        failed=1
        tail -n 30 "$build/crash/$name.log"
        echo "fuzz $name: FAILED, see $build/crash/$name.log"
    fi
done
exit $failed
