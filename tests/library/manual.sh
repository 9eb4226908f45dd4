#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# manual.sh SOURCE: Doxygen has nothing to say against the public headers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1/tools/manual.sh" "$work"
