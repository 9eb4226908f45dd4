#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Labels where drones rise one behind the other (scenario a), beside a filter that is told whose each
measurement is: what is left there, no tracker can avoid.

usage: labels.py [--tocsin PROGRAM] [--shared DIR] [--seeds FIRST-LAST]

Prints, a line a seed: labels for each true object of the tracker, and of the filter that is told, in
the first minute (three launches; a Kalman filter each, shown from its second measurement on).
"""
import argparse
import collections
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS, Q, SPEED = 60, 8.0, 15.0


def place(np, z, sigma, height):
    r, a, e = z
    sa, ca, se, ce = math.sin(a), math.cos(a), math.sin(e), math.cos(e)
    slope = np.array([[ce * sa, r * ce * ca, -r * se * sa], [ce * ca, -r * ce * sa, -r * se * ca],
                      [se, 0, r * ce]])
    return (np.array([r * ce * sa, r * ce * ca, height + r * se]),
            slope @ np.diag(np.square(sigma)) @ slope.T)


def told(np, metrics, scenario):
    """Estimates by index, as the scorer has them."""
    with open(os.path.join(scenario, "origin.csv")) as file:
        whose = {(int(r["k"]), int(r["j"])): r["truth_id"] for r in csv.DictReader(file)}
    with open(os.path.join(scenario, "scenario.json")) as file:
        sensor = json.load(file)["sensors"][0]
    step = np.block([[np.eye(3), np.eye(3)], [np.zeros((3, 3)), np.eye(3)]])
    noise = np.kron([[1 / 3, 0.5], [0.5, 1.0]], np.eye(3)) * Q
    filters, shown = {}, collections.defaultdict(list)
    with open(os.path.join(scenario, "meas.jsonl")) as lines:
        for line in lines:
            scan = json.loads(line)
            for who, (x, P, n) in filters.items():
                filters[who] = (step @ x, step @ P @ step.T + noise, n)
            for j, z in enumerate(scan["z"]):
                who = whose[(scan["k"], j)]
                if who == "0":
                    continue
                p, R = place(np, z, sensor["sigma"], sensor["pos"][2])
                if who not in filters:
                    start = np.block([[R, np.zeros((3, 3))],
                                      [np.zeros((3, 3)), np.diag([SPEED**2, SPEED**2, SPEED**2 / 4])]])
                    filters[who] = (np.r_[p, 0, 0, 0], start, 1)
                    continue
                x, P, n = filters[who]
                K = P[:, :3] @ np.linalg.inv(P[:3, :3] + R)
                filters[who] = (x + K @ (p - x[:3]), P - K @ P[:3], n + 1)
            shown[scan["k"]] = [(who, f[0][:3]) for who, f in filters.items() if f[2] >= 2]
    return shown


def labels(np, metrics, truth, shown):
    found = collections.defaultdict(set)
    for k in range(SECONDS):
        sides = [np.array([x for _, x in side[k]]).reshape(-1, 3) for side in (truth, shown)]
        for i, j in metrics.gospa(*sides, 100.0)[4]:
            found[truth[k][i][0]].add(shown[k][j][0])
    return sum(len(ids) for ids in found.values()) / len(found)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="11-20")
    options = parser.parse_args()
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    import metrics
    import numpy as np

    low, high = (int(s) for s in options.seeds.split("-"))
    sums = [0.0, 0.0]
    print("| seed | tracker | told whose |\n|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="tocsin-labels-") as folder:
        subprocess.run([sys.executable, os.path.join(bench, "gen_scenarios.py"), folder,
                        ",".join(str(s) for s in range(low, high + 1)), "a"], check=True,
                       stdout=subprocess.DEVNULL)
        for seed in range(low, high + 1):
            scenario = os.path.join(folder, f"a_converge3_s{seed}")
            out = os.path.join(folder, "out")
            subprocess.run([options.tocsin, "track", scenario, out], check=True,
                           stdout=subprocess.DEVNULL)
            truth = metrics.load(os.path.join(scenario, "truth.csv"), 3)
            both = [labels(np, metrics, truth, metrics.load(os.path.join(out, "est.csv"), 3)),
                    labels(np, metrics, truth, told(np, metrics, scenario))]
            sums = [a + b for a, b in zip(sums, both)]
            print(f"| {seed} | {both[0]:.2f} | {both[1]:.2f} |", flush=True)
    print(f"| mean | {sums[0] / (high - low + 1):.2f} | {sums[1] / (high - low + 1):.2f} |")


if __name__ == "__main__":
    main()
