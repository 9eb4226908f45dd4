#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of a figure is luck: a scenario whose measurements are moved by parts in a billion.

usage: luck.py [--tocsin PROGRAM] [--shared DIR] [--runs N] SCENARIO...

SCENARIO: a folder, or the name of one under SHARED/bench/scenarios. Each run multiplies every
measured number by 1 + 1e-9 x (uniform in -1..1), which is nothing to a sensor. Prints, a line each,
GOSPA as it is, then least, mean and greatest of the runs, and their standard deviation.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def moved(value, draw):
    if isinstance(value, list):
        return [moved(v, draw) for v in value]
    return value * (1.0 + 1e-9 * draw.uniform(-1, 1))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("scenarios", nargs="+")
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--runs", type=int, default=12)
    options = parser.parse_args()
    sys.path.insert(0, os.path.join(options.shared, "bench"))
    import metrics

    def gospa(scenario, folder):
        out = os.path.join(folder, "out")
        subprocess.run([options.tocsin, "track", scenario, out], check=True, stdout=subprocess.DEVNULL)
        return metrics.evaluate(scenario, out)["mean_gospa"]

    print("| scenario | as it is | least | mean | greatest | standard deviation |\n|---|---|---|---|---|---|")
    for name in options.scenarios:
        scenario = name if os.path.isdir(name) else os.path.join(
            options.shared, "bench", "scenarios", name)
        with open(os.path.join(scenario, "meas.jsonl")) as file:
            scans = [json.loads(line) for line in file]
        with tempfile.TemporaryDirectory(prefix="tocsin-luck-") as folder:
            told = gospa(scenario, folder)
            found = []
            for run in range(options.runs):
                draw, copy = random.Random(run), os.path.join(folder, "copy")
                os.makedirs(copy, exist_ok=True)
                for needed in ("scenario.json", "truth.csv"):
                    shutil.copy(os.path.join(scenario, needed), copy)
                with open(os.path.join(copy, "meas.jsonl"), "w") as file:
                    for scan in scans:
                        file.write(json.dumps({**scan, "z": moved(scan["z"], draw)}) + "\n")
                found.append(gospa(copy, folder))
        print(f"| {os.path.basename(scenario)} | {told:.1f} | {min(found):.1f} | "
              f"{statistics.mean(found):.1f} | {max(found):.1f} | {statistics.stdev(found):.1f} |", flush=True)


if __name__ == "__main__":
    main()
