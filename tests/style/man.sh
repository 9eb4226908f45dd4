#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# man.sh: every manual page is made by scdoc and passes mandoc's lint.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 3
for tool in scdoc mandoc; do
    command -v "$tool" >/dev/null || { echo "SKIP: $tool is not installed"; exit 77; }
done
code=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for source in man/*.scd; do
    page=$work/$(basename "$source" .scd)
    scdoc < "$source" > "$page" || { echo "$source: scdoc fails"; code=1; continue; }
    # scdoc writes man(7) with .nh and .ad, which mandoc calls style; errors and warnings count.
    mandoc -Tlint -Wwarning "$page" | grep -vE 'unable to|outdated mandoc|lower case|missing date|unknown font|skipping paragraph macro' && code=1
done
[ $code = 0 ] && echo "$(ls man/*.scd | wc -l) pages"
exit $code
