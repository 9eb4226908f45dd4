#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mavlink.py TOCSIN GOLDEN: MAVLink against its definitions and against node-mavlink.

Three comparisons, field by field: frames written here, from the XML definitions of the messages
alone, are read by tocsin; node-mavlink reads what our encoder wrote (GOLDEN/all.raw); and tocsin
reads what node-mavlink writes, signed frames and both versions among them.
"""
import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

from shared import ROOT, Table, agreed, data, decode, skip

JUDGES = os.path.join(ROOT, "tests", "judges")
NODE = os.path.join(JUDGES, "node_modules", ".bin", "node")
USED = (0, 24, 33, 246, 12900, 12901, 12902, 12903, 12904, 12905, 12915, 12918, 12919)
TYPES = {"char": "s", "uint8_t": "B", "uint16_t": "H", "int16_t": "h", "uint32_t": "I",
         "int32_t": "i", "uint64_t": "Q", "float": "f"}
DEGREES = ("lat", "lon", "latitude", "longitude", "operator_latitude", "operator_longitude")


def crc(octets, start=0xffff):
    """X.25, octet by octet."""
    value = start
    for octet in octets:
        mixed = (octet ^ value) & 0xff
        mixed = (mixed ^ mixed << 4) & 0xff
        value = (value >> 8 ^ mixed << 8 ^ mixed << 3 ^ mixed >> 4) & 0xffff
    return value


def definitions():
    """By id: name, fields (type, name, count) in the order of the payload, CRC_EXTRA, octets that
    version 1 has."""
    found = {}
    for file in ("minimal", "standard", "common"):
        for message in ElementTree.parse(data(f"mavlink/{file}.xml")).getroot().iter("message"):
            if int(message.get("id")) not in USED:
                continue
            parts, now = ([], []), 0
            for child in message:
                now = 1 if child.tag == "extensions" else now
                if child.tag == "field":
                    kind, count = re.fullmatch(r"(\w+?)(?:\[(\d+)\])?", child.get("type")).groups()
                    parts[now].append((kind.replace("_mavlink_version", ""), child.get("name"),
                                       int(count or 0)))
            base = sorted(parts[0], key=lambda f: -struct.calcsize(TYPES[f[0]]))
            text = message.get("name").encode() + b" "
            for kind, name, count in base:
                text += f"{kind} {name} ".encode() + (bytes([count]) if count else b"")
            extra = crc(text)
            found[int(message.get("id"))] = (
                message.get("name"), base + parts[1], (extra ^ extra >> 8) & 0xff,
                sum(struct.calcsize(TYPES[k]) * max(1, n) for k, _, n in base))
    return found


def values(rng, fields):
    """Any values that the types have and places allow, often 0."""
    out = {}
    for kind, name, count in fields:
        bits = 8 * struct.calcsize(TYPES[kind])
        if kind == "char":
            out[name] = "".join(rng.choice("ABCxyz019 -") for _ in range(rng.randrange(count + 1)))
        elif count:
            out[name] = [rng.randrange(256) for _ in range(count)]
        elif rng.random() < 0.2:
            out[name] = 0
        elif kind == "float":
            out[name] = struct.unpack("<f", struct.pack("<f", rng.uniform(-2000, 5000)))[0]
        elif name in DEGREES:
            out[name] = rng.randrange(-900000000, 900000001)
        else:
            out[name] = rng.getrandbits(bits) - ((1 << bits - 1) if kind[0] == "i" else 0)
    return out


def frame(definition, order):
    """By hand, from the definition."""
    _, fields, extra, least = definition
    payload = b""
    for kind, name, count in fields:
        value = order["fields"][name]
        if kind == "char":
            payload += value.encode().ljust(count, b"\0")
        elif count:
            payload += bytes(value)
        else:
            payload += struct.pack("<" + TYPES[kind], value)
    if order["version"] == 1:
        head = struct.pack("<BBBBB", least, order["sequence"], order["system"],
                           order["component"], order["id"])
        return b"\xfe" + tail(head + payload[:least], extra)
    payload = payload[:1] + payload[1:].rstrip(b"\0")
    head = struct.pack("<BBBBBB", len(payload), 0, 0, order["sequence"], order["system"],
                       order["component"]) + struct.pack("<I", order["id"])[:3]
    return b"\xfd" + tail(head + payload, extra)


def tail(octets, extra):
    return octets + struct.pack("<H", crc(bytes([extra]), crc(octets)))


def orders(defs, signed):
    """Each message fifty times, also in version 1 where it has an id there."""
    rng = random.Random(7)
    out = []
    for i in range(50):
        for number, (_, fields, _, _) in sorted(defs.items()):
            version = 1 if number < 256 and i % 3 == 0 else 2
            out.append({"id": number, "version": version, "sequence": len(out) % 256,
                        "system": rng.randrange(1, 256), "component": rng.randrange(1, 256),
                        "signed": signed and version == 2 and i % 5 == 1,
                        "fields": values(rng, fields)})
    return out


def plain(kind, value):
    """Texts without zeros, octets as hexadecimal digits, numbers as they are."""
    if isinstance(value, list):
        return "".join(f"{x:02x}" for x in value)
    return int(value) if kind == "uint64_t" else value.rstrip("\0") if kind == "char" else value


def compare(table, what, judge_name, defs, expected, records):
    """Messages that should mean the same; the first few that do not."""
    wrong, compared = [], 0
    for e, r in zip(expected, records):
        name, fields, _, least = defs[e["id"]]
        at, known = 0, {}
        for kind, field, count in fields:
            if e["version"] == 2 or at < least:
                known[field] = kind
            at += struct.calcsize(TYPES[kind]) * max(1, count)
        want = {k: plain(kind, e["fields"][k]) for k, kind in known.items()}
        want |= {k: e[k] for k in ("version", "sequence", "system", "component")}
        want |= {"message": name, "signed": bool(e.get("signed"))}
        got = {k: "signature" in r if k == "signed" else r.get(k) for k in want}
        compared += len(want)
        if got != want:
            wrong.append({k: (got[k], want[k]) for k in want if got[k] != want[k]})
    agreed("MAVLink", what, judge_name, len(records), compared, sum(map(len, wrong)))
    table.check(what, wrong[:3], [])


def read(tocsin, octets, work):
    path = os.path.join(work, "frames")
    with open(path, "wb") as file:
        file.write(octets)
    return decode(tocsin, "mavlink", path)


def judge(command, path):
    done = subprocess.run([NODE, os.path.join(JUDGES, "mavlink.mjs"), command, path],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    return done.stdout.splitlines()


def by_definition(table, defs, tocsin, work):
    wanted = orders(defs, signed=False)
    octets = b"".join(frame(defs[o["id"]], o) for o in wanted)
    records, counts, _ = read(tocsin, octets, work)
    table.check("messages by the definitions", len(records), len(wanted))
    compare(table, "by the XML definitions, written by the test", "the definitions", defs, wanted, records)
    table.check("nothing else", (counts["damaged"], counts["foreign"], counts["impossible"]),
                (0, 0, 0))


def by_node(table, defs, tocsin, golden, work):
    path = os.path.join(golden, "all.raw")
    records, _, _ = decode(tocsin, "mavlink", path)
    read_there = [json.loads(line) for line in judge("read", path)]
    table.check("node-mavlink reads our frames", len(read_there), len(records))
    compare(table, "all.raw, written here", "node-mavlink 2.3.0", defs, read_there, records)
    wanted = orders(defs, signed=True)
    path = os.path.join(work, "orders.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for o in wanted: # JavaScript's numbers have no 64 bits
            big = {k: str(v) for k, v in o["fields"].items() if k == "time_usec"}
            file.write(json.dumps({**o, "fields": {**o["fields"], **big}}) + "\n")
    octets = b"".join(bytes.fromhex(line) for line in judge("write", path))
    records, counts, _ = read(tocsin, octets, work)
    table.check("messages by node-mavlink", len(records), len(wanted))
    compare(table, "written by the judge", "node-mavlink 2.3.0", defs, wanted, records)
    stamps = {(r["signature"]["link"], r["signature"]["time"][:19])
              for r in records if "signature" in r}
    table.check("link and time of its signatures", stamps, {(7, "2024-05-31T16:52:00")})
    table.check("nothing else", (counts["damaged"], counts["foreign"], counts["impossible"]),
                (0, 0, 0))


def main():
    table, tocsin = Table(), sys.argv[1]
    defs = definitions()
    table.check("definitions", sorted(defs), list(USED))
    _, counts, _ = decode(tocsin, "mavlink", data("mavlink/capture.mav2.battery_status.tlog"))
    table.check("a recording's frame of a message that is not used", counts.get("message 147"), 1)
    with tempfile.TemporaryDirectory() as work:
        by_definition(table, defs, tocsin, work)
        if not os.path.exists(os.path.join(JUDGES, "node_modules", "node-mavlink")):
            if table.bad:
                table.exit()
            skip("tests/judges has no node-mavlink (npm ci); the definitions agree")
        by_node(table, defs, tocsin, sys.argv[2], work)
    table.exit()


if __name__ == "__main__":
    main()
