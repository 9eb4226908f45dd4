#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""asterix_feeds.py TOCSIN

From files of ASTERIX to tracks: a drone flies past for 40 s; a sensor of category 015 gives
range, azimuth and elevation (in a capture), two direction finders of category 205 bearings
(the same), and another surveillance system its track in category 062 (a recording in the
FINAL framing, across midnight). All is taken, one drone is tracked and named by the claim,
nothing is unmapped or damaged, and the record replays to the same digests.
"""
import datetime
import json
import math
import os
import struct
import subprocess
import sys
import tempfile

START = datetime.datetime(2026, 5, 1, 23, 59, 40, tzinfo=datetime.timezone.utc).timestamp()
SECONDS = 40
LAT, LON = 33.3050, 44.3850
SENSORS = {"west": (-400.0, -100.0), "east": (400.0, -100.0)}
SITE = """
site:
  name: Feeds
  origin: { lat: 33.3050, lon: 44.3850, height: 40.0 }
sensors:
  - id: radar
    kind: radar
    position: { east: 0, north: 0, up: 0 }
    sigma: { range: 5, azimuth: 0.5, elevation: 0.7, position: 10, height: 10 }
    clock_sigma: 0.02
    period: 0.5
    coverage: { range: [20, 3000], azimuth: all, elevation: [-3, 80] }
    detection: { probability: 0.9 }
    clutter_per_scan: 0.5
%s
  - id: atc
    kind: ads-b
    position: { east: 0, north: 0, up: 0 }
    sigma: { position: 30, height: 30 }
    clock_sigma: 0.5
    coverage: { range: [0, 50000], azimuth: all, elevation: [-90, 90] }
feeds:
  - id: sensors
    protocol: asterix
    sources:
      - { sensor: radar, sac: 25, sic: 20 }
      - { sensor: west, sac: 25, sic: 21, editions: [129=205@1.0] }
      - { sensor: east, sac: 25, sic: 22 }
    file: { path: sensors.pcap }
  - id: sdps
    protocol: asterix
    framing: final
    sources: [{ sensor: atc, sac: 25, sic: 100 }]
    file: { path: sdps.ff, date: 2026-05-01 }
zones:
  - id: house
    people: 1
    seconds_to_cover: 5
    ceiling: 60
    corners: [[-20, -20], [20, -20], [20, 20], [-20, 20]]
"""
FINDER = """
  - id: %s
    kind: radio
    position: { east: %g, north: %g, up: 0 }
    sigma: { azimuth: 2 }
    clock_sigma: 0.05
    period: 0.5
    coverage: { range: [20, 3000], azimuth: all, elevation: [-5, 80] }
    detection: { probability: 0.7 }
    clutter_per_scan: 0.2
"""


def place(t):
    return -500.0 + 18.0 * t, 300.0 + 4.0 * t, 60.0


def tod(t):
    return int((START + t) % 86400 * 128).to_bytes(3, "big")


def block(category, body):
    return struct.pack(">BH", category, 3 + len(body)) + body


def turn(radians, steps):
    return int(radians % (2 * math.pi) / (2 * math.pi) * steps) % steps


def plot_015(t):
    """010 000 020 145 625 627 628: FRN 1 2 4 6 20 22 23."""
    e, n, u = place(t)
    distance, elevation = math.hypot(e, n, u), math.atan2(u, math.hypot(e, n))
    fspec = bytearray(4)
    for frn in (1, 2, 4, 6, 20, 22, 23):
        fspec[(frn - 1) // 7] |= 0x80 >> (frn - 1) % 7
    for i in range(3):
        fspec[i] |= 1
    body = bytes([25, 20, 3 << 1, 0]) + tod(t)
    body += bytes([0x80]) + int(distance * 10).to_bytes(3, "big")
    body += bytes([0x80]) + turn(math.atan2(e, n), 65536).to_bytes(2, "big")
    body += bytes([0x80]) + struct.pack(">h", round(math.degrees(elevation) * 65536 / 180))
    return bytes(fspec) + body


def bearing_205(t, sic, sensor):
    """010 000 030 080: FRN 1, 3, 4, 10."""
    e, n, _ = place(t)
    azimuth = math.degrees(math.atan2(e - sensor[0], n - sensor[1])) % 360
    return (bytes([0b10110001, 0b00100000, 25, sic, 2]) + tod(t) +
            struct.pack(">H", min(35999, round(azimuth * 100))))


def track_062(t):
    """010 070 105 040 080 130: FRN 1 4 5 12 13 18."""
    e, n, u = place(t)
    fspec = bytearray(3)
    for frn in (1, 4, 5, 12, 13, 18):
        fspec[(frn - 1) // 7] |= 0x80 >> (frn - 1) % 7
    fspec[0] |= 1
    fspec[1] |= 1
    lat = LAT + n / 110912.0
    lon = LON + e / (111320.0 * math.cos(math.radians(LAT)))
    return (bytes(fspec) + bytes([25, 100]) + tod(t) +
            struct.pack(">ii", round(lat * 33554432 / 180), round(lon * 33554432 / 180)) +
            struct.pack(">H", 872) + bytes([0]) +
            struct.pack(">h", round((u + 40.0) / 0.3048 / 6.25)))


def write_files(folder):
    with open(os.path.join(folder, "sensors.pcap"), "wb") as pcap:
        pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for step in range(2 * SECONDS):
            t = step / 2
            data = block(15, plot_015(t)) + block(129, bearing_205(t, 21, SENSORS["west"]))
            data += block(205, bearing_205(t, 22, SENSORS["east"]))
            udp = struct.pack(">HHHH", 8600, 8600, 8 + len(data), 0) + data
            ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                             0x7F000001, 0x7F000001) + udp
            frame = bytes(12) + b"\x08\x00" + ip
            arrival = START + t + 0.02
            pcap.write(struct.pack("<IIII", int(arrival), int(arrival % 1 * 1e6),
                                   len(frame), len(frame)) + frame)
    with open(os.path.join(folder, "sdps.ff"), "wb") as final:
        for t in range(2, SECONDS):
            data = block(62, track_062(t))
            stamp = int((START + t) % 86400 * 100 + 5).to_bytes(3, "big")
            final.write(struct.pack(">H", len(data) + 12) + bytes(3) + stamp + data +
                        b"\xa5" * 4)
    finders = "".join(FINDER % (name, *at) for name, at in SENSORS.items())
    with open(os.path.join(folder, "site.yaml"), "w", encoding="utf-8") as site:
        site.write(SITE % finders.strip("\n"))


def output(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[1]}: exit {done.returncode}: {done.stderr[-800:]}")
    return json.loads(done.stdout)


def main(tocsin):
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        write_files(folder)
        record = os.path.join(folder, "record")
        run = output([tocsin, "run", os.path.join(folder, "site.yaml"), "--record", record,
                      "--quiet"])
        replay = output([tocsin, "replay", record, "--verify"])
    wanted = {"sensors": 2 * SECONDS * 3, "sdps": SECONDS - 2}
    for feed in run["feeds"]:
        bad = {k: feed[k] for k in ("damaged", "foreign", "impossible", "unmapped") if feed[k]}
        if bad or feed["records"] != wanted[feed["id"]]:
            problems.append(f"feed {feed['id']}: {feed['records']} records, {bad}")
    seen = [t for t in run["tracks"] if t.get("claim") == "SDPS 25/100 872"]
    if not seen:
        problems.append(f"no track goes with the claim: {run['tracks']}")
    if replay["digest"] != run["digest"]:
        problems.append("the replay is another story")
    print("\n".join(problems))
    print(json.dumps({"records": {f["id"]: f["records"] for f in run["feeds"]},
                      "tracks": len(run["tracks"]), "named": len(seen),
                      "steps": run["steps"]}))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
