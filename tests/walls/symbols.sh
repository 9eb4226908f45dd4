#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# symbols.sh SOURCE OUT COMPILER: builds the pure rooms for release and looks into their
# archives with nm: a room calls only itself, the rooms that it sees and what tests/walls/
# allowed names (no heap, clock, stdio, libm), and keeps no variable of its own. Then the
# same check has to find what is wrong with a few objects made for it.
# (gcc -O0 calls sqrt instead of the instruction, hence the release build.)
set -euo pipefail

source=$(cd "$1" && pwd) out=$2/$3 compiler=$3
here=$source/tests/walls
if ! command -v "$compiler" >/dev/null; then
    echo "SKIP: $compiler is not installed"
    exit 77
fi
mkdir -p "$2"

rooms() {
    awk -v table=pure_rooms -f "$here/rooms.awk" "$source/src/meson.build"
}
archive() {
    echo "$out/src/libtcs_$1.a"
}

# check ROOM FILE SEEN...: prints what FILE, an archive or object of ROOM, may not have.
check() {
    local room=$1 file=$2 seen=()
    shift 2
    for other in "$@"; do
        seen+=("$(archive "$other")")
    done
    awk -v room="$room" '
        FILENAME == ARGV[1] {
            if ($0 !~ /^#/ && ($1 == "*" || $1 == room))
                allowed[++count] = "^(" $2 ")$"
        }
        FILENAME == ARGV[2] { if (NF >= 2 && $2 != "U") defined[$1] = 1 }
        FILENAME == ARGV[3] {
            good = $2 in defined
            for (i = 1; i <= count && !good; i++)
                good = $2 ~ allowed[i]
            if (!good) {
                sub(/^.*\//, "", $1)
                print room ": " $1 " calls " $2
            }
        }' "$here/allowed" <(nm -P -g --defined-only "$file" "${seen[@]}" 2>/dev/null) \
        <(nm -A -P -u "$file" 2>/dev/null)
    objdump -h "$file" | awk -v room="$room" '
        /file format/ { member = $1 }
        $2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
            print room ": " member " keeps variables (" $2 ")"
        }'
}

if [[ ! -f $out/build.ninja ]]; then
    CC=$compiler meson setup "$out" "$source" -Dtests=false -Doptimization=2 \
        -Ddebug=false >"$2/$compiler-setup.log" 2>&1 || { cat "$2/$compiler-setup.log" >&2; exit 1; }
fi
libraries=()
while read -r room _; do
    libraries+=("src/libtcs_$room.a")
done < <(rooms)
ninja -C "$out" "${libraries[@]}" >"$2/$compiler-build.log" 2>&1 ||
    { tail -30 "$2/$compiler-build.log" >&2; exit 1; }

failed=0
count=0
while read -r room seen; do
    read -ra seen <<<"$seen"
    found=$(check "$room" "$(archive "$room")" "${seen[@]}")
    count=$((count + 1))
    if [[ -n $found ]]; then
        echo "$found" >&2
        failed=1
    fi
done < <(rooms)
echo "$count pure rooms looked into"
[[ $count -ge 11 ]] || { echo "rooms are missing in src/meson.build" >&2; failed=1; }

# provoke ROOM SEEN EXPECTED CODE: an object of that code must be found out; with EXPECTED
# empty it must pass.
provoke() {
    local room=$1 expected=$3 found
    read -ra seen <<<"$2"
    printf '%s\n' "$4" >"$out/provoked.c"
    "$compiler" -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -fno-builtin -c "$out/provoked.c" \
        -o "$out/provoked.o"
    found=$(check "$room" "$out/provoked.o" "${seen[@]}")
    if [[ -z $expected && -n $found ]]; then
        echo "provoked: innocent code was refused: $found" >&2
        failed=1
    elif [[ -n $expected && $found != *"$expected"* ]]; then
        echo "provoked: '$expected' in $room was not found" >&2
        failed=1
    else
        echo "provoked: ${found:-passes, as it must}"
    fi
}

provoke geo "base num" "" 'double tcs_sin(double); double f(double x); double f(double x) { return tcs_sin(x); }'
provoke geo "base num" "calls malloc" '#include <stdlib.h>
void *f(void); void *f(void) { return malloc(8); }'
provoke filter "base num" "calls sin" '#include <math.h>
double f(double x); double f(double x) { return sin(x); }'
provoke engine "base num geo" "calls clock_gettime" '#include <time.h>
int f(struct timespec *t); int f(struct timespec *t) { return clock_gettime(CLOCK_REALTIME, t); }'
provoke decode "base num geo" "calls printf" '#include <stdio.h>
void f(void); void f(void) { printf("seen"); }'
provoke geo "base num" "calls Sleef_cinz_sind1_u10purec" 'double Sleef_cinz_sind1_u10purec(double);
double f(double x); double f(double x) { return Sleef_cinz_sind1_u10purec(x); }'
provoke num "base" "calls tcs_frame" 'void tcs_frame(void); void f(void); void f(void) { tcs_frame(); }'
provoke alarm "base" "keeps variables" 'int f(void); int f(void) { static int count; return ++count; }'
exit $failed
