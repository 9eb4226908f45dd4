#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# install.sh SOURCE BUILD COMPILER...: installs into a folder of its own, compiles the
# examples there as anybody would, through pkg-config, with the shared and with the static
# library, runs them, and looks at what they print.
set -euo pipefail
source=$1 build=$2
shift 2
compiler=("$@")
if ! command -v pkg-config >/dev/null; then
    echo "SKIP: pkg-config is not installed"
    exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
meson install -C "$build" --destdir "$work/root" --no-rebuild --quiet >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
pc=$(find "$work/root" -name tocsin.pc)
[[ -n $pc ]] || { echo "no tocsin.pc was installed" >&2; exit 1; }
prefix=$work/root$(sed -n 's/^prefix=//p' "$pc")
export PKG_CONFIG_PATH=${pc%/*}
tell() { pkg-config --define-variable=prefix="$prefix" "$@" tocsin; }
libdir=$(tell --variable=libdir)
failed=0
fail() { echo "$*" >&2; failed=1; }

# Nothing but the public headers, and nothing of the program's inside.
diff <(cd "$source/include/tocsin" && ls -- *.h) <(ls "$(tell --variable=includedir)/tocsin") >&2 ||
    fail "other headers were installed than there are"
[[ -e $prefix/share/man/man3/libtocsin.3 ]] || ! command -v scdoc >/dev/null || fail "no libtocsin.3 was installed"
for file in libtocsin.so libtocsin.so.0 libtocsin.a; do
    [[ -e $libdir/$file ]] || fail "no $file was installed"
done
[[ $(objdump -p "$libdir/libtocsin.so" | awk '$1 == "SONAME" { print $2 }') == libtocsin.so.0 ]] ||
    fail "the soname is not libtocsin.so.0"
[[ $(tell --modversion) == "$(sed -n 's/.*TOCSIN_VERSION  *"\(.*\)".*/\1/p' "$source/include/tocsin/status.h")" ]] ||
    fail "tocsin.pc and status.h have different versions"

strict=(-std=c17 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror)
for example in "$source"/examples/*.c; do
    name=$(basename "$example" .c)
    [[ $(wc -l <"$example") -le 60 ]] || fail "$name.c has more than 60 lines"
    # shellcheck disable=SC2046
    "${compiler[@]}" "${strict[@]}" "$example" -o "$work/$name" $(tell --cflags --libs) ||
        fail "$name.c does not compile with the shared library"
    # shellcheck disable=SC2046
    "${compiler[@]}" "${strict[@]}" "$example" -o "$work/$name-static" \
        $(tell --cflags --static --libs | sed 's/-ltocsin/-l:libtocsin.a/') ||
        fail "$name.c does not compile with the static library"
    ldd "$work/$name-static" | grep -q libtocsin && fail "$name-static is not static"
done

# run NAME INPUT: with both libraries, which have to print the same.
run() {
    LD_LIBRARY_PATH=$libdir "$work/$1" <"$2" >"$work/$1.out" || fail "$1 fails"
    "$work/$1-static" <"$2" >"$work/$1.static" || fail "$1-static fails"
    cmp "$work/$1.out" "$work/$1.static" || fail "$1: shared and static differ"
}
# near NAME EAST NORTH METRES: a track of the last second that was printed lies there.
near() {
    awk -v e="$2" -v n="$3" -v limit="$4" '
        { at[$1] = at[$1] " " $6 "/" $9; last = $1 }
        END {
            count = split(at[last], tracks, " ")
            for (i = 1; i <= count; i++) {
                split(tracks[i], place, "/")
                if ((place[1] - e) ^ 2 + (place[2] - n) ^ 2 <= limit ^ 2)
                    exit 0
            }
            exit 1
        }' "$work/$1.out" || fail "$1: no track at $2 east, $3 north at the end"
}
# labels NAME COUNT: so many different tracks were printed.
labels() {
    local found
    found=$(awk '{ print $4 }' "$work/$1.out" | sort -u | wc -l)
    [[ $found == "$2" ]] || fail "$1: $found tracks instead of $2"
}

# Where examples/make_data.py has its drones at second 60; two and a half times the 5 m and
# 0.5 degrees of a single plot at 700 m.
run plots "$source/examples/plots.csv"
near plots 300 340 20
near plots 540 430 20
labels plots 2
# 1.5 degrees at 700 m are 18 m; tracks come out of a minute of them.
run bearings "$source/examples/bearings.csv"
near bearings 300 340 30
near bearings 540 430 30
labels bearings 2
# The example attack, as the simulator sends it; after 20 turns (the radar's 6 m and 0.6
# degrees are 17 m at 1.5 km), nine of ten tracks are within 50 m of something that flies.
"$build/tocsin" simulate "$source/sites/example/attack.yaml" --files "$work/attack" --quiet \
    >"$work/log" || fail "no attack to track"
run capture "$work/attack/radar.pcap"
awk -F'[ ,]+' '
    FNR == NR { if ($5 == "flying" && $1 == int($1)) at[int($1)] = at[int($1)] " " $6 "/" $7; next }
    {
        second = $1 - 1636239600 # 2021-11-06T23:00:00Z
        if (second < 20)
            next
        all++
        count = split(at[second], bodies, " ")
        for (i = 1; i <= count; i++) {
            split(bodies[i], place, "/")
            if ((place[1] - $6) ^ 2 + (place[2] - $9) ^ 2 < 50 ^ 2) {
                good++
                break
            }
        }
    }
    END { exit !(all > 1000 && good > 0.9 * all) }' "$work/attack/truth.csv" "$work/capture.out" ||
    fail "capture: tracks where nothing flies"
[[ $failed == 0 ]] && echo "installed, compiled and run: $(cd "$source/examples" && echo *.c)"
exit $failed
