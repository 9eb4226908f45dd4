#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""asterix.py TOCSIN FILE [--tocsin OPTION]... [--tshark OPTION]... [--expect CAT=N]...

Compares `tocsin decode asterix` with tshark, record by record and field by field: every
field that tocsin prints must be in tshark's record, with the same value. FILE is a
capture, or raw data blocks (which are wrapped into a capture for tshark).

With --expect, the number of records of each category must be as said. Exit: 0 agreed,
1 not, 77 when tshark or FILE is not there.
"""
import argparse
import collections
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from shared import agreed, version

SHARED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared")
UNITS = ("NM", "deg", "degps", "s", "FL", "ft", "m", "mps", "kt", "NMps", "ftpmin", "Mach",
         "dBm", "MHz", "degC", "ms", "mps2", "hPa", "dBuV", "dB", "ns", "fs")


def wrap_blocks(path, out):
    """Raw data blocks into a pcap: one UDP datagram to port 8600 a block."""
    data = open(path, "rb").read()
    with open(out, "wb") as pcap:
        pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        at = 0
        while at + 3 <= len(data):
            length = struct.unpack(">H", data[at + 1:at + 3])[0]
            block = data[at:at + length]
            at += max(length, 3)
            udp = struct.pack(">HHHH", 8600, 8600, 8 + len(block), 0) + block
            ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                             0x7F000001, 0x7F000001) + udp
            frame = bytes(12) + b"\x08\x00" + ip
            pcap.write(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)


def tshark_records(capture, options):
    """(frame, category, {field: [shown, ...]}) a record, and how much is malformed."""
    command = ["tshark", "-r", capture, "-d", "udp.port==1-65535,asterix", "-T", "pdml"]
    for option in options:
        command += ["-o", option]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    records, malformed = [], 0
    for _, packet in ElementTree.iterparse(process.stdout):
        if packet.tag != "packet":
            continue
        frame = int(packet.find("proto[@name='frame']/field[@name='frame.number']")
                    .get("show"))
        malformed += sum(1 for p in packet.findall("proto")
                         if p.get("name").startswith("_ws.malformed"))
        for proto in packet.findall("proto[@name='asterix']"):
            category = int(proto.find("field[@name='asterix.category']").get("show"))
            for message in proto.findall("field[@name='asterix.message']"):
                fields = collections.defaultdict(list)
                for field in message.iter("field"):
                    name, shown = field.get("name"), field.get("show")
                    if name and re.match(r"asterix\.\d{3}_", name) and shown != "":
                        fields[re.sub(r"_V\d+_\d+", "", name[8:])].append(shown)
                records.append((frame, category, fields))
        packet.clear()
    process.wait()
    return records, malformed


def flatten(name, value, into):
    """Our nested items to {"048_130_PAM": [value, ...]}."""
    if isinstance(value, dict):
        for key, inner in value.items():
            head, _, tail = key.rpartition("_")
            flatten(name + "_" + (head if head and tail in UNITS else key), inner, into)
    elif isinstance(value, list):
        for inner in value:
            flatten(name, inner, into)
    else:
        into[name].append(value)


def tocsin_records(tocsin, path, options):
    """(frame or None, category, {field: [value, ...]}) a record."""
    process = subprocess.run([tocsin, "decode", "asterix", path] + options,
                             stdout=subprocess.PIPE, check=False)
    records = []
    for line in process.stdout.splitlines():
        record = json.loads(line)
        fields = collections.defaultdict(list)
        for item, value in record["items"].items():
            if item[5:] not in ("RE", "SP"):
                flatten(item[1:].replace("/", "_"), value, fields)
        records.append((record.get("packet"), record["category"], fields))
    return records


def find_theirs(name, theirs):
    """tshark calls the only field of an item VALUE; ours repeat the item's name."""
    parent = name.rpartition("_")[0]
    for candidate in (name, parent + "_VALUE", name + "_VALUE"):
        if candidate in theirs:
            return theirs[candidate]
    return None


def same(ours, theirs, name):
    if isinstance(ours, str):
        if ours == theirs.rstrip():
            return True
        if not re.fullmatch(r"(0x)?[0-9a-fA-F]+", theirs):
            return False
        number = int(theirs, 0)
        return number in (int(ours, 16), int(ours, 8) if ours.isdigit() and
                          set(ours) <= set("01234567") else -1)
    if name == "048_090_FL" and float(theirs) >= 2048:
        return ours == float(theirs) - 4096  # tshark 4.0: unsigned, as before edition 1.32
    if name == "021_150_AS":
        return abs(float(theirs) / 16384 - ours) < 1e-12  # tshark 4.0 shows the raw bits
    try:
        number = float(int(theirs, 0)) if theirs.lower().startswith("0x") else float(theirs)
    except ValueError:
        return theirs in ("True", "False") and bool(ours) == (theirs == "True")
    return abs(number - ours) <= 1e-9 * max(1.0, abs(number))


def compare(ours, theirs):
    compared, problems = 0, []
    if len(ours) != len(theirs):
        problems.append(f"tocsin has {len(ours)} records, tshark {len(theirs)}")
    for number, (mine, other) in enumerate(zip(ours, theirs), 1):
        if mine[1] != other[1] or (mine[0] is not None and mine[0] != other[0]):
            problems.append(f"record {number}: {mine[:2]} is not {other[:2]}")
            continue
        for name, values in mine[2].items():
            shown = find_theirs(name, other[2])
            if shown is None:
                problems.append(f"record {number}: tshark has no {name}")
            elif name in ("048_030_CODE", "001_030_WE"):  # tshark 4.0 shows only the first
                problems += [] if int(shown[0]) == values[0] else [f"record {number}: 030"]
            elif len(shown) != len(values) or not all(
                    same(a, b, name) for a, b in zip(values, shown)):
                problems.append(f"record {number}: {name} is {values}, tshark has {shown}")
            compared += len(values)
    return compared, problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tocsin")
    parser.add_argument("file")
    parser.add_argument("--tocsin", dest="ours", action="append", default=[])
    parser.add_argument("--tshark", dest="theirs", action="append", default=[])
    parser.add_argument("--expect", action="append", default=[])
    arguments = parser.parse_args()
    if shutil.which("tshark") is None:
        print("SKIP: no tshark")
        return 77
    path = arguments.file
    if path.startswith("shared:"):
        path = os.path.join(os.environ.get("TOCSIN_SHARED", SHARED), path[7:])
    if not os.path.exists(path):
        print(f"SKIP: no {path}")
        return 77
    with tempfile.TemporaryDirectory() as work:
        capture = path
        if not path.endswith((".pcap", ".pcapng")):
            capture = os.path.join(work, "wrapped.pcap")
            wrap_blocks(path, capture)
        theirs, malformed = tshark_records(capture, arguments.theirs)
        ours = tocsin_records(arguments.tocsin, path, arguments.ours)
    compared, problems = compare(ours, theirs)
    if malformed:
        problems.append(f"tshark calls {malformed} packets malformed")
    counts = collections.Counter(category for _, category, _ in ours)
    for expected in arguments.expect:
        category, _, count = expected.partition("=")
        if counts[int(category)] != int(count):
            problems.append(f"{counts[int(category)]} records of {category}, not {count}")
    for problem in problems[:20]:
        print(problem)
    agreed("ASTERIX " + ", ".join(f"{c:03}" for c in sorted(counts)), os.path.basename(path),
           version("tshark", "--version"), len(ours), compared, len(problems))
    print(f"{os.path.basename(path)}: {len(ours)} records {dict(counts)}, "
          f"{compared} fields compared, {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
