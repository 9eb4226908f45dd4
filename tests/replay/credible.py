#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Remote ID in real captures, credible and spoofed, through `tocsin run`: how far each claim is
believed, and which reasons for doubt (docs/remote-id.md) were found.

usage: credible.py TOCSIN

Captures lie where TOCSIN_SHARED says, or in ../shared. Each is run at two sites: where the drone
says it is, and where it says its pilot is (or a place far away), as nobody knows where the receiver
stood. Prints one JSON object a run; exit 1 when a real drone is in doubt or a spoofed one is
believed at its end.
"""
import json
import os
import subprocess
import sys
import tempfile

from capture_sites import SITE

HERE = os.path.dirname(os.path.abspath(__file__))
# capture, real, where to stand: lat, lon
RUNS = [
    ("parrot_anafi4_real.pcapng", True, 47.1986, 8.7301),
    ("parrot_anafi4_spoofed.pcapng", False, 47.3764, 8.5350),
    ("parrot_anafi4_spoofed.pcapng", False, 47.1986, 8.7601),
    ("mavic_alessa_spoofed.pcapng", False, 12.0, 13.0),
    ("mavic_alessa_spoofed.pcapng", False, 46.7, 7.6),
]


def run(tocsin, capture, lat, lon, folder):
    site, tracks = os.path.join(folder, "site.yaml"), os.path.join(folder, "tracks.jsonl")
    with open(site, "w", encoding="ascii") as file:
        file.write(SITE.format(name="Captured", lat=lat, lon=lon, height=470,
                               kind="remote-id", position=10, vertical=20, clock=1.0,
                               range=20000, protocol="remote-id", path=capture))
    subprocess.run([tocsin, "run", site, "--tracks", tracks, "--quiet"], check=True,
                   stdout=subprocess.DEVNULL, timeout=120)
    with open(tracks, encoding="ascii") as file:
        return [json.loads(line) for line in file]


def main(tocsin):
    shared = os.environ.get("TOCSIN_SHARED", os.path.join(HERE, "../../../shared"))
    good = True
    if not os.path.isdir(os.path.join(shared, "data")):
        print("SKIP: no captures at TOCSIN_SHARED")
        return 77
    for name, real, lat, lon in RUNS:
        capture = os.path.abspath(os.path.join(shared, "data/remoteid", name))
        with tempfile.TemporaryDirectory() as folder:
            pictures = run(tocsin, capture, lat, lon, folder)
        claims = [t for p in pictures for t in p["tracks"] if t["claim"] is not None]
        found = sorted({d for t in claims for d in t["doubts"]})
        least = min((t["credibility"] for t in claims), default=None)
        last = claims[-1]["credibility"] if claims else None
        right = last is not None and (least >= 0.9 if real else last < 0.5)
        good &= right
        print(json.dumps({"capture": name, "site": [lat, lon], "real": real,
                          "credibility_least": least, "credibility_last": last,
                          "doubts": found, "good": right}))
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
