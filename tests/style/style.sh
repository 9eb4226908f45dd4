#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# style.sh: how the text of the tree has to look: the format of C by clang-format 14, the
# rest by text.py. Prints every offence, exits 1 when there is one. Looks at all files but
# those that git ignores.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 3

failed=0
files() {
    git ls-files -z --cached --others --exclude-standard -- "$@"
}

if ! command -v clang-format >/dev/null; then
    echo "style.sh: clang-format is not installed" >&2
    exit 1
fi
# Deleted but not yet committed files are still in git's list.
files '*.c' '*.h' | while IFS= read -r -d '' file; do
    [[ -f $file ]] && printf '%s\0' "$file"
done | xargs -0 -n 16 -P 2 clang-format --dry-run -Werror --style=file || failed=1
files | python3 tests/style/text.py || failed=1
python3 tests/style/text.py --provoke || failed=1
exit $failed
