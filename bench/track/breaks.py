#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Why true objects change their labels: a cause for each change.

usage: breaks.py [--variant PROGRAM] [--shared DIR] [--seeds FIRST-LAST] [--names h,i,...] [--list]

Scenarios are made by the generators that lie with the scenario files. An object's label is that of
the estimate that the scorer pairs it with. For each change from label A to label B:

  borrowed   B for a moment only: the object has A again afterwards
  swapped    B was another object's before
  overtaken  B was shown before without an object (a false track, or a second one of this object)
  ran off    B is new, A is still shown somewhere else
  doubted    B is new, A is still there, but hardly believed or out of the area
  ended      B is new, A has ended

Beside it, how many looks the object was not seen in since it last had A, of those in between (by
origin.csv, one look an evaluation), the distance of B from where A would have been, straight on,
and, where the scenario tells it, what the object did.
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
FIRST = "abcdefgn"
CAUSES = ("borrowed", "swapped", "overtaken", "ran off", "doubted", "ended")


def make(bench, folder, names, seeds):
    for script, own in (("gen_scenarios.py", True), ("gen_scenarios2.py", False)):
        wanted = [n for n in names if (n[0] in FIRST) == own]
        if wanted:
            subprocess.run([sys.executable, os.path.join(bench, script), folder, seeds,
                            ",".join(wanted)], check=True, stdout=subprocess.DEVNULL)


def rows_of(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def seen_in(scenario):
    """For each object the evaluation indices in which any sensor has seen it."""
    with open(os.path.join(scenario, "scenario.json")) as file:
        period = json.load(file)["eval_period"]
    with open(os.path.join(scenario, "meas.jsonl")) as lines:
        at = {scan["k"]: -int(-scan["t"] // period) for scan in map(json.loads, lines)}
    seen = collections.defaultdict(set)
    for row in rows_of(os.path.join(scenario, "origin.csv")):
        seen[row["truth_id"]].add(at[int(row["k"])])
    return seen


def pairs_of(np, metrics, scenario, out, dim):
    """For each evaluation index {object: label}."""
    truth = metrics.load(os.path.join(scenario, "truth.csv"), dim)
    shown = metrics.load(os.path.join(out, "est.csv"), dim)
    found = {}
    for k in sorted(truth):
        sides = [np.array([x for _, x in side[k]]).reshape(-1, dim) for side in (truth, shown)]
        found[k] = {truth[k][i][0]: shown[k][j][0] for i, j in metrics.gospa(*sides, 100.0)[4]}
    return found


def changes(pairs, rows):
    """(object, index before, label before, index, label, cause, rows by label and index)"""
    owner = collections.defaultdict(dict)  # label -> index -> object
    shown = collections.defaultdict(dict)  # label -> index -> row
    for row in rows:
        shown[row["id"]][int(row["k"])] = row
    for k, found in pairs.items():
        for who, label in found.items():
            owner[label][k] = who
    later = collections.defaultdict(list)
    for k, found in pairs.items():
        for who, label in found.items():
            later[who].append((k, label))
    for who, course in later.items():
        back_at = -1
        for n in range(1, len(course)):
            (k0, a), (k, b) = course[n - 1], course[n]
            if a == b or k <= back_at:
                continue
            soon = [i for i, label in course[n:] if i <= k + 5 and label == a]
            earlier = [i for i in shown[b] if i < k and float(shown[b][i]["existence"]) >= 0.5]
            if soon:
                cause, back_at = "borrowed", soon[0]
            elif any(owner[b].get(i, who) != who for i in earlier):
                cause = "swapped"
            elif len(earlier) > 0:
                cause = "overtaken"
            elif k in shown[a] and float(shown[a][k]["existence"]) >= 0.5:
                cause = "ran off"
            else:
                cause = "doubted" if k in shown[a] else "ended"
            yield who, k0, a, k, b, cause, shown


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--variant", default=os.path.join(
        ROOT, "build", "bench", "track", "bench_variant"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="11-20")
    parser.add_argument("--names", default="h")
    parser.add_argument("--list", action="store_true", help="every change")
    options = parser.parse_args()
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    import metrics
    import numpy as np

    low, high = (int(s) for s in options.seeds.split("-"))
    names = options.names.split(",")
    print("| scenario | objects | ids/truth | " + " | ".join(CAUSES) + " |\n|" + "---|" * 9)
    with tempfile.TemporaryDirectory(prefix="tocsin-breaks-") as folder:
        for name in names:
            own = os.path.join(folder, name)
            os.mkdir(own)
            make(bench, own, [name], ",".join(str(s) for s in range(low, high + 1)))
            count, objects, labels, lines = collections.Counter(), 0, 0, []
            for scenario in sorted(os.path.join(own, s) for s in os.listdir(own)):
                with open(os.path.join(scenario, "scenario.json")) as file:
                    dim = json.load(file)["dim"]
                out = os.path.join(folder, "out")
                subprocess.run([options.variant, "0", scenario, out], check=True)
                pairs = pairs_of(np, metrics, scenario, out, dim)
                seen = seen_in(scenario)
                mode = os.path.join(scenario, "truth_mode.csv")
                modes = ({(r["id"], int(r["k"])): r["mode"] for r in rows_of(mode)}
                         if os.path.exists(mode) else {})
                whole = collections.defaultdict(set)
                for found in pairs.values():
                    for who, label in found.items():
                        whole[who].add(label)
                objects += len(whole)
                labels += sum(len(found) for found in whole.values())
                for who, k0, a, k, b, cause, shown in changes(pairs,
                                                              rows_of(os.path.join(out, "rows.csv"))):
                    count[cause] += 1
                    row, new = shown[a][k0], shown[b][k]
                    off = [float(row[x]) + (k - k0) * float(row["v" + x]) - float(new[x])
                           for x in "xy"]
                    missed = [i for i in range(k0 - 5, k + 1) if i not in seen[who]]
                    doing = ",".join(dict.fromkeys(modes.get((who, i), "-")
                                                   for i in range(k0 - 3, k + 1)))
                    lines.append(f"{os.path.basename(scenario)} object {who}: {k0} {a} -> {k} {b}: "
                                 f"{cause}; unseen {missed}, {np.hypot(*off):.0f} m, {doing}")
            print(f"| {name} | {objects} | {labels / max(objects, 1):.3f} | " +
                  " | ".join(str(count[c]) for c in CAUSES) + " |", flush=True)
            if options.list:
                print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
