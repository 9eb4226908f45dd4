#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cot.py TOCSIN: Cursor on Target against @tak-ps/node-cot.

Both ways: what tocsin exports of a simulated attack, XML and TAK protocol, is read by node-cot,
written again by it in both forms, and read again by tocsin; and what node-cot makes of the fixtures
of its own kind is read by tocsin. Compared are uid, type, how, times, place, errors, callsign,
course and speed.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

from shared import ROOT, Table, agreed, data, decode, run, skip

JUDGES = os.path.join(ROOT, "tests", "judges")
NODE = os.path.join(JUDGES, "node_modules", ".bin", "node")


def judge(program, lines, work):
    """What a program of tests/judges makes of the lines, one object each."""
    path = os.path.join(work, "judged.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines))
    done = subprocess.run([NODE, os.path.join(JUDGES, program), path], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines()]


def read(tocsin, form, octets, work):
    """What tocsin makes of a file: its objects; its counts."""
    path = os.path.join(work, "read")
    with open(path, "wb") as file:
        file.write(octets)
    return decode(tocsin, form, path)


def number(value):
    """As tocsin prints it: what is not known is not there."""
    return None if float(value) >= 999999 else float(value)


def seen(raw):
    """The compared members, of an event as node-cot has it."""
    event, point = raw["event"]["_attributes"], raw["event"]["point"]["_attributes"]
    detail = raw["event"].get("detail", {})
    track = detail.get("track", {}).get("_attributes", {})
    return {**{k: event[k] for k in ("uid", "type", "how", "time", "start", "stale")},
            "lat_deg": float(point["lat"]), "lon_deg": float(point["lon"]),
            **{k + "_m": number(point[k]) for k in ("hae", "ce", "le")},
            "callsign": detail.get("contact", {}).get("_attributes", {}).get("callsign"),
            "course": float(track["course"]) if "course" in track else None,
            "speed": float(track["speed"]) if "speed" in track else None}


def ours(record):
    """The same of tocsin's object."""
    track = record.get("track", {})
    numbers = {**{k: record.get(k) for k in ("lat_deg", "lon_deg", "hae_m", "ce_m", "le_m")},
               "course": track.get("course"), "speed": track.get("speed")}
    return {**{k: record[k] for k in ("uid", "type", "how")},
            **{k: record[k][:23] + "Z" for k in ("time", "start", "stale")},
            **{k: None if x is None else float(x) for k, x in numbers.items()},
            "callsign": record.get("contact", {}).get("callsign")}


def different(a, b):
    """How many members; numbers to what XML has of them."""
    def close(x, y):
        if isinstance(x, float) and isinstance(y, float):
            return abs(x - y) <= 1e-3 if abs(x) > 180 else abs(x - y) <= 5.1e-4
        return x == y
    return sum(not close(a[k], b[k]) for k in a)


def compare(table, what, form, file, pairs, count):
    """Pairs of what is read here and there; count of them there should be."""
    pairs = list(pairs)
    wrong = [different(a, b) for a, b in pairs]
    agreed(form, file, "node-cot 14.23.2", len(pairs), sum(len(a) for a, _ in pairs), sum(wrong))
    table.check(what, wrong.count(0), count)


def exported(tocsin, work):
    """The events of each form: XML by lines, and payloads."""
    kept, files = os.path.join(work, "record"), os.path.join(work, "files")
    for command in ([tocsin, "simulate", os.path.join(ROOT, "sites", "example", "attack.yaml"),
                     "--files", files, "--quiet"],
                    [tocsin, "run", os.path.join(files, "site.yaml"), "--record", kept, "--no-api",
                     "--quiet"]):
        if run(command)[2] != 0:
            sys.exit(f"{command[1]} failed")
    out = {}
    for form in ("cot", "tak"):
        path = os.path.join(work, "out." + form)
        if run([tocsin, "export", kept, "--format", form, "-o", path, "--every", "3"])[2] != 0:
            sys.exit("export failed")
        with open(path, "rb") as file:
            out[form] = file.read()
    return out["cot"].decode().splitlines(), payloads(out["tak"])


def payloads(octets):
    """A TAK stream by another hand: BF, length, payload."""
    at, found = 0, []
    while at < len(octets):
        assert octets[at] == 0xbf
        length, shift, at = 0, 0, at + 1
        while True:
            length |= (octets[at] & 0x7f) << shift
            shift, at = shift + 7, at + 1
            if octets[at - 1] < 0x80:
                break
        found.append(octets[at:at + length])
        at += length
    return found


def stream(hexes):
    """Payloads as a TAK stream."""
    out = b""
    for text in hexes:
        payload, length, head = bytes.fromhex(text), len(text) // 2, b"\xbf"
        while length >= 0x80:
            head, length = head + bytes([length & 0x7f | 0x80]), length >> 7
        out += head + bytes([length]) + payload
    return out


def there_and_back(table, tocsin, work):
    xml, tak = exported(tocsin, work)
    table.check("as many events in both forms", len(tak), len(xml))
    table.check("alerts among them", any("b-a-o-" in line for line in xml), True)
    verdicts = judge("cot.mjs", [{"xml": line} for line in xml] +
                     [{"tak": payload.hex()} for payload in tak], work)
    table.check("node-cot takes each", [v["error"] for v in verdicts if "error" in v][:1], [])
    records, _, _ = read(tocsin, "cot", "\n".join(xml).encode(), work)
    compare(table, "XML means to node-cot what it means here", "CoT", "an attack, exported",
            ((ours(r), seen(v["raw"])) for r, v in zip(records, verdicts)), len(xml))
    compare(table, "TAK means to node-cot what its XML means here", "TAK protocol", "an attack, exported",
            ((ours(r), seen(v["raw"])) for r, v in zip(records, verdicts[len(xml):])),
            len(tak))
    place = [v["geojson"]["geometry"]["coordinates"] for v in verdicts[:len(xml)]]
    table.check("its GeoJSON has the place", sum(
        abs(p[0] - r["lon_deg"]) < 1e-6 and abs(p[1] - r["lat_deg"]) < 1e-6
        and abs(p[2] - r["hae_m"]) < 1e-2 for p, r in zip(place, records)), len(records))
    back, _, _ = read(tocsin, "cot", "".join(v["again"] for v in verdicts).encode(), work)
    compare(table, "its XML means here what ours did", "CoT", "written again by the judge",
            ((ours(b), seen(v["raw"])) for b, v in zip(back, verdicts)), len(verdicts))
    back, counts, _ = read(tocsin, "tak", stream(v["proto"] for v in verdicts), work)
    compare(table, "and its protocol buffer", "TAK protocol", "written again by the judge",
            ((ours(b), seen(v["raw"])) for b, v in zip(back, verdicts)), len(verdicts))
    table.check("nothing is damaged", counts["damaged"], 0)


def well_formed(text):
    try:
        return ElementTree.fromstring(text) is not None
    except ElementTree.ParseError:
        return False


def fixtures(table, tocsin, work):
    """What node-cot makes of its own kind of fixture."""
    lines = []
    for path in sorted(glob.glob(os.path.join(data("tak/geojson_fixtures"), "*.geojson"))):
        with open(path, encoding="utf-8") as file:
            lines.append({"geojson": json.load(file)})
    verdicts = judge("cot_fixtures.mjs", lines, work)
    made = [v for v in verdicts if "error" not in v]
    good = [v for v in made if well_formed(v["xml"])] # it leaves a < in an attribute as it is
    print(f"     {len(made)} of {len(lines)} fixtures are events to node-cot, {len(good)} are XML")
    records, counts, _ = read(tocsin, "cot", "".join(v["xml"] for v in made).encode(), work)
    table.check("fixtures as XML", (counts["records"], counts["damaged"]),
                (len(good), len(made) - len(good)))
    compare(table, "mean the same", "CoT", "the judge's fixtures",
            ((ours(r), seen(v["raw"])) for r, v in zip(records, good)), len(good))
    records, counts, _ = read(tocsin, "tak", stream(v["proto"] for v in made), work)
    table.check("fixtures as TAK", (counts["records"], counts["damaged"]), (len(made), 0))
    compare(table, "mean the same", "TAK protocol", "the judge's fixtures",
            ((ours(r), seen(v["raw"])) for r, v in zip(records, made)), len(made))


def main():
    if not os.path.exists(NODE):
        skip("tests/judges has no node_modules (npm ci)")
    table = Table()
    with tempfile.TemporaryDirectory() as work:
        there_and_back(table, sys.argv[1], work)
        fixtures(table, sys.argv[1], work)
    table.exit()


if __name__ == "__main__":
    main()
