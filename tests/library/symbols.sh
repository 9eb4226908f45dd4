#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# symbols.sh INCLUDE SHARED STATIC: what the libraries export is what exports.map lists, and
# that is what the public headers declare.
set -euo pipefail
include=$1 shared=$2 static=$3

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n 's/^ *\(tocsin_[a-z0-9_]*\);.*/\1/p' "$include/exports.map" >"$work/listed"
sort -u "$work/listed" >"$work/sorted"
# Declarations, as the compiler reads them.
printf '#include <%s>\n' $(cd "$include" && echo tocsin/*.h) |
    gcc -x c -std=c17 -I "$include" -E -P - | tr '\n' ' ' |
    grep -oE 'visibility\("default"\)[^;]*;' | grep -oE 'tocsin_[a-z0-9_]+ ?\(' | tr -d ' (' |
    sort -u >"$work/declared"
nm -D --defined-only --format=posix "$shared" | awk '$2 != "A" { sub(/@.*/, "", $1); print $1 }' |
    sort -u >"$work/shared"
nm -g --defined-only --format=posix "$static" | awk 'NF >= 2 { print $1 }' | sort -u >"$work/static"

failed=0
cmp -s "$work/listed" "$work/sorted" || { echo "exports.map is not in order" >&2; failed=1; }
for found in declared shared static; do
    if ! diff "$work/sorted" "$work/$found" >"$work/difference"; then
        echo "exports.map (<) and what is $found (>):" >&2
        cat "$work/difference" >&2
        failed=1
    fi
done
[[ -s $work/listed ]] || { echo "exports.map lists nothing" >&2; failed=1; }
echo "$(wc -l <"$work/listed") names: listed, declared, in the shared and in the static library"
exit $failed
