#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Birds and drones: is the kind right, and is its probability honest?

usage: class.py [--tocsin PROGRAM] [--shared DIR] [--seeds FIRST-LAST] [--svg FILE]
                [--without rcs_range|extra] [SCENARIO...]

Makes l_scatter scenarios (3 drones, 40 birds) with the seeds, tracks them, and matches what was
reported at each evaluation to what was there, as the scorer does. SCENARIO: folders with a
truth_kind.csv, in place of made ones. Seeds 101-150 were looked at while the tables of
src/track/class.c were made; the figures in docs/tracker.md are of 151-180, which were not.

--without takes a key from the sensors of the made scenarios: rcs_range, then it is not told what
cross-sections birds and drones have; extra, then there are none and motion alone decides.

Right: of the objects that a track is matched to 10 s after they appear, those whose p_drone is on the
right side of one half; beside it the same with objects that no track is matched to as wrong.
Calibration: p_drone of every matched track at every evaluation in 10 bins of equal width; the
expected calibration error is the mean over bins of |said - found|, weighted by their numbers.
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
BINS = 10
AFTER = 10  # evaluations after the first, 1 s apart


def places(path):
    found = collections.defaultdict(list)
    with open(path) as file:
        for row in csv.DictReader(file):
            found[int(row["k"])].append((row["id"], [float(row[a]) for a in "xyz"]))
    return found


def judge(metrics, scenario, out, total):
    """Adds one scenario to the totals; returns drones' labels per truth."""
    import numpy as np
    with open(os.path.join(scenario, "scenario.json")) as file:
        c = json.load(file)["gospa"]["c"]
    with open(os.path.join(scenario, "truth_kind.csv")) as file:
        kind = {row["id"]: row["kind"] for row in csv.DictReader(file)}
    with open(os.path.join(out, "class.csv")) as file:
        p_drone = {(int(r["k"]), r["id"]): float(r["p_drone"]) for r in csv.DictReader(file)}
    truth, tracks = places(f"{scenario}/truth.csv"), places(f"{out}/est.csv")
    first = {}
    for k in sorted(truth):
        for who, _ in truth[k]:
            first.setdefault(who, k)
    labels = collections.defaultdict(set)
    for k in sorted(truth):
        at = [np.array([x for _, x in side[k]]).reshape(-1, 3) for side in (truth, tracks)]
        pairs = {i: j for i, j in metrics.gospa(at[0], at[1], c)[4]}
        for i, (who, _) in enumerate(truth[k]):
            drone = kind[who] == "drone"
            p = p_drone[k, tracks[k][pairs[i]][0]] if i in pairs else None
            if k == first[who] + AFTER:
                total["due", drone] += 1
                total["matched", drone] += p is not None
                total["right", drone] += p is not None and (p > 0.5) == drone
            if p is None:
                continue
            labels[who].add(tracks[k][pairs[i]][0])
            b = min(int(p * BINS), BINS - 1)
            total["n", b] += 1
            total["p", b] += p
            total["drones", b] += drone
            total["brier"] += (p - drone) ** 2
            if k > first[who] + AFTER:
                total["later", drone] += 1
                total["later right", drone] += (p > 0.5) == drone
    return [len(labels[who]) for who in kind if kind[who] == "drone"]


def diagram(path, total):
    size, left, top = 300, 60, 20
    n = sum(total["n", b] for b in range(BINS))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{size + left + 20}" '
           f'height="{size + top + 50}" font-family="sans-serif" font-size="12">',
           f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" '
           'stroke="#000"/>',
           f'<path d="M{left} {top + size} L{left + size} {top}" stroke="#999" '
           'stroke-dasharray="4 3"/>']
    for b in range(BINS):
        if not total["n", b]:
            continue
        said, found = (total[what, b] / total["n", b] for what in ("p", "drones"))
        share = total["n", b] / n
        out.append(f'<rect x="{left + size * b / BINS + 3}" width="{size / BINS - 6}" '
                   f'y="{top + size * (1 - share):.1f}" height="{size * share:.1f}" '
                   'fill="#56B4E9" opacity="0.4"/>')
        out.append(f'<circle cx="{left + size * said:.1f}" cy="{top + size * (1 - found):.1f}" '
                   'r="5" fill="#D55E00"/>')
    for tick in range(0, 11, 2):
        x, y = left + size * tick / 10, top + size * (1 - tick / 10)
        out.append(f'<text x="{x}" y="{top + size + 16}" text-anchor="middle">{tick / 10}</text>'
                   f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{tick / 10}</text>')
    out.append(f'<text x="{left + size / 2}" y="{top + size + 38}" text-anchor="middle">'
               'probability of a drone, as said (bars: share of readings)</text>'
               f'<text transform="translate(18 {top + size / 2}) rotate(-90)" '
               'text-anchor="middle">part that were drones</text></svg>')
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def ratio(a, b):
    return a / b if b else None


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("scenarios", nargs="*")
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="151-180")
    parser.add_argument("--svg")
    parser.add_argument("--without", choices=("rcs_range", "extra"))
    options = parser.parse_args()
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    import metrics
    import gen_scenarios2

    with tempfile.TemporaryDirectory(prefix="tocsin-class-") as folder:
        scenarios = list(options.scenarios)
        if not scenarios:
            low, high = (int(s) for s in options.seeds.split("-"))
            for seed in range(low, high + 1):
                made = gen_scenarios2.make("l", seed)
                for sensor in made[0]["sensors"] if options.without else ():
                    sensor.pop(options.without)
                scenarios.append(gen_scenarios2.write(folder, *made, seed))
        total = collections.Counter()
        ids, gospa = [], []
        for scenario in scenarios:
            out = os.path.join(folder, "out")
            subprocess.run([options.tocsin, "track", scenario, out], check=True, stdout=subprocess.DEVNULL)
            ids += judge(metrics, scenario, out, total)
            gospa.append(metrics.evaluate(scenario, out)["mean_gospa"])
    n = sum(total["n", b] for b in range(BINS))
    ece = 0.0
    print("| said | readings | mean said | found |\n|---|---|---|---|")
    for b in range(BINS):
        count = total["n", b]
        if count:
            said, found = total["p", b] / count, total["drones", b] / count
            ece += abs(said - found) * count / n
            print(f"| {b / BINS:.1f}-{(b + 1) / BINS:.1f} | {count} | {said:.3f} | {found:.3f} |")
    if options.svg:
        diagram(options.svg, total)
    due, matched, right = (sum(total[w, d] for d in (0, 1)) for w in ("due", "matched", "right"))
    print(json.dumps({
        "scenarios": len(scenarios), "readings": n, "ece": round(ece, 4),
        "brier": round(total["brier"] / n, 4), "mean_gospa": round(sum(gospa) / len(gospa), 2),
        "right_of_matched": round(ratio(right, matched), 4),
        "right_of_all": round(ratio(right, due), 4),
        "drones_right": [total["right", 1], total["matched", 1], total["due", 1]],
        "birds_right": [total["right", 0], total["matched", 0], total["due", 0]],
        "later_right": [round(ratio(total["later right", d], total["later", d]), 4)
                        for d in (0, 1)],
        "drone_ids_per_truth": round(sum(ids) / len(ids), 3),
        "drones_with_one_id": f"{sum(i == 1 for i in ids)} of {len(ids)}"}))


if __name__ == "__main__":
    main()
