#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ghosts of crossed bearings: makes scenarios, runs the tracker over them, counts.

usage: ghosts.py [--tocsin PROGRAM] [--seeds N] [--first SEED] [--keep DIR] [--untold] [--hold]

Three direction finders of 1.5 degrees stand in a triangle of 900 m, 1 Hz, Pd 0.9, one false
bearing a look, 60 s; 3 or 5 drones fly about, at random (white acceleration), 8 to 20 m/s.

  there      all of them are there when it begins, within 800 m of the middle
  incoming   they come in over the first 20 s, from 900 to 1300 m, and fly towards the middle
  staggered  the sensors look a third of a second after each other
  together   they look at the same instant

An estimate belongs to the drone that is nearest to it, within 100 m on the ground, one to one.
A ghost is a label that belongs to none for more than half of the seconds in which it is
shown. A drone counts as seen once two sensors have had it, and as confirmed when a label
belongs to it. With --untold the tracker is told neither Pd nor clutter. With --hold the exit
status says whether each row of the table has at most 0.2 ghosts a run and at least 95 % of
the drones confirmed within 10 s.
"""
import argparse
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIDE, SIGMA, PD, CLUTTER, SECONDS, Q = 900.0, math.radians(1.5), 0.9, 1.0, 60, 0.5
SENSORS = [(0.0, 0.0), (SIDE, 0.0), (SIDE / 2, SIDE * math.sqrt(0.75))]
MIDDLE = (SIDE / 2, SIDE * math.sqrt(1 / 12))
STEP = 1.0 / 30.0  # s


def poisson(rng, mean):
    limit, k, p = math.exp(-mean), 0, rng.random()
    while p > limit:
        k, p = k + 1, p * rng.random()
    return k


def fly(rng, kind):
    """[(x, y) or None] every STEP."""
    turn = rng.uniform(0.0, 2.0 * math.pi)
    speed = rng.uniform(8.0, 20.0)
    if kind == "there":
        r, start = 800.0 * math.sqrt(rng.random()), 0
        heading = rng.uniform(0.0, 2.0 * math.pi)
    else:
        r, start = rng.uniform(900.0, 1300.0), int(rng.uniform(0.0, 20.0) / STEP)
        heading = turn + math.pi + rng.uniform(-0.5, 0.5)
    p = [MIDDLE[0] + r * math.sin(turn), MIDDLE[1] + r * math.cos(turn)]
    v = [speed * math.sin(heading), speed * math.cos(heading)]
    way = [None] * start
    for _ in range(int(SECONDS / STEP) - start):
        way.append(tuple(p))
        for i in range(2):
            p[i] += v[i] * STEP
            v[i] += math.sqrt(Q * STEP) * rng.gauss(0.0, 1.0)
    return way


def make(folder, seed, drones, kind, staggered, told=True):
    """Writes scenario.json and meas.jsonl. Returns the ways, and when two had seen each."""
    rng = random.Random(f"{seed} {drones} {kind}")
    ways = [fly(rng, kind) for _ in range(drones)]
    seen_by = [{} for _ in ways]
    with open(os.path.join(folder, "meas.jsonl"), "w") as file:
        for k in range(3 * SECONDS):
            s, second = k % 3, k // 3
            t = second + (s / 3.0 if staggered else 0.0)
            z = []
            for way, by in zip(ways, seen_by):
                at = way[round(t / STEP)]
                if at is not None and rng.random() < PD:
                    az = math.atan2(at[0] - SENSORS[s][0], at[1] - SENSORS[s][1])
                    z.append((az + rng.gauss(0.0, SIGMA)) % (2.0 * math.pi))
                    by.setdefault(s, t)
            z += [rng.uniform(0.0, 2.0 * math.pi) for _ in range(poisson(rng, CLUTTER))]
            rng.shuffle(z)
            print(json.dumps({"k": k, "t": t, "sensor": f"b{s}", "z": [[a] for a in z]}), file=file)
    with open(os.path.join(folder, "scenario.json"), "w") as file:
        json.dump({
            "name": "ghosts", "seed": seed, "dim": 2, "nscan": 3 * SECONDS, "period": 1.0 / 3.0,
            "eval_period": 1.0, "eval_offset": 2.0 / 3.0 if staggered else 0.0,
            "gospa": {"p": 2, "c": 100.0, "alpha": 2},
            "region": {"x": [-1500.0, 2400.0], "y": [-1700.0, 2200.0]},
            "sensors": [{"id": f"b{s}", "type": "az", "pos": [x, y, 0.0], "sigma": [SIGMA],
                         "pd": PD if told else None, "clutter_per_scan": CLUTTER if told else None,
                         "clutter": "uniform in azimuth"}
                        for s, (x, y) in enumerate(SENSORS)],
            "model": {"q": Q, "survival": 0.99, "speed_std": 12.0},
        }, file)
    seen = [sorted(by.values())[1] if len(by) > 1 else None for by in seen_by]
    return ways, seen


def pair(estimates, places):
    """{label: drone}, nearest first."""
    near = sorted((math.dist(e, p), label, d) for label, e in estimates.items()
                  for d, p in enumerate(places) if p is not None)
    found, taken = {}, set()
    for distance, label, d in near:
        if distance <= 100.0 and label not in found and d not in taken:
            found[label] = d
            taken.add(d)
    return found


def judge(folder, ways, seen, offset):
    """Ghosts, and for each drone that was seen the seconds until it was confirmed or None."""
    shown, own, first = {}, {}, {}
    by_k = {}
    with open(os.path.join(folder, "out", "est.csv")) as file:
        for row in csv.DictReader(file):
            by_k.setdefault(int(row["k"]), {})[row["id"]] = (float(row["x"]), float(row["y"]))
    for k, estimates in sorted(by_k.items()):
        t = k + offset
        found = pair(estimates, [way[round(t / STEP)] for way in ways])
        for label in estimates:
            shown[label] = shown.get(label, 0) + 1
        for label, d in found.items():
            own[label] = own.get(label, 0) + 1
            first.setdefault(d, t)
    ghosts = sum(2 * own.get(label, 0) < n for label, n in shown.items())
    labels = len(shown) - ghosts
    return ghosts, labels, [first[d] - at if d in first else None
                            for d, at in enumerate(seen) if at is not None and at < SECONDS - 10]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"))
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--untold", action="store_true")
    parser.add_argument("--hold", action="store_true")
    options = parser.parse_args()
    good = True
    print("| drones | kind | sensors | runs | ghosts a run | confirmed in 10 s | median s | "
          "labels a drone |\n|---|---|---|---|---|---|---|---|", flush=True)
    for kind in ("there", "incoming"):
        for staggered in (True, False):
            for drones in (3, 5):
                ghosts, labels, waits = 0, 0, []
                for seed in range(options.first, options.first + options.seeds):
                    with tempfile.TemporaryDirectory() as folder:
                        if options.keep:
                            folder = os.path.join(options.keep, f"{kind}{drones}_"
                                                  f"{'st' if staggered else 'to'}_s{seed}")
                            os.makedirs(folder, exist_ok=True)
                        ways, seen = make(folder, seed, drones, kind, staggered,
                                          not options.untold)
                        subprocess.run([options.tocsin, "track", folder,
                                        os.path.join(folder, "out")], check=True,
                                       stdout=subprocess.DEVNULL)
                        g, n, w = judge(folder, ways, seen, 2.0 / 3.0 if staggered else 0.0)
                        ghosts, labels, waits = ghosts + g, labels + n, waits + w
                waits = [math.inf if w is None else w for w in waits]
                share = sum(w <= 10.0 for w in waits) / len(waits)
                per_run = ghosts / options.seeds
                good = good and per_run <= 0.2 and share >= 0.95
                print(f"| {drones} | {kind} | {'staggered' if staggered else 'together'} | "
                      f"{options.seeds} | {per_run:.3f} | {100.0 * share:.1f} % | "
                      f"{sorted(waits)[len(waits) // 2]:.1f} | {labels / len(waits):.2f} |",
                      flush=True)
    return 0 if good or not options.hold else 1


if __name__ == "__main__":
    sys.exit(main())
