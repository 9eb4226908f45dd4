#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# arguments.sh TOCSIN SITES: exit codes and reasons of the subcommands that take sites, scenarios and records.
set -u
tocsin=$1 sites=$2
. "$(dirname "$0")/want.sh"

want 2 "no subcommand" "$tocsin"
want 2 "unknown subcommand" "$tocsin" sing
for command in check-site run simulate verify replay track score plot decode validate; do
    want 0 "$command --help" "$tocsin" "$command" --help
    [ -s "$work/out" ] && [ ! -s "$work/err" ] || { echo "$command --help: not on standard output"; failed=1; }
    want 2 "$command alone" "$tocsin" "$command"
    [ ! -s "$work/out" ] || { echo "$command alone: something on standard output"; failed=1; }
done
for seed in -1 1e3 abc 4294967296; do
    want 2 "--seed $seed" "$tocsin" simulate "$sites/attack.yaml" --seed "$seed"
    says '--seed takes a whole number'
done
want 2 "--for 0" "$tocsin" run "$sites/site.yaml" --for 0
says '--for takes a number of seconds'
for speed in 0 -1 nan fast; do
    want 2 "--speed $speed" "$tocsin" replay "$work" --speed "$speed"
    says '--speed takes a number above 0'
done
want 2 "two keys" "$tocsin" replay "$work" --key a --key b
says '--key is given twice'
want 2 "an option without its value" "$tocsin" decode asterix --edition
says "'--edition' is unknown, or wants a value"

for gamma in 0 -1 nan x; do
    want 2 "--gamma $gamma" "$tocsin" score "$work" "$work" --gamma "$gamma"
    says '--gamma takes metres, above 0 and at most 1e9'
done
want 2 "a drawing of another kind" "$tocsin" plot "$work" "$work" -o "$work/drawing.gif"
says 'has to end in .svg, .png or .pdf'
want 3 "scores of nothing" "$tocsin" score "$work" "$work"
says "$work/scenario.json"
mkdir "$work/scene"
echo '{"dim":2,"nscan":2,"period":1,"eval_period":1,"gospa":{"p":2,"c":10}}' >"$work/scene/scenario.json"
printf 'k,id,x,y\n0,1,0,0\n1,1,0,0\n' >"$work/scene/truth.csv"
printf 'k,id,x,y\n0,a,3,4\n1,b,three,4\n' >"$work/scene/est.csv"
want 1 "scores of a broken file" "$tocsin" score "$work/scene" "$work/scene"
says "$work/scene/est.csv:3:5: is no number"
[ ! -s "$work/out" ] || { echo "scores of a broken file: something on standard output"; failed=1; }
sed -i s/three/3/ "$work/scene/est.csv"
want 0 "scores" "$tocsin" score "$work/scene/" "$work/scene" --truths --gamma 2
# Two indices with a pair 5 apart, and one change of label: 25 + 25 + 4.
grep -q '"scen":"scene",.*"mean_gospa":5,.*"id_switches":1,"ids_per_truth":2,.*"rms_switch":1.414213.*"ids":2' "$work/out" ||
    { echo "scores: not what was computed by hand"; cat "$work/out"; failed=1; }

# A scenario folder that is not good is told with its place.
mkdir "$work/neutral"
want 3 "no scenario" "$tocsin" track "$work/neutral" "$work/est"
says "scenario.json: No such file"
echo '{"name": }' >"$work/neutral/scenario.json"
want 3 "no JSON" "$tocsin" track "$work/neutral" "$work/est"
says 'scenario.json:1:10: '
echo '{"nscan":1,"sensors":[{"id":"a","type":"xy","sigma":[1,1]}]}' >"$work/neutral/scenario.json"
for scan in '{"k":0,' '{"k":0,"t":1,"z":[]}' '{"t":1,"sensor":"b","z":[]}' '{"t":1,"sensor":"a","z":[[1]]}'; do
    printf '{"t":0,"sensor":"a","z":[]}\n%s\n' "$scan" >"$work/neutral/meas.jsonl"
    want 3 "scan $scan" "$tocsin" track "$work/neutral" "$work/est"
    says 'meas.jsonl:2:'
done
says 'meas.jsonl:2: z[0]: a measurement has too few numbers'
: >"$work/est-file"
printf '{"t":0,"sensor":"a","z":[]}\n' >"$work/neutral/meas.jsonl"
want 3 "a file for a folder" "$tocsin" track "$work/neutral" "$work/est-file"
[ "$(cat "$work/err")" = "tocsin: $work/est-file: is not a folder" ] ||
    { echo "a file for a folder: not one line that tells it"; cat "$work/err"; failed=1; }
want 3 "a sensor that is not there" "$tocsin" track "$work/neutral" "$work/est" --sensors a,b
says 'not every sensor that --sensors names'

want 3 "no site file" "$tocsin" check-site "$work/none"
want 3 "a folder" "$tocsin" check-site "$work"
head -c 2000000 /dev/zero | tr '\0' '#' >"$work/long.yaml"
want 3 "a site file of 2 MB" "$tocsin" check-site "$work/long.yaml"
says 'too long'
want 1 "a scenario for a site" "$tocsin" check-site "$sites/attack.yaml"
if [ -w /dev/full ]; then
    want 3 "check-site, full disk" sh -c "'$tocsin' check-site '$sites/site.yaml' >/dev/full"
    want 3 "version, full disk" sh -c "'$tocsin' version >/dev/full"
    want 3 "help, full disk" sh -c "'$tocsin' --help >/dev/full"
fi
want 3 "a console that is not there" "$tocsin" run "$sites/site.yaml" --no-outputs --console "$work/none"
says "$work/none: No such file"

# Eight seconds in which neither Remote ID nor ADS-B is heard: those captures are empty.
cp "$sites/site.yaml" "$work/site.yaml"
sed -e '/id: honest/,/^birds/{/^birds/!d}' -e 's/^duration: .*/duration: 8/' "$sites/attack.yaml" >"$work/quiet.yaml"
want 0 "a scenario without broadcasts" "$tocsin" simulate "$work/quiet.yaml" --files "$work/quiet"
want 0 "and a run over it" "$tocsin" run "$work/quiet/site.yaml" --record "$work/kept" --no-api
# What cannot be read is told before anything is written: no head alone, no file, no leavings.
mkdir "$work/given"
for format in $("$tocsin" export --help | sed -n 's/^                 \([a-z]*\)  *.*/\1/p'); do
    for record in "$work/none" "$work" "$sites/site.yaml"; do
        want 3 "no record, as $format" "$tocsin" export "$record" --format "$format" -o "$work/given/x"
        says "tocsin export: $record: "
        [ "$format" = gpkg ] && continue # never on standard output
        want 3 "no record, as $format on standard output" "$tocsin" export "$record" --format "$format"
        [ ! -s "$work/out" ] || { echo "$what: something on standard output"; failed=1; }
    done
    want 3 "to a folder that is not there, as $format" "$tocsin" export "$work/kept" --format "$format" -o "$work/no/x"
    says "tocsin export: $work/no/x: "
    [ -z "$(ls "$work/given")" ] || { echo "$format: left behind: $(ls "$work/given")"; failed=1; }
    want 0 "a record as $format" "$tocsin" export "$work/kept" --format "$format" -o "$work/given/x"
    [ "$(ls "$work/given")" = x ] || { echo "$format: not one file: $(ls "$work/given")"; failed=1; }
    rm -f "$work/given/x"
done
echo kept >"$work/given/x.part"
want 3 "no record, beside a part" "$tocsin" export "$work/none" --format gpkg -o "$work/given/x"
[ "$(cat "$work/given/x.part")" = kept ] || { echo "a missing record costs the part of another export"; failed=1; }
if [ -w /dev/full ]; then
    want 3 "export, full disk" sh -c "'$tocsin' export '$work/kept' --format mqtt >/dev/full"
    says 'tocsin export: -: No space left on device'
fi
want 3 "into the folder of its own site" "$tocsin" simulate "$work/quiet.yaml" --files "$work"
says "the scenario's own"
cmp -s "$sites/site.yaml" "$work/site.yaml" || { echo "the site file was overwritten"; failed=1; }
sed 's/attacker-2/attacker-1/' "$sites/attack.yaml" >"$work/twice.yaml"
want 1 "two flyers of one name" "$tocsin" simulate "$work/twice.yaml" --files "$work/twice"
says "there are two flyers 'attacker-1'"
# A capture that stops within a packet is told, and so is one whose clock leaps 200 years.
head -c 3000 "$work/quiet/radar.pcap" >"$work/cut" && mv "$work/cut" "$work/quiet/radar.pcap"
echo '8200000000,"8d"' >"$work/quiet/ads-b.csv"
want 0 "a capture cut short, and a wrong stamp" timeout 60 "$tocsin" run "$work/quiet/site.yaml"
says "feed 'radar': truncated"
grep -q '"files_broken_off":1' "$work/out" || { echo "the summary does not tell the broken file"; failed=1; }
for file in bearings.pcap radar.pcap; do
    head -c 24 "$work/quiet/$file" >"$work/cut" && mv "$work/cut" "$work/quiet/$file"
done
: >"$work/quiet/ads-b.csv"
want 3 "nothing heard at all" "$tocsin" run "$work/quiet/site.yaml"
says 'no event at all'
exit $failed
