#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# cppcheck.sh: cppcheck 2.10 over the program, its tools and its tests. What it sees wrongly
# is in cppcheck.suppressions, each line with its reason. Results of unchanged files are
# kept in build-cppcheck.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

command -v cppcheck >/dev/null || { echo "cppcheck.sh: cppcheck is not installed" >&2; exit 1; }
mkdir -p build-cppcheck
directories=()
for directory in src bench tests; do
    [[ -d $directory ]] && directories+=("$directory")
done
cppcheck --quiet -j2 --std=c11 --enable=warning,performance,portability --inline-suppr \
    --library=posix --cppcheck-build-dir=build-cppcheck -I src -I tests/unit \
    --suppressions-list=tests/style/cppcheck.suppressions --error-exitcode=1 \
    --template='{file}:{line}: {severity}: {message} [{id}]' "${directories[@]}"
echo "cppcheck: nothing found"
