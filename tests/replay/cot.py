#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cot.py TOCSIN: Cursor on Target into the picture.

Three friends fly straight over a site and say so, two as XML and one by the TAK protocol, in
datagrams of a capture; a vehicle, tocsin's own echo, a stale event and one that is cut are among
them. The picture must have the three, where they are.
"""
import json
import math
import os
import struct
import subprocess
import sys
import tempfile

BEGIN, LAT, LON = 1717174320, 33.305, 44.385 # 2024-05-31T16:52:00Z
SITE = """site:
  name: meadow
  origin: { lat: 33.305, lon: 44.385, height: 40.0 }
sensors:
  - id: tak
    kind: report
    position: { east: 0, north: 0, up: 0 }
    sigma: { position: 10.0, height: 20.0 }
    clock_sigma: 1.0
    coverage: { range: [0, 50000], azimuth: all, elevation: [-90, 90] }
feeds:
  - id: tak
    protocol: cot
    sources: [{ sensor: tak }]
    file: { path: in.pcap }
zones:
  - id: house
    people: 4
    seconds_to_cover: 8
    floor: 0
    ceiling: 60
    corners: [[0, 0], [0, 50], [50, 50], [50, 0]]
"""


def utc(at):
    whole = int(at)
    return f"2024-05-31T16:{52 + (whole - BEGIN) // 60:02d}:{(whole - BEGIN) % 60:02d}." \
           f"{int(at * 1000) % 1000:03d}Z"


def xml(uid, kind, at, lat, lon, stale=15.0):
    return (f"<?xml version='1.0'?><event version='2.0' uid='{uid}' type='{kind}' how='m-g' "
            f"time='{utc(at)}' start='{utc(at)}' stale='{utc(at + stale)}'><point lat='{lat:.7f}' "
            f"lon='{lon:.7f}' hae='140' ce='5' le='8'/><detail/></event>").encode()


def varint(value):
    out = b""
    while value >= 0x80:
        out, value = out + bytes([value & 0x7f | 0x80]), value >> 7
    return out + bytes([value])


def tak(uid, kind, at, lat, lon):
    """A datagram of the mesh, by another hand than ours."""
    def text(number, value):
        return varint(number << 3 | 2) + varint(len(value)) + value.encode()

    def double(number, value):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    ms = int(at * 1000)
    event = text(1, kind) + text(5, uid) + b"".join(
        varint(n << 3) + varint(v) for n, v in ((6, ms), (7, ms), (8, ms + 15000)))
    event += text(9, "m-g") + double(10, lat) + double(11, lon) + double(12, 140.0)
    event += double(13, 5.0) + double(14, 8.0)
    return b"\xbf\x01\xbf" + varint(2 << 3 | 2) + varint(len(event)) + event


def packet(at, payload):
    """A pcap record of an Ethernet frame with a UDP datagram to 239.2.3.1:6969."""
    udp = struct.pack(">HHHH", 50000, 6969, 8 + len(payload), 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 1, 17, 0,
                     bytes([10, 0, 0, 1]), bytes([239, 2, 3, 1]))
    total = sum(struct.unpack(">10H", ip))
    total = (total & 0xffff) + (total >> 16)
    ip = ip[:10] + struct.pack(">H", ~(total + (total >> 16)) & 0xffff) + ip[12:]
    frame = b"\x01\x00\x5e\x02\x03\x01" + bytes(6) + b"\x08\x00" + ip + udp
    return struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(frame), len(frame)) + frame


def place(friend, at):
    """Each goes its own way at 15 m/s."""
    heading, run = math.radians(120 * friend), 15.0 * (at - BEGIN) - 300.0
    east, north = run * math.sin(heading), run * math.cos(heading) + 400.0 * friend
    return LAT + north / 110900.0, LON + east / 93100.0


def capture(path):
    packets, counts = [], {"good": 0, "refused": 0, "damaged": 0}
    for second in range(40):
        for friend in range(3):
            at = BEGIN + second + 0.3 * friend
            make = tak if friend == 2 else xml
            packets.append((at + 0.05, make(f"friend-{friend}", "a-f-A-M-H-Q", at,
                                            *place(friend, at))))
            counts["good"] += 1
        at = BEGIN + second + 0.95
        packets.append((at, xml("car", "a-f-G-E-V", at, LAT, LON)))
        packets.append((at, xml("tocsin.meadow.1", "a-u-A-M-H-Q", at, LAT, LON)))
        packets.append((at, xml("late", "a-f-A-M-H-Q", at - 20.0, LAT, LON)
                        if second >= 20 else xml("car", "a-f-G-E-V", at, LAT, LON)))
        packets.append((at, xml("cut", "a-f-A-M-H-Q", at, LAT, LON)[:-9]))
        counts["good"] += 1 if second >= 20 else 2
        counts["refused"] += 2 if second >= 20 else 1
        counts["damaged"] += 1
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for at, payload in packets:
            file.write(packet(at, payload))
    return counts


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        counts = capture(os.path.join(work, "in.pcap"))
        with open(os.path.join(work, "site.yaml"), "w") as file:
            file.write(SITE)
        done = subprocess.run([sys.argv[1], "run", os.path.join(work, "site.yaml"), "--no-api",
                               "--quiet", "--tracks", os.path.join(work, "tracks.jsonl")],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(done.stderr)
        summary = json.loads(done.stdout)
        feed = summary["feeds"][0]
        with open(os.path.join(work, "tracks.jsonl")) as file:
            last = [json.loads(line) for line in file][-1]
    at = BEGIN + float(last["time"][17:-1]) if last["time"].startswith("2024-05-31T16:52:") else 0.0
    shown = {t["claim"]: (t["lat"], t["lon"]) for t in last["tracks"] if t["state"] == "confirmed"}
    off = [min(math.hypot((a - lat) * 110900.0, (b - lon) * 93100.0) for a, b in shown.values())
           for lat, lon in (place(f, at) for f in range(3))] if shown else []
    for what, got, wanted in (
            ("events taken", feed["records"], counts["good"]),
            ("our own and stale ones refused", feed["unmapped"], counts["refused"]),
            ("damaged", feed["damaged"], counts["damaged"]),
            ("a picture of the last seconds", 38.0 < at - BEGIN < 42.0, True),
            ("friends in the picture", len(shown), 3),
            ("each within 20 m", [d < 20.0 for d in off], [True] * 3)):
        bad += got != wanted
        print(f"{'ok   ' if got == wanted else 'WRONG'} {what}: {got}"
              + ("" if got == wanted else f", expected {wanted}"))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
