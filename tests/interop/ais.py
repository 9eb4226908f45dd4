#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ais.py TOCSIN: AIS messages of recordings, field by field against what gpsd expects of
them (its .chk files) and, where it is installed, against gpsdecode on the same octets."""
import glob
import json
import os
import shutil
import subprocess
import sys

from shared import Table, agreed, data, run, version


def decode(tocsin, path, *options):
    out, err, _ = run([tocsin, "decode", "ais", path, *options])
    return [json.loads(line) for line in out.splitlines()], err


def expected(path):
    """The AIS objects of a .chk file, which holds the sentences and the objects of GNSS
    too. gpsd says its last AIS message again after sentences of GNSS: these are left
    out, and have to be the same as before."""
    found = []
    repeats = False
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line[0] in "!$":
                repeats = line[0] == "$"
            if not line.startswith('{"class":"AIS"'):
                continue
            message = json.loads(line)
            message.pop("device", None)
            if not repeats:
                found.append(message)
            elif message != found[-1]:
                raise ValueError(f"{path}: not a repetition: {line}")
    return found


def compare(table, what, ours, theirs):
    wrong = [(o, t) for o, t in zip(ours, theirs) if o != t]
    fields = sum(len(t) for t in theirs)
    agreed("AIS", what, "gpsd's expected JSON", len(theirs), fields,
           sum(o.get(k) != t.get(k) for o, t in wrong for k in set(o) | set(t)) +
           abs(len(ours) - len(theirs)))
    for o, t in wrong[:3]:
        print("  differ:", {k: (o.get(k), t.get(k)) for k in set(o) | set(t)
                            if o.get(k) != t.get(k)})
    table.check(f"{what}: {fields} fields of {len(theirs)} messages equal",
                (len(ours), len(wrong)), (len(theirs), 0))


def compare_gpsdecode(table, tocsin, path):
    """Another edition of gpsd: its words and decimals differ, so unscaled numbers and
    texts are compared where both have the field."""
    with open(path, "rb") as file:
        done = subprocess.run(["gpsdecode", "-j", "-u"], stdin=file, capture_output=True,
                              check=False)
    theirs = []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if '"class":"AIS"' in line:
            theirs.append(json.loads(line))
    ours, _ = decode(tocsin, path, "--unscaled")
    if len(ours) != len(theirs):
        print(f"  {os.path.basename(path)}: gpsdecode has {len(theirs)} messages, "
              f"we {len(ours)}: not compared one by one")
        return 0, 0, 0
    compared = wrong = 0
    for o, t in zip(ours, theirs):
        for key in set(o) & set(t):
            if key.endswith("_text") or key == "turn":
                continue
            compared += 1
            if o[key] != t[key]:
                wrong += 1
                print("  gpsdecode:", o["type"], key, o[key], t[key])
    return compared, wrong, len(ours)


def main():
    tocsin = sys.argv[1]
    folder = data("ais")
    table = Table()
    for chk in sorted(glob.glob(os.path.join(folder, "*.log.chk"))):
        ours, _ = decode(tocsin, chk[:-4], "--unscaled")
        compare(table, os.path.basename(chk), ours, expected(chk))
    sample = os.path.join(folder, "sample.aivdm")
    for suffix, option in (("js", []), ("ju", ["--unscaled"])):
        ours, _ = decode(tocsin, sample, *option)
        compare(table, f"sample.aivdm.{suffix}.chk", ours,
                expected(f"{sample}.{suffix}.chk"))
    if shutil.which("gpsdecode") is None:
        print("gpsdecode is not installed: compared with its recorded output only")
    else:
        total = [0, 0, 0]
        for path in sorted(glob.glob(os.path.join(folder, "*.log"))) + [sample]:
            for i, n in enumerate(compare_gpsdecode(table, tocsin, path)):
                total[i] += n
        agreed("AIS", "each of them", version("gpsdecode", "-V"), total[2], *total[:2])
        table.check(f"gpsdecode: {total[0]} fields compared, different", total[1], 0)
    table.exit()


main()
