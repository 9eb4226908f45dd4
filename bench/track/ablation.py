#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What each stage of the tracker buys: runs it with stages left out and prints a table.

usage: ablation.py [--variant PROGRAM] [--shared DIR] [--seeds 11,12,13] [--names a,b,d,...]

Scenarios are made by the generators that lie with the scenario files, with seeds of their
own, into a folder that is removed afterwards; w15 is the five files that are given. A cell
is the mean GOSPA over seeds (w15: root mean square over runs), behind it labels for each
true object.
"""
import argparse
import glob
import json
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# as in enum tcs_without
VARIANTS = [
    ("all stages", 0),
    ("without the learnt rate of ends", 1),
    ("without re-assignment", 2),
    ("without exact clusters", 4),
    ("without IMM", 8),
    ("without hidden state", 16),
    ("without relinking", 32),
    ("without clutter map", 64),
    ("without joint attributions", 128),
    ("without any of them", 255),
]
FIRST = "abcdefgn"


def make(bench, folder, names, seeds):
    for script, own in (("gen_scenarios.py", True), ("gen_scenarios2.py", False)):
        wanted = [n for n in names if n != "w15" and (n in FIRST) == own]
        if wanted:
            subprocess.run([sys.executable, os.path.join(bench, script), folder, seeds,
                            ",".join(wanted)], check=True, stdout=subprocess.DEVNULL)


def untold(scenario, folder):
    """The same scenario, told neither clutter nor Pd."""
    twin = os.path.join(folder, "untold_" + os.path.basename(scenario))
    os.mkdir(twin)
    with open(os.path.join(scenario, "scenario.json")) as file:
        meta = json.load(file)
    for sensor in meta["sensors"]:
        sensor["pd"] = sensor["clutter_per_scan"] = None
    with open(os.path.join(twin, "scenario.json"), "w") as file:
        json.dump(meta, file)
    for name in ("meas.jsonl", "truth.csv"):
        os.symlink(os.path.join(os.path.abspath(scenario), name), os.path.join(twin, name))
    return twin


def score(job):
    import metrics
    program, without, scenario = job
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([program, str(without), scenario, out], check=True)
        result = metrics.evaluate(scenario, out)
    return result["mean_gospa"], result["rms_gospa"], result["ids_per_truth"]


def cell(name, results):
    n = len(results)
    gospa = (math.sqrt(sum(r[1] ** 2 for r in results) / n) if name == "w15"
             else sum(r[0] for r in results) / n)
    return f"{gospa:.2f}" if name == "w15" else f"{gospa:.1f} ({sum(r[2] for r in results) / n:.2f})"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--variant", default=os.path.join(
        ROOT, "build", "bench", "track", "bench_variant"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="11,12,13,14")
    parser.add_argument("--names", default="w15,a,b,d,h,j,k,m")
    options = parser.parse_args()
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    names = options.names.split(",")
    with tempfile.TemporaryDirectory(prefix="tocsin-ablation-") as folder:
        make(bench, folder, names, options.seeds)
        columns = {}
        for name in names:
            columns[name] = sorted(glob.glob(os.path.join(bench, "scenarios", "w15", "*"))
                                   if name == "w15" else
                                   glob.glob(os.path.join(folder, name + "_*")))
        if "d" in columns:
            columns["d, not told"] = [untold(s, folder) for s in columns["d"]]
        print("| variant | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
        with multiprocessing.Pool(os.cpu_count()) as pool:
            for title, without in VARIANTS:
                cells = [cell(n, pool.map(score, [(options.variant, without, s) for s in c]))
                         for n, c in columns.items()]
                print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
