#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tocsin score against two programs that know nothing of it.

usage: score.py TOCSIN SHARED

Everything that SHARED/bench/metrics.py prints has to be the same to 1e-9, on the peers' estimates
and on ours; trajectory GOSPA is written down as a linear program once more and given to scipy
(HiGHS) where it is small enough.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import defaultdict

# scenario, peer: also by linear programming?
CASES = [
    ("a_converge3_s1", "stonesoup-mfa", True),
    ("b_cross50_s1", "mtt-pmb", False),
    ("b_cross50_s1", "stonesoup-gmphd", False),
    ("c_500_s1", "stonesoup-gnn", False),
    ("d_dense_s1", "mtt-pmb", True),
    ("e_bearing5_s1", "stonesoup-ekf-gnn-tracks-given", True),
    ("h_manoeuvre_s1", "stonesoup-gnn", True),
    ("i_bias_s1", "stonesoup-jpda", True),
    ("j_unknown_s1", "stonesoup-gnn", False),
    ("k_gaps_s1", "stonesoup-gnn", True),
]


def near(a, b, tolerance=1e-9):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= tolerance * max(1.0, abs(b))
    return a == b


def places(path, dim, count):
    found = defaultdict(dict)
    with open(path) as file:
        for row in csv.DictReader(file):
            if 0 <= int(row["k"]) < count:
                found[row["id"]][int(row["k"])] = [float(row[a]) for a in "xyz"[:dim]]
    return found


def by_linear_program(scenario, estimates, gamma):
    """Trajectory GOSPA ^ p. Unknowns: weights of pairs that ever come near, at every index, and how
    much each rises and falls."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    with open(os.path.join(scenario, "scenario.json")) as file:
        meta = json.load(file)
    c, p, dim = meta["gospa"]["c"], meta["gospa"]["p"], meta["dim"]
    count = int(round(meta["nscan"] * meta["period"] / meta["eval_period"]))
    truth = places(os.path.join(scenario, "truth.csv"), dim, count)
    est = places(os.path.join(estimates, "est.csv"), dim, count)
    gains = {}
    for i, x in truth.items():
        for j, y in est.items():
            gain = np.zeros(count)
            for k in x.keys() & y.keys():
                gain[k] = max(0.0, c ** p - math.dist(x[k], y[k]) ** p)
            if gain.any():
                gains[i, j] = gain
    number = sum(len(x) for x in truth.values()) + sum(len(y) for y in est.values())
    if not gains:
        return c ** p / 2 * number
    edges = sorted(gains)
    n = len(edges) * count
    cost = np.concatenate([-gains[e] for e in edges] + [np.full(2 * n, gamma ** p / 2)])
    limits, changes = [], []
    numbers = {}
    for e, (i, j) in enumerate(edges):
        for k in range(count):
            at = e * count + k
            for name in (("truth", i, k), ("label", j, k)):
                limits.append((numbers.setdefault(name, len(numbers)), at, 1.0))
            if k > 0:
                changes += [(at, at, 1.0), (at, at - 1, -1.0), (at, n + at, -1.0),
                            (at, 2 * n + at, 1.0)]

    def matrix(entries, rows):
        r, col, v = zip(*entries)
        return coo_matrix((v, (r, col)), shape=(rows, 3 * n)).tocsr()

    done = linprog(cost, A_ub=matrix(limits, len(numbers)), b_ub=np.ones(len(numbers)),
                   A_eq=matrix(changes, n), b_eq=np.zeros(n), method="highs")
    assert done.status == 0, done.message
    return c ** p / 2 * number + done.fun


def compare(tocsin, metrics, scenario, estimates, linear):
    done = subprocess.run([tocsin, "score", scenario, estimates], capture_output=True, text=True)
    if done.returncode != 0 or done.stdout.count("\n") != 1:
        return [f"exit {done.returncode}: {done.stderr}"]
    ours = json.loads(done.stdout)
    theirs = metrics.evaluate(scenario, estimates)
    wrong = [f"{key}: {ours.get(key)} and not {value}" for key, value in theirs.items()
             if key not in ours or not near(ours[key], value)]
    if linear:
        gamma = ours["trajectory_gospa"]["gamma"]
        whole = by_linear_program(scenario, estimates, gamma) ** 0.5
        if not near(ours["trajectory_gospa"]["whole"], whole, 1e-8):
            wrong.append(f"trajectory GOSPA: {ours['trajectory_gospa']['whole']} and not {whole}")
    if ours["trajectory_gospa"]["rms"] < ours["rms_gospa"] - 1e-6:
        wrong.append("trajectory GOSPA is less than GOSPA")
    return wrong


def main(tocsin, shared):
    bench = os.path.join(shared, "bench")
    if not os.path.isdir(os.path.join(bench, "scenarios")):
        print("SKIP: no scenario files under TOCSIN_SHARED")
        return 77
    sys.path.insert(0, bench)
    try:
        import metrics
    except ImportError as missing:
        print(f"SKIP: the scorer needs python3-numpy and python3-scipy ({missing})")
        return 77
    failed = 0
    for name, peer, linear in CASES:
        scenario = os.path.join(bench, "scenarios", name)
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([tocsin, "track", scenario, out], check=True, stdout=subprocess.DEVNULL)
            for estimates in (os.path.join(bench, "peers", name, peer), out):
                wrong = compare(tocsin, metrics, scenario, estimates, linear)
                failed += bool(wrong)
                print(f"{name} {os.path.basename(estimates)}: "
                      f"{'; '.join(wrong) if wrong else 'the same'}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(*sys.argv[1:]))
