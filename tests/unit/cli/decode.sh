#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# decode.sh TOCSIN FOLDER: what `tocsin decode` promises of its exit codes and outputs.
set -u
tocsin=$1 goldens=$2
. "$(dirname "$0")/want.sh"
want 0 "help" "$tocsin" decode --help
grep -q '^  tocsin decode asterix ' "$work/out" || { echo "help names no format"; failed=1; }
want 0 "help of a format" "$tocsin" decode asterix --help
want 2 "no format" "$tocsin" decode
want 2 "unknown format" "$tocsin" decode morse "$goldens/turn.raw"
want 2 "no file" "$tocsin" decode asterix
want 2 "two files" "$tocsin" decode asterix "$goldens/turn.raw" "$goldens/turn.raw"
want 2 "unknown option" "$tocsin" decode asterix --loud "$goldens/turn.raw"
want 2 "unknown edition" "$tocsin" decode asterix "$goldens/turn.raw" --edition 48=9.9
grep -q '48=1.32' "$work/err" || { echo "editions are not named"; failed=1; }
want 2 "bad port" "$tocsin" decode asterix "$goldens/turn.raw" --port 70000
want 3 "missing file" "$tocsin" decode asterix "$work/none"
want 3 "a folder" "$tocsin" decode asterix "$work"
want 0 "records with damage between" "$tocsin" decode asterix "$goldens/wrong.raw"
printf '' >"$work/empty"
gzip -nc "$goldens/turn.raw" >"$work/turn.gz"
for format in $("$tocsin" decode --help | sed -n 's/^  tocsin decode \([a-z]*\) .*/\1/p'); do
    want 1 "an empty file" "$tocsin" decode "$format" "$work/empty"
    [ -s "$work/out" ] && { echo "$format: an empty file has records"; failed=1; }
    want 3 "a folder as $format" "$tocsin" decode "$format" "$work"
    grep -q "$work" "$work/err" || { echo "$format: the folder is not named"; failed=1; }
    want 3 "what gzip packed, as $format" "$tocsin" decode "$format" "$work/turn.gz"
    says "tocsin decode: $work/turn.gz: compressed with gzip"
    [ "$(wc -l <"$work/err")" -eq 1 ] || { echo "$format: more than one line about gzip"; failed=1; }
done
want 3 "a packed file to be validated" "$tocsin" validate sapient "$work/turn.gz"
says "$work/turn.gz: compressed with gzip"
want 3 "packed, from a pipe" sh -c "cat '$work/turn.gz' | '$tocsin' decode asterix -"
want 0 "unpacked, from a pipe" sh -c "gunzip -c '$work/turn.gz' | '$tocsin' decode asterix -"
want 0 "from a pipe" sh -c "cat '$goldens/turn.raw' | '$tocsin' decode asterix -"
[ "$(wc -l <"$work/out")" -eq 6 ] || { echo "a pipe gives other lines"; failed=1; }
# What comes through a pipe is printed as it comes, not when the pipe ends.
mkfifo "$work/pipe"
"$tocsin" decode modes "$work/pipe" >"$work/live" 2>/dev/null &
exec 9>"$work/pipe"
head -n 1 "$goldens/../radio/modes.avr" >&9
for _ in $(seq 100); do [ -s "$work/live" ] && break; sleep 0.05; done
[ "$(wc -l <"$work/live")" -eq 1 ] || { echo "the pipe's first frame waits for its end"; failed=1; }
exec 9>&-
wait
if [ -w /dev/full ]; then
    want 3 "a full disk" sh -c "'$tocsin' decode asterix '$goldens/turn.raw' >/dev/full"
fi
exit $failed
