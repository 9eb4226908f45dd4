#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# plot.sh TOCSIN: drawings are valid files that show what they should. Widths of lines tell what they are: 4.5 truth,
# 1.35 tracks, 3 a track of one place, 0.3 bearings.
set -u
tocsin=$1
. "$(dirname "$0")/want.sh"

scene() { # DIM TYPE SIGMA Z: five evaluation times, one measurement a scan
    cat >"$work/scenario.json" <<END
{"name":"s","dim":$1,"nscan":5,"period":1,"eval_period":1,"gospa":{"p":2,"c":100},"region":{"x":[0,1000],"y":[0,1000]},
"sensors":[{"id":"<one>","type":"$2","pos":[100,100,0],"sigma":$3,"pd":0.9,"clutter_per_scan":1}],"model":{"q":1}}
END
    : >"$work/meas.jsonl"
    for k in 0 1 2 3 4; do
        echo "{\"k\":$k,\"t\":$k,\"sensor\":\"<one>\",\"z\":[$4]}" >>"$work/meas.jsonl"
    done
}
count() { # WIDTH: strokes of that width
    grep -o "stroke-width:$1;" "$work/a.svg" | wc -l
}
shows() { # WIDTH NUMBER WHAT
    [ "$(count "$1")" -eq "$2" ] || { echo "$what: $(count "$1") $3, not $2"; failed=1; }
}
valid() {
    [ ! -s "$work/out" ] || { echo "$what: something on standard output"; failed=1; }
    if command -v xmllint >/dev/null; then
        xmllint --noout "$work/a.svg" || { echo "$what: no XML"; failed=1; }
    fi
}

# One object throughout; label a at 0..2, b at 0 1 and 3 4, c at 4 only: three lines and a dot.
{ echo k,id,x,y,z; for k in 0 1 2 3 4; do echo "$k,1,$((k * 50 + 200)),300,20"; done; } >"$work/truth.csv"
cat >"$work/est.csv" <<END
k,id,x,y,z
0,a,205,300,20
0,b,700,700,20
1,a,255,300,20
1,b,700,750,20
2,a,305,300,20
3,b,700,850,20
4,b,700,900,20
4,c,10,10,20
END
scene 2 xy "[5,5]" "[200,300],[500,500]"
want 0 "a plane" "$tocsin" plot "$work" "$work" -o "$work/a.svg"
valid
shows 1.35 3 tracks
shows 3 1 "tracks of one place"
shows 4.5 1 "true ways"
shows 0.3 0 bearings

scene 2 az "[0.02]" "[0.5],[1.5]"
want 0 "bearings" "$tocsin" plot "$work" "$work" -o "$work/a.svg"
valid
shows 0.3 10 bearings

scene 3 azel "[0.02,0.02]" "[0.5,0.1]"
want 0 "azimuth and elevation" "$tocsin" plot "$work" "$work" -o "$work/a.svg"
valid
shows 0.3 5 bearings
shows 1.35 6 "tracks on the map and over height"
shows 4.5 2 "true ways on the map and over height"

scene 3 rae "[5,0.02,0.02]" "[200,0.5,0.1]"
want 0 "ranges" "$tocsin" plot "$work" "$work" -o "$work/a.svg"
valid
shows 0.3 0 bearings

want 0 "a PNG" "$tocsin" plot "$work" "$work" -o "$work/a.png"
# Signature, then width and height of IHDR: 2720 = 0aa0, 1720 = 06b8.
[ "$(od -An -tx1 -N24 "$work/a.png" | tr -d ' \n')" = 89504e470d0a1a0a0000000d4948445200000aa0000006b8 ] ||
    { echo "a PNG: another header"; failed=1; }
want 0 "a PDF" "$tocsin" plot "$work" "$work" -o "$work/a.pdf"
[ "$(head -c 5 "$work/a.pdf")" = "%PDF-" ] && tail -c 8 "$work/a.pdf" | grep -q '%%EOF' ||
    { echo "a PDF: it is none"; failed=1; }

echo k,id,x,y,z >"$work/est.csv"
want 0 "no estimates" "$tocsin" plot "$work" "$work" -o "$work/a.svg"
valid
shows 1.35 0 tracks
for end in svg png pdf; do
    want 3 "into a folder that is not there, $end" "$tocsin" plot "$work" "$work" -o "$work/none/a.$end"
    says "$work/none/a.$end"
done
exit $failed
