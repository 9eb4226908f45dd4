#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh [--fast] [--jobs N] SECONDS|RUNSx [NAME...]: fuzzes every target (or those named) with
# libFuzzer, AddressSanitizer and UBSan, each for so many seconds or (a number that ends in x) for so
# many executions, N targets at once (default 1). Prints a table: executions, seconds, edges reached,
# and whether the target stood. New inputs go to build-fuzz/corpus/NAME, one that fails to
# build-fuzz/crash/NAME: put it into tests/fuzz/regress/NAME with the mend. --fast goes on from the
# same corpora without tracing comparisons, which finds magic numbers and takes most of the time, and
# with inputs of at most 1,024 octets instead of 4,096.
set -eu
usage() { sed -n '3,9s/^# //p' "$0"; }
jobs=1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/build-fuzz found=$root/build-fuzz traced=
while :; do
    case ${1-} in
    -h | --help) usage; exit 0 ;;
    --fast) build=$root/build-fuzz/fast traced=-fno-sanitize-coverage=trace-cmp,trace-div,trace-gep; shift ;;
    --jobs) [ $# -ge 3 ] || { usage >&2; exit 2; }; jobs=$2; shift 2 ;;
    *) break ;;
    esac
done
case ${1-} in
*[!0-9x]* | '' | x*) usage >&2; exit 2 ;;
*x) limit=-runs=${1%x} ;;
*) limit=-max_total_time=$1 ;;
esac
shift
[ -f "$build/build.ninja" ] ||
    CC=clang meson setup -Dfuzz=libfuzzer -Dc_args="$traced" "$build" "$root" >/dev/null
targets=$(cd "$here" && for file in *.c; do
    [ "$file" = replay.c ] || echo "${file%.c}"
done)
[ $# -eq 0 ] || targets=$*
# shellcheck disable=SC2046 # names are words
ninja -C "$build" $(printf 'tests/fuzz/fuzz_%s ' $targets) >/dev/null

# The line of one target; its exit code tells whether it stood. Another run may be reading it.
cat >"$build/fuzz-one.$$" <<'ONE'
here=$1 build=$2 found=$3 limit=$4 name=$5
log=$found/crash/$name.log
case $build in */fast) longest=1024 ;; *) longest=4096 ;; esac
mkdir -p "$found/corpus/$name" "$found/crash/$name"
set -- "$found/corpus/$name"
for folder in "$here/corpus/$name" "$here/regress/$name"; do
    [ ! -d "$folder" ] || set -- "$@" "$folder"
done
begun=$(date +%s)
nice "$build/tests/fuzz/fuzz_$name" "$limit" -timeout=10 -max_len="$longest" -print_final_stats=1 \
    -artifact_prefix="$found/crash/$name/" "$@" >"$log" 2>&1 && good=yes || good=NO
took=$(($(date +%s) - begun))
stat() { sed -n "s/^stat::$1: *//p" "$log"; }
edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(stat number_of_executed_units)" \
    "$took" "$(stat average_exec_per_sec)" "${edges:--}" "$good"
[ $good = yes ] || { tail -n 30 "$log" >&2; echo "fuzz $name: FAILED, see $log" >&2; exit 1; }
ONE
mv "$build/fuzz-one.$$" "$build/fuzz-one.sh"
echo '| target | executions | seconds | executions/s | edges | stood |'
echo '|---|---|---|---|---|---|'
printf '%s\n' $targets |
    xargs -P "$jobs" -I '{}' sh "$build/fuzz-one.sh" "$here" "$build" "$found" "$limit" '{}'
