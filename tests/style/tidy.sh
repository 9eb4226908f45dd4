#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# tidy.sh [FILE...]: clang-tidy over all C files (or those named), with the compile commands
# of a build directory of its own made for clang, build-tidy. Files that were in order and
# have not changed since, nor any header of theirs, are not looked at again.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

for tool in clang clang-tidy meson; do
    command -v $tool >/dev/null || { echo "tidy.sh: $tool is not installed" >&2; exit 1; }
done
if [[ ! -f build-tidy/build.ninja ]]; then
    CC=clang meson setup build-tidy >build-tidy.log 2>&1 || { cat build-tidy.log >&2; exit 1; }
    mv build-tidy.log build-tidy/setup.log
fi
ninja -C build-tidy build.ninja >/dev/null # takes up new files
# Headers that the build makes.
ninja -C build-tidy -t targets rule CUSTOM_COMMAND | grep '\.h$' |
    xargs ninja -C build-tidy >/dev/null
exec python3 tests/style/tidy.py build-tidy "$@"
