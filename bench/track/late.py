#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a late look costs: 50 objects and 50 false reports, ten looks a second, of which one in ten
comes late.

usage: late.py [--tocsin PROGRAM] [--seed N]

Prints, for each lateness, the median time of a step that takes a look in its order, of one that takes
a late one (going back to a snapshot, which are 0.1 s apart, and running forward again), their ratio,
and the looks that were run again for each. Times are the thread's processor time (timing.csv).
"""
import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OBJECTS, SCANS, PERIOD_S, EACH = 50, 600, 0.1, 10




def scans_of(seed):
    """Straight flights over 2 x 2 km, seen with Pd 0.9 to 5 m, among false reports."""
    draw = random.Random(seed)
    flights = [(draw.uniform(500, 1500), draw.uniform(500, 1500), draw.uniform(-8, 8),
                draw.uniform(-8, 8)) for _ in range(OBJECTS)]
    scans = []
    for k in range(SCANS):
        t = round(k * PERIOD_S, 3)
        z = [[x + vx * t + draw.gauss(0, 5), y + vy * t + draw.gauss(0, 5)]
             for x, y, vx, vy in flights if draw.random() < 0.9]
        z += [[draw.uniform(0, 2000), draw.uniform(0, 2000)] for _ in range(OBJECTS)]
        scans.append({"k": k, "t": t, "sensor": "r1", "z": z})
    return scans


def write(folder, scans, late_s):
    for scan in scans:
        scan["arrive"] = round(scan["t"] + (late_s + 0.01 if is_late(scan["k"]) else 0.0), 3)
    with open(os.path.join(folder, "meas.jsonl"), "w") as file:
        for scan in sorted(scans, key=lambda scan: scan["arrive"]):
            file.write(json.dumps(scan) + "\n")
    about = {"name": "late", "dim": 2, "nscan": SCANS, "period": PERIOD_S, "eval_period": 1.0,
             "neval": int(SCANS * PERIOD_S), "order": "arrival", "gospa": {"p": 2, "c": 100.0, "alpha": 2},
             "region": {"x": [0, 2000], "y": [0, 2000]},
             "sensors": [{"id": "r1", "type": "xy", "pos": [0, 0, 0], "sigma": [5.0, 5.0], "pd": 0.9,
                          "clutter_per_scan": OBJECTS}],
             "model": {"q": 0.2, "survival": 0.99, "speed_std": 13.0}}
    with open(os.path.join(folder, "scenario.json"), "w") as file:
        json.dump(about, file)


def is_late(k):
    return k % EACH == EACH - 1


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    scans = scans_of(options.seed)
    print("| s late | in order, ms | late, ms | ratio | looks again |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="tocsin-late-") as folder:
        out = os.path.join(folder, "out")
        for late_s in (0.2, 0.5, 1.0, 1.5, 1.9):
            write(folder, scans, late_s)
            told = json.loads(subprocess.run([options.tocsin, "track", folder, out], check=True,
                                             capture_output=True).stdout)
            took = {True: [], False: []}
            with open(os.path.join(out, "timing.csv")) as file:
                for row in csv.DictReader(file):
                    if int(row["k"]) > 100:
                        took[is_late(int(row["k"]))].append(1e3 * float(row["seconds"]))
            order, late = (statistics.median(took[which]) for which in (False, True))
            print(f"| {late_s} | {order:.3f} | {late:.3f} | {late / order:.1f} | "
                  f"{told['repeated'] / max(told['rewinds'], 1):.1f} |", flush=True)


if __name__ == "__main__":
    main()
