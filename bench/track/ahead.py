#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Predictions against what came: how often the truth lies in the predicted region.

usage: ahead.py [--tocsin PROGRAM] [--shared DIR] [--seeds FIRST-LAST] [--names h,k,...]

Makes scenarios, tracks them, and takes `tocsin track --ahead` 5, 10 and 20 s ahead of every
evaluation. A track that is matched to an object (as the scorer does) and whose object is still there
at that time counts: the predicted region of 50 (90) % is where the mixture's density is highest; its
share is found by 400 fixed points of the mixture. Miss: distance of the mixture's mean, median.
"""
import argparse
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(path, columns):
    found = collections.defaultdict(list)
    with open(path) as file:
        for row in csv.DictReader(file):
            found[int(row["k"])].append((row["id"], [float(row[c]) for c in columns]))
    return found


def density(np, parts, at):
    total = np.zeros(len(at))
    for p, x, y, xx, xy, yy in parts:
        det = xx * yy - xy * xy
        dx, dy = at[:, 0] - x, at[:, 1] - y
        d2 = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det
        total += p * np.exp(-0.5 * d2) / np.sqrt(det)
    return total


def share(np, parts, truth, normal, uniform):
    """Probability of the region as dense as the place of the truth, or denser."""
    which = np.searchsorted(np.cumsum([p[0] for p in parts]), uniform * 0.999999)
    which = np.minimum(which, len(parts) - 1)
    chosen = np.array(parts)[which]
    a = np.sqrt(chosen[:, 3])
    b = chosen[:, 4] / a
    c = np.sqrt(np.maximum(chosen[:, 5] - b * b, 1e-9))
    points = np.c_[chosen[:, 1] + a * normal[:, 0],
                   chosen[:, 2] + b * normal[:, 0] + c * normal[:, 1]]
    here = density(np, parts, np.array([truth]))[0]
    return float((density(np, parts, points) > here).mean())


def main():
    parser = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"))
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="151-155")
    parser.add_argument("--names", default="h")
    options = parser.parse_args()
    sys.path.insert(0, os.path.join(options.shared, "bench"))
    import numpy as np
    import gen_scenarios2
    import metrics

    rng = np.random.default_rng(1)
    normal, uniform = rng.standard_normal((400, 2)), rng.uniform(size=400)
    low, high = (int(s) for s in options.seeds.split("-"))
    print("| scenario | s ahead | predictions | in the 50 % region | in the 90 % region | "
          "median miss, m |\n|---|---|---|---|---|---|")
    for name in options.names.split(","):
        for ahead in (5, 10, 20):
            shares, misses = [], []
            for seed in range(low, high + 1):
                with tempfile.TemporaryDirectory(prefix="tocsin-ahead-") as folder:
                    scenario = gen_scenarios2.write(folder, *gen_scenarios2.make(name, seed), seed)
                    with open(os.path.join(scenario, "scenario.json")) as file:
                        meta = json.load(file)
                    out = os.path.join(folder, "out")
                    subprocess.run([options.tocsin, "track", scenario, out, "--ahead", str(ahead)],
                                   check=True, stdout=subprocess.DEVNULL)
                    axes = "xyz"[:meta["dim"]]
                    truth, tracks = (read(p, axes) for p in
                                     (f"{scenario}/truth.csv", f"{out}/est.csv"))
                    parts = read(f"{out}/ahead.csv", ("p", "x", "y", "xx", "xy", "yy"))
                    steps = round(ahead / meta["eval_period"])
                    for k in truth:
                        sides = [np.array([x for _, x in s[k]]).reshape(-1, len(axes))
                                 for s in (truth, tracks)]
                        later = dict(truth.get(k + steps, ()))
                        for i, j in metrics.gospa(*sides, 20.0)[4]:
                            then = later.get(truth[k][i][0])
                            if then is None:
                                continue
                            mine = [p for who, p in parts[k] if who == tracks[k][j][0]]
                            shares.append(share(np, mine, then[:2], normal, uniform))
                            mean = sum(p[0] * np.array(p[1:3]) for p in mine)
                            misses.append(float(np.hypot(*(mean - then[:2]))))
            shares = np.array(shares)
            print(f"| {name} | {ahead} | {len(shares)} | {(shares <= 0.5).mean():.3f} | "
                  f"{(shares <= 0.9).mean():.3f} | {np.median(misses):.1f} |", flush=True)


if __name__ == "__main__":
    main()
