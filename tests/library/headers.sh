#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# headers.sh INCLUDE: every public header compiles alone, as C11, C17, C++11 and C++17, with
# all warnings as errors, and twice in a row; and all of them together in any order.
set -euo pipefail
cd "$1"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
headers=(tocsin/*.h)
failed=0 count=0
# compiles COMPILER LANGUAGE STANDARD TEXT
compiles() {
    printf '%s\n' "$4" >"$work/try"
    "$1" -x "$2" -std="$3" -I . -Wall -Wextra -Wpedantic -Wshadow -Wundef -Werror \
        -fsyntax-only "$work/try"
}
together=$(printf '#include <%s>\n' "${headers[@]}")
texts=("$together" "$(tac <<<"$together")")
for header in "${headers[@]}"; do
    texts+=("$(printf '#include <%s>\n#include <%s>\n' "$header" "$header")")
done
for way in gcc:c:c11 gcc:c:c17 clang:c:c17 g++:c++:c++11 g++:c++:c++17 clang++:c++:c++17; do
    IFS=: read -r compiler language standard <<<"$way"
    command -v "$compiler" >/dev/null || continue
    for text in "${texts[@]}"; do
        count=$((count + 1))
        compiles "$compiler" "$language" "$standard" "$text" || failed=1
    done
done
# What is not sound has to be found out.
if compiles gcc c c17 'int f(unsigned a, int b); int f(unsigned a, int b) { return a < b; }' \
    2>/dev/null; then
    echo "warnings are not seen" >&2
    failed=1
fi
echo "${#headers[@]} headers, $count compilations"
exit $failed
