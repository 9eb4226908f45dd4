#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Late scans change nothing in the end: the scenario as it arrived, and the same scans sorted by
time, leave tracks with the same digest.

usage: late.py TOCSIN SHARED
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile


def digest(tocsin, scenario, out):
    told = subprocess.run([tocsin, "track", scenario, out], check=True, capture_output=True)
    return json.loads(told.stdout)


def main(tocsin, shared):
    scenario = os.path.join(shared, "bench", "scenarios", "m_late_s1")
    if not os.path.isdir(scenario):
        print("SKIP: no scenario files under TOCSIN_SHARED")
        return 77
    with tempfile.TemporaryDirectory() as work:
        ordered = os.path.join(work, "sorted")
        os.mkdir(ordered)
        shutil.copy(os.path.join(scenario, "scenario.json"), ordered)
        with open(os.path.join(scenario, "meas.jsonl"), encoding="utf-8") as lines:
            scans = [json.loads(line) for line in lines]
        for scan in scans:
            del scan["arrive"]
        scans.sort(key=lambda scan: scan["t"])
        with open(os.path.join(ordered, "meas.jsonl"), "w", encoding="utf-8") as out:
            out.writelines(json.dumps(scan) + "\n" for scan in scans)
        late = digest(tocsin, scenario, os.path.join(work, "a"))
        right = digest(tocsin, ordered, os.path.join(work, "b"))
    print(f"{late['late']} of {late['scans']} late, digest {late['digest']}, sorted {right['digest']}")
    good = (late["digest"] == right["digest"] and late["late"] > 50 and late["too_late"] == 0
            and right["late"] == 0 and late["scans"] == right["scans"])
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(*sys.argv[1:]))
