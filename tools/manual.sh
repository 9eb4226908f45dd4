#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# manual.sh [DIR]: makes the pages of libtocsin's headers in DIR (out/manual); a warning of
# Doxygen, such as a member without words, is an error.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
command -v doxygen >/dev/null || { echo "SKIP: doxygen is not installed"; exit 77; }
out=${1:-out/manual}
mkdir -p "$out"
(cat docs/Doxyfile; echo "OUTPUT_DIRECTORY = $out") | doxygen - >/dev/null
echo "$(find "$out/html" -name '*.html' | wc -l) pages in $out/html"
