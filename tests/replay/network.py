#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""network.py TOCSIN: MAVLink and AIS into the picture.

A capture has datagrams of two autopilots, of what one of them hears of other drones and of an
aircraft, and of an AIS receiver on a river: ships under way, one at anchor and a helicopter of
rescue. Written here by hand. The picture must have each, where it is and as what it is; a ground
station, a base station and what is damaged must not be in it. The record replays.
"""
import datetime
import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile

BEGIN, LAT, LON, GROUND, GEOID = 1717174320, 33.305, 44.385, 40.0, 0.0 # 2024-05-31T16:52:00Z
SECONDS = 60
SITE = """site:
  name: river
  origin: { lat: 33.305, lon: 44.385, height: 40.0 }
sensors:
  - { id: own, kind: report, position: { east: 0, north: 0, up: 0 }, sigma: { position: 5, height: 8 },
      clock_sigma: 0.5, coverage: { range: [0, 50000], azimuth: all, elevation: [-90, 90] } }
  - { id: rid, kind: remote-id, position: { east: 0, north: 0, up: 0 }, sigma: { position: 10, height: 20 },
      clock_sigma: 0.5, coverage: { range: [0, 5000], azimuth: all, elevation: [-90, 90] } }
  - { id: adsb, kind: ads-b, position: { east: 0, north: 0, up: 0 }, sigma: { position: 30, height: 30 },
      clock_sigma: 0.5, coverage: { range: [0, 90000], azimuth: all, elevation: [-90, 90] } }
  - { id: ships, kind: report, position: { east: 0, north: 0, up: 0 }, sigma: { position: 15, height: 20 },
      clock_sigma: 1, coverage: { range: [0, 50000], azimuth: all, elevation: [-90, 90] } }
feeds:
  - { id: autopilots, protocol: mavlink, sources: [{ sensor: own }, { sensor: rid }, { sensor: adsb }],
      file: { path: in.pcap }, captured_port: 14550 }
  - { id: river, protocol: ais, sources: [{ sensor: ships }], file: { path: in.pcap }, captured_port: 10110 }
zones:
  - { id: house, people: 4, seconds_to_cover: 8, floor: 0, ceiling: 60,
      corners: [[0, 0], [0, 50], [50, 50], [50, 0]] }
"""


def degrees(east, north):
    return LAT + north / 110900.0, LON + east / 93100.0


# ---------------------------------------------------------------------------------- MAVLink

EXTRA = {0: 50, 24: 24, 33: 104, 246: 184, 12900: 114, 12901: 254, 2: 137}


def crc(octets):
    value = 0xffff
    for octet in octets:
        mixed = (octet ^ value) & 0xff
        mixed = (mixed ^ mixed << 4) & 0xff
        value = (value >> 8 ^ mixed << 8 ^ mixed << 3 ^ mixed >> 4) & 0xffff
    return value


def frame(number, system, payload, component=1):
    payload = payload[:1] + payload[1:].rstrip(b"\0")
    body = struct.pack("<BBBBBB", len(payload), 0, 0, 9, system, component)
    body += struct.pack("<I", number)[:3] + payload
    return b"\xfd" + body + struct.pack("<H", crc(body + bytes([EXTRA[number]])))


def heartbeat(system, kind):
    return frame(0, system, struct.pack("<IBBBBB", 0, kind, 3, 81, 4, 3))


def receiver(system):
    return frame(24, system, struct.pack("<QiiiHHHHBBiIII", 0, 0, 0, 0, 90, 90, 0, 0, 3, 14, 0,
                                         1500, 2500, 300))


def e7(east, north):
    return tuple(round(x * 1e7) for x in degrees(east, north))


def vehicle(system, east, north, up, ve, vn):
    return frame(33, system, struct.pack("<IiiiihhhH", 0, *e7(east, north),
                                         round((GROUND + up - GEOID) * 1000), round(up * 1000),
                                         round(vn * 100), round(ve * 100), 0, 0xffff))


def traffic(east, north, up, ve):
    return frame(246, 1, struct.pack("<IiiiHHhHHB9sBB", 0x3c6dd2, *e7(east, north),
                                     round((GROUND + up) * 1000), 9000, round(ve * 100), 0, 0x8f, 0,
                                     1, b"DLH1", 3, 0))


def heard(mac, serial, system=1):
    return frame(12900, system, struct.pack("<BB20sBB20s", 0, 0, mac, 1, 2, serial), 236)


def heard_at(mac, at, east, north, up, ve, system=1):
    return frame(12901, system, struct.pack("<iiffffHHhBB20sBBBBBBB", *e7(east, north), -1000.0,
                                       GROUND + up, -1000.0, at % 3600, 9000, round(ve * 100), 0, 0,
                                       0, mac, 2, 0, 11, 5, 0, 4, 2), 236)


# -------------------------------------------------------------------------------------- AIS

def bits(*fields):
    return "".join(f"{value & (1 << count) - 1:0{count}b}" for value, count in fields)


def sentences(text, sequence="", parts=1):
    text += "0" * (-len(text) % 6)
    sixes = [int(text[i:i + 6], 2) for i in range(0, len(text), 6)]
    payload = "".join(chr(48 + s if s < 40 else 56 + s) for s in sixes)
    size, out = -(-len(payload) // parts), b""
    for i in range(parts):
        body = f"AIVDM,{parts},{i + 1},{sequence},A,{payload[i * size:(i + 1) * size]},0".encode()
        total = 0
        for octet in body:
            total ^= octet
        out += b"!" + body + f"*{total:02X}\r\n".encode()
    return out


def minutes(value, per=10000):
    return round(value * 60 * per)


def class_a(mmsi, at, east, north, knots, course):
    lat, lon = degrees(east, north)
    return sentences(bits((1, 6), (0, 2), (mmsi, 30), (0, 4), (128, 8), (round(knots * 10), 10),
                          (1, 1), (minutes(lon), 28), (minutes(lat), 27), (round(course * 10), 12),
                          (511, 9), (int(at) % 60, 6), (0, 25)))


def class_b(mmsi, at, east, north, knots, course):
    lat, lon = degrees(east, north)
    return sentences(bits((18, 6), (0, 2), (mmsi, 30), (0, 8), (round(knots * 10), 10), (1, 1),
                          (minutes(lon), 28), (minutes(lat), 27), (round(course * 10), 12),
                          (511, 9), (int(at) % 60, 6), (0, 29)))


def rescue(mmsi, at, east, north, up, knots, course):
    lat, lon = degrees(east, north)
    return sentences(bits((9, 6), (0, 2), (mmsi, 30), (round(GROUND + up), 12), (knots, 10), (1, 1),
                          (minutes(lon), 28), (minutes(lat), 27), (round(course * 10), 12),
                          (int(at) % 60, 6), (0, 34)))


def base_station(mmsi):
    lat, lon = degrees(0, -300)
    return sentences(bits((4, 6), (0, 2), (mmsi, 30), (2024, 14), (5, 4), (31, 5), (16, 5), (52, 6),
                          (0, 6), (1, 1), (minutes(lon), 28), (minutes(lat), 27), (1, 4), (0, 30)))


def name(mmsi):
    """A voyage (type 5), which takes two sentences."""
    return sentences(bits((5, 6), (0, 2), (mmsi, 30), (0, 386)), "3", 2)


# ------------------------------------------------------------------------------------ world

KT = 1852.0 / 3600.0
MAC = bytes.fromhex("9c3a01020304")


def world(t):
    """Where everybody is: east, north, up; the claim that the picture must show; class."""
    return {"MAVLink 1": (-400 + 12 * t, 25, 40, "drone"), # through the house: no claim rings
            "MAVLink 2": (500, -600 + 20 * t, 150, "drone"),
            "RID": (-200 + 8 * t, -500, 60, "drone"),
            "RID of 3": (-700 + 9 * t, 900, 80, "drone"),
            "ICAO 3C6DD2": (-9000 + 80 * t, 4000, 1500, "crewed"),
            "vessel MMSI 211234560": (-1500 + 10 * KT * t, -900, 0, "crewed"),
            "vessel MMSI 211234561": (1500 - 5 * KT * t, -950, 0, "crewed"),
            "vessel MMSI 211234562": (700, -1000, 0, "crewed"),
            "aircraft MMSI 111232506": (-2000 + 60 * KT * t, 1500, 200, "crewed")}


def second(t, counts):
    """Datagrams of one second: (moment, port, octets)."""
    at, w, out = BEGIN + t, world(t), []
    one, two, rid, three, adsb = (w[k] for k in ("MAVLink 1", "MAVLink 2", "RID", "RID of 3",
                                                 "ICAO 3C6DD2"))
    out.append((at, 14550, heartbeat(1, 2) + receiver(1) + vehicle(1, *one[:3], 12, 0)))
    out.append((at, 14550, heartbeat(2, 1) + vehicle(2, *two[:3], 0, 20)))
    # The third speaks of itself by Remote ID as well; who it is, it says later.
    out.append((at, 14550, heartbeat(3, 2) + vehicle(3, *three[:3], 9, 0)
                + heard_at(bytes(20), at, *three[:3], 9, 3)))
    if t >= 20:
        out.append((at, 14550, heard(bytes(20), b"1TCSF03", 3)))
        counts["mavlink"] += 1
    out.append((at, 14550, heartbeat(255, 6) + vehicle(255, 0, 0, 0, 0, 0))) # a ground station
    out.append((at, 14550, heard(MAC, b"1TCSF01") + heard_at(MAC, at, *rid[:3], 8)))
    out.append((at, 14550, traffic(*adsb[:3], 80)))
    out.append((at, 14550, frame(2, 1, bytes([1] * 12)) + b"\xfd\x03\x00" + heartbeat(1, 2)))
    ship, boat, anchored, helicopter = (w[k] for k in w if "MMSI" in k)
    if t % 6 == 0:
        out.append((at, 10110, class_a(211234560, at, *ship[:2], 10, 90)))
        counts["ais"] += 1
    if t % 10 == 1:
        out.append((at, 10110, class_b(211234561, at, *boat[:2], 5, 270)
                    + rescue(111232506, at, *helicopter[:3], 60, 90)))
        first, second_part, _ = name(211234560).split(b"\r\n") # in two datagrams
        out.append((at, 10110, base_station(2112345) + first))
        out.append((at, 10110, second_part + b"\r\n"
                    + class_a(211234560, at, 0, 0, 0, 0).replace(b"*", b"*0"))) # a wrong sum
        counts["ais"] += 4
        counts["ais damaged"] += 1
    if t % 30 == 2:
        out.append((at, 10110, class_b(211234562, at, *anchored[:2], 0, 360)))
        counts["ais"] += 1
    counts["mavlink"] += 14
    counts["foreign"] += 1 + sum(port == 10110 for _, port, _ in out)
    counts["damaged"] += 1
    return out


def packet(at, port, payload):
    """A pcap record of an Ethernet frame with a UDP datagram."""
    udp = struct.pack(">HHHH", 50000, port, 8 + len(payload), 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 1, 17, 0,
                     bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2]))
    total = sum(struct.unpack(">10H", ip))
    total = (total & 0xffff) + (total >> 16)
    ip = ip[:10] + struct.pack(">H", ~(total + (total >> 16)) & 0xffff) + ip[12:]
    octets = bytes(12) + b"\x08\x00" + ip + udp
    return struct.pack("<IIII", int(at), round(at % 1 * 1e6), len(octets), len(octets)) + octets


def capture(path):
    counts = dict.fromkeys(("mavlink", "foreign", "damaged", "ais", "ais damaged"), 0)
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for t in range(SECONDS):
            for at, port, octets in second(t, counts):
                file.write(packet(at + 0.1, port, octets))
    return counts


def run(tocsin, work):
    def path(name):
        return os.path.join(work, name)
    counts = capture(path("in.pcap"))
    with open(path("site.yaml"), "w") as file:
        file.write(SITE)
    done = subprocess.run([tocsin, "run", path("site.yaml"), "--no-api", "--quiet", "--record",
                           path("record"), "--tracks", path("tracks.jsonl")],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    with open(path("tracks.jsonl")) as file:
        pictures = [json.loads(line) for line in file]
    verified = subprocess.run([tocsin, "replay", path("record"), "--verify"], capture_output=True,
                              text=True, check=False)
    events = subprocess.run([tocsin, "export", path("record"), "--format", "cot", "-o", path("cot")],
                            capture_output=True, text=True, check=False)
    if events.returncode != 0:
        sys.exit(events.stderr)
    with open(path("cot")) as file:
        afloat = [line for line in file if "says vessel" in line]
    return json.loads(done.stdout), counts, pictures, verified, afloat


def drone_share(track):
    return track["class"]["multirotor"] + track["class"]["fixed-wing"]


def off_m(track, east, north):
    lat, lon = degrees(east, north)
    return math.hypot((track["lat"] - lat) * 110900.0, (track["lon"] - lon) * 93100.0)


def compare(summary, counts, pictures, verified, afloat):
    """Rows of what, got, wanted."""
    air, river = summary["feeds"]
    last = pictures[-1]
    third = [t for picture in pictures for t in picture["tracks"]
             if t["claim"] == "MAVLink 3" or off_m(t, -430, 900) < 400]
    shown = {t["claim"]: t for t in last["tracks"] if t["state"] != "tentative"}
    at = datetime.datetime.fromisoformat(last["time"][:26].rstrip("Z") + "+00:00").timestamp()
    rows = [("MAVLink taken", air["records"], counts["mavlink"]),
            ("not used", air["foreign"], counts["foreign"]),
            ("damaged", air["damaged"], counts["damaged"]),
            ("AIS taken", river["records"], counts["ais"]),
            ("AIS damaged", river["damaged"], counts["ais damaged"]),
            ("alarms of a drone that nobody but itself tells of, over people", summary["alarms"], []),
            ("in the picture", sorted(k if k[:3] != "RID" else "RID" for k in shown),
             sorted(k if k[:3] != "RID" else "RID" for k in world(0))),
            ("numbers of the vehicle that says its serial number later",
             len({t["id"] for t in third}), 1),
            ("names of it", sorted({t["claim"][:3] for t in third}), ["MAV", "RID"]),
            ("replays", verified.returncode, 0),
            ("vessels float in Cursor on Target", len(afloat) > 100 and
             {re.search(" type=.([^'\"]*)", line).group(1) for line in afloat}, {"a-u-S"})]
    for claim, (east, north, up, kind) in world(at - BEGIN).items():
        off, track = min(((off_m(t, east, north), t) for k, t in shown.items()
                          if k.startswith(claim.split(" of ")[0])), default=(0, None),
                         key=lambda pair: pair[0])
        if track is None:
            continue
        share = drone_share(track)
        rows.append((f"{claim} within 25 m ({off:.0f})", off < 25.0, True))
        rows.append((f"{claim}: {kind} ({share:.3f} a drone)",
                     share > 0.5 if kind == "drone" else share < 0.02, True))
    return rows


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        for what, got, wanted in compare(*run(sys.argv[1], work)):
            bad += got != wanted
            print(f"{'ok   ' if got == wanted else 'WRONG'} {what}: {got}"
                  + ("" if got == wanted else f", expected {wanted}"))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
