#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""asterix.py [BUILD] [CAPTURE] [REPEAT]: ASTERIX records a second on one core, beside tshark.

The packets of CAPTURE (default: one of categories 034 and 048 and one of 062 and 065, from
TOCSIN_SHARED) are repeated REPEAT times (default 200; 10000 for 062 and 065) in one file;
three programs decode that file in this run, one after the other, and one JSON line each is
printed:

  tocsin, typed records   bench_asterix: from payloads in memory, reading not counted
  tocsin decode           reads the file, prints every field as JSON (user time)
  tshark                  reads the file, prints the category of each block (user time)
"""
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def repeat(path, out, times):
    data = open(path, "rb").read()
    if data[:4] != struct.pack("<I", 0xA1B2C3D4):
        sys.exit(f"{path}: not a little-endian pcap")
    with open(out, "wb") as big:
        big.write(data[:24])
        for _ in range(times):
            big.write(data[24:])


def user_seconds(command):
    """The lines printed, and the processor time the command took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=True)
    return done.stdout, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def report(decoder, records, seconds):
    print(json.dumps({"bench": "asterix", "decoder": decoder, "records": records,
                      "user_s": round(seconds, 3),
                      "records_per_s": round(records / seconds)}), flush=True)
    return records / seconds


def measure(build, capture, times):
    print(json.dumps({"capture": os.path.basename(capture)}), flush=True)
    with tempfile.TemporaryDirectory() as work:
        big = os.path.join(work, "big.pcap")
        repeat(capture, big, times)
        bench, _ = user_seconds([os.path.join(build, "bench/decode/bench_asterix"), big, "3"])
        ours = json.loads(bench)
        print(bench.decode(), end="", flush=True)
        lines, seconds = user_seconds([os.path.join(build, "tocsin"), "decode", "asterix", big])
        report("tocsin decode (JSON)", lines.count(b"\n"), seconds)
        if shutil.which("tshark") is None:
            print("SKIP: no tshark")
            return
        # That tshark finds the same number of records is tests/interop/asterix.py's to show.
        _, seconds = user_seconds(
            ["tshark", "-r", big, "-d", "udp.port==1-65535,asterix", "-T", "fields",
             "-e", "asterix.category"])
        theirs = report("tshark", ours["records_in_file"], seconds)
    print(json.dumps({"bench": "asterix", "times_tshark":
                      round(ours["records_per_s"] / theirs, 1)}), flush=True)


def main():
    if "-h" in sys.argv or "--help" in sys.argv:
        print(__doc__)
        return 0
    arguments = sys.argv[1:] + [None] * 3
    build = arguments[0] or os.path.join(HERE, "../../build")
    shared = os.environ.get("TOCSIN_SHARED", os.path.join(HERE, "../../../shared"))
    folder = os.path.join(shared, "data/asterix/croatia")
    captures = {os.path.join(folder, "cat_034_048.pcap"): 200,
                os.path.join(folder, "cat_062_065.pcap"): 10000}
    if arguments[1] is not None:
        captures = {arguments[1]: 200}
    for capture, times in captures.items():
        if not os.path.exists(capture):
            print(f"SKIP: no {capture}")
            return 77
        measure(build, capture, int(arguments[2] or times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
