#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real captures through `tocsin run`: one continuous track each, near to where it said it was.

usage: captures.py TOCSIN

Captures lie where TOCSIN_SHARED says, or in ../shared.

The Parrot hovers for 123 s; the aircraft 406B90 crosses in twelve minutes. The positions that they
broadcast come from `tocsin decode`.
Prints one JSON object a capture; exit 1 when something is not as it should be.
"""
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def seconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    at = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return at.timestamp() + float("0." + fraction)


def metres(a, b):
    """Between two (lat, lon) a few hundred metres apart at most."""
    north = (a[0] - b[0]) * 111195.0
    east = (a[1] - b[1]) * 111195.0 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


def lines(command):
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(tocsin, site, folder):
    tracks = os.path.join(folder, "tracks.jsonl")
    summary = lines([tocsin, "run", site, "--tracks", tracks, "--quiet"])[0]
    return summary, [json.loads(line) for line in open(tracks)]


def broadcast_parrot(tocsin, shared):
    said = {}
    for frame in lines([tocsin, "decode", "remoteid",
                        f"{shared}/data/remoteid/parrot_anafi4_real.pcapng"]):
        for message in frame["messages"]:
            if message["type"] == "location" and "lat_deg" in message:
                said[seconds(message["valid_utc"])] = (message["lat_deg"], message["lon_deg"])
    return said


def broadcast_aircraft(tocsin, shared):
    said = {}
    for frame in lines([tocsin, "decode", "modes", f"{shared}/data/modes/sample_data_adsb.csv"]):
        if "lat_deg" in frame:
            said[seconds(frame["utc"])] = (frame["lat_deg"], frame["lon_deg"])
    return said


def distances(pictures, said):
    """Of the track, moved to the time of what was said by its own course and speed."""
    found = []
    for picture in pictures:
        if not picture["tracks"]:
            continue
        track, now = picture["tracks"][0], seconds(picture["time"])
        at = min(said, key=lambda t: abs(t - now))
        if abs(at - now) > 1.0:
            continue
        away = (at - now) * track["speed_mps"]
        course = math.radians(track["course_deg"])
        here = (track["lat"] + away * math.cos(course) / 111195.0,
                track["lon"] + away * math.sin(course) / 111195.0 /
                math.cos(math.radians(track["lat"])))
        found.append(metres(here, said[at]))
    return sorted(found)


def judge(name, summary, pictures, said, least_s, most_m):
    near = distances(pictures, said)
    track = summary["tracks"][0] if summary["tracks"] else None
    there = [bool(p["tracks"]) for p in pictures]
    gaps = there[there.index(True):].count(False) if True in there else len(there)
    good = (len(summary["tracks"]) == 1 and track["seen_s"] >= least_s and gaps == 0 and
            len(near) >= least_s / 4 and near[len(near) // 2] <= most_m)
    print(json.dumps({"capture": name, "tracks": len(summary["tracks"]),
                      "claim": track and track["claim"], "seconds": track and track["seen_s"],
                      "pictures_without_it": gaps, "compared": len(near),
                      "distance_m_median": near and round(near[len(near) // 2], 1),
                      "distance_m_p95": near and round(near[len(near) * 95 // 100], 1),
                      "alarms": len(summary["alarms"]), "good": good}))
    return good and not summary["alarms"]


def main(tocsin):
    shared = os.environ.get("TOCSIN_SHARED", os.path.join(HERE, "../../../shared"))
    if not os.path.isdir(os.path.join(shared, "data")):
        print("SKIP: no captures at TOCSIN_SHARED")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(HERE, "capture_sites.py"), shared, folder], check=True)
        good = judge("parrot", *run(tocsin, f"{folder}/parrot.yaml", folder),
                     broadcast_parrot(tocsin, shared), 122.0, 15.0)
        # Stamps cut to whole seconds at 250 m/s: half of them are wrong by more than 60 m.
        good &= judge("aircraft", *run(tocsin, f"{folder}/aircraft.yaml", folder),
                      broadcast_aircraft(tocsin, shared), 700.0, 250.0)
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
