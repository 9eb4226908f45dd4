#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh -- drives the built console in Chromium: against a stand-in, then against tocsin
# itself under the simulated attack.
#
# usage: tests/browser/run.sh [--demo | --attack] [--shot FILE]
#   --demo, --attack  only this one
#   --shot FILE       keep a picture of the attack there, as a PNG
# Environment: TOCSIN_BUILD, the build directory (build).
set -eu
cd "$(dirname "$0")/../.."
build=${TOCSIN_BUILD:-build} which='demo attack' shot=
while [ $# -gt 0 ]; do
    case $1 in
    --demo) which=demo ;;
    --attack) which=attack ;;
    --shot) shot=${2:?--shot needs a file}; shift ;;
    *) sed -n '3,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
skip() { echo "SKIP: $1"; exit 77; }

node=console/node_modules/node/bin/node
chromium=$(command -v chromium) || skip 'chromium is not installed'
[ -x "$node" ] || skip 'the console has no npm packages (npm ci in console)'
[ -f console/dist/index.html ] || skip 'the console is not built (npm run build in console)'
for test in $which; do
    "$node" "tests/browser/$test.mjs" --chromium "$chromium" --build "$build" ${shot:+--shot "$shot"}
done
