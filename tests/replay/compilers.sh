#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# compilers.sh BUILD_A BUILD_B: records made by one build are replayed by the other, step by
# step, as fast as it goes and in real time. Prints a line of JSON for each replay.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '3,4s/^# //p' "$0" >&2; exit 2; }
cd "$(dirname "$0")/../.."
a=$1/tocsin b=$2/tocsin shared=${TOCSIN_SHARED:-../shared}
work=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT

"$a" simulate sites/example/attack.yaml --files "$work/attack" --quiet > /dev/null
# The same with sensors that are late: looks are put in their place on the way.
sed -e "s|site: site.yaml|site: $PWD/sites/example/site.yaml|" -e 's/\[0.02, 0.06\]/[0.05, 0.9]/' \
    -e 's/\[0.03, 0.12\]/[0.2, 1.6]/' sites/example/attack.yaml > "$work/late.yaml"
"$a" simulate "$work/late.yaml" --files "$work/late" --quiet > /dev/null
mv "$work/late/site.yaml" "$work/late/late.yaml"
sites=("$work/attack/site.yaml" "$work/late/late.yaml")
if [ -d "$shared/data" ]; then
    python3 tests/replay/capture_sites.py "$shared" "$work"
    sites+=("$work/parrot.yaml" "$work/aircraft.yaml")
fi
for site in "${sites[@]}"; do
    name=$(basename "$site" .yaml)
    [ "$name" = site ] && name=attack
    "$a" run "$site" --record "$work/$name.a" --quiet > "$work/$name.a.json"
    "$b" run "$site" --record "$work/$name.b" --quiet > "$work/$name.b.json"
    python3 - "$name" "$work/$name.a.json" "$work/$name.b.json" <<'PY'
import json, sys
a, b = (json.load(open(path)) for path in sys.argv[2:])
assert a["steps"] == b["steps"] and a["digest"] == b["digest"], (sys.argv[1], a["digest"], b["digest"])
print(json.dumps({"record": sys.argv[1], "steps": a["steps"], "digest": a["digest"]}))
PY
    "$b" replay "$work/$name.a" --verify 2> "$work/log" || { cat "$work/log"; exit 1; }
    "$a" replay "$work/$name.b" --verify 2> "$work/log" || { cat "$work/log"; exit 1; }
done

# In real time: the attack by one build, the Parrot by the other, side by side.
"$b" replay "$work/attack.a" --verify --speed 1 > "$work/real-a" 2>&1 &
pids+=($!)
if [ -d "$work/parrot.b" ]; then
    "$a" replay "$work/parrot.b" --verify --speed 1 > "$work/real-b" 2>&1 &
    pids+=($!)
fi
code=0
for pid in "${pids[@]}"; do wait "$pid" || code=1; done
cat "$work"/real-*
pids=()
exit $code
