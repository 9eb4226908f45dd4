#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a look costs with 50 to 20,000 targets and as many false alarms.

usage: scale.py [--tocsin PROGRAM] [--sizes N,N,...] [--rounds N] [--seed N] [--svg FILE]

Makes scenes of one density (5 targets and 5 false alarms a square kilometre, 5 m of noise, detection
probability 0.9, 10 to 25 m/s, 20 looks of 1 s, seeded), tracks each in rounds and prints a table:
processor time of the thread a look, median and 99th percentile over looks of the best of the
rounds, time a target, largest resident memory, GOSPA a target, and in the same run a floor: what it
takes this machine to copy as many kilobytes as there are rows. --svg draws the curve as well.
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
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOOKS, SIGMA, PD, Q, DENSITY = 20, 5.0, 0.9, 0.2, 5e-6


def scene(folder, targets, seed):
    """Writes scenario.json, meas.jsonl and truth.csv."""
    draw = random.Random(seed * 100003 + targets)
    side = math.sqrt(targets / DENSITY)
    states = []
    for _ in range(targets):
        speed, heading = draw.uniform(10, 25), draw.uniform(0, 2 * math.pi)
        states.append([draw.uniform(0, side), draw.uniform(0, side),
                       speed * math.sin(heading), speed * math.cos(heading)])
    os.makedirs(folder, exist_ok=True)
    meta = {"name": f"scale_{targets}", "seed": seed, "dim": 2, "nscan": LOOKS, "period": 1.0,
            "eval_period": 1.0, "gospa": {"p": 2, "c": 100.0, "alpha": 2},
            "region": {"x": [0, side], "y": [0, side]},
            "sensors": [{"id": "r1", "type": "xy", "pos": [0, 0, 0], "sigma": [SIGMA, SIGMA],
                         "pd": PD, "clutter_per_scan": targets}],
            "model": {"q": Q, "survival": 0.99, "speed_std": 15.0}}
    with open(os.path.join(folder, "scenario.json"), "w") as file:
        json.dump(meta, file)
    with open(os.path.join(folder, "meas.jsonl"), "w") as meas, \
            open(os.path.join(folder, "truth.csv"), "w") as truth:
        truth.write("k,t,id,x,y,z,vx,vy,vz\n")
        for k in range(LOOKS):
            seen = []
            for i, s in enumerate(states):
                if not (0 <= s[0] <= side and 0 <= s[1] <= side):
                    continue
                truth.write(f"{k},{k}.0,{i + 1},{s[0]:.3f},{s[1]:.3f},0,{s[2]:.3f},{s[3]:.3f},0\n")
                if draw.random() < PD:
                    seen.append([round(draw.gauss(s[0], SIGMA), 3), round(draw.gauss(s[1], SIGMA), 3)])
            false = round(draw.gauss(targets, math.sqrt(targets)))
            seen += [[round(draw.uniform(0, side), 3), round(draw.uniform(0, side), 3)]
                     for _ in range(false)]
            draw.shuffle(seen)
            meas.write(json.dumps({"k": k, "t": float(k), "sensor": "r1", "z": seen}) + "\n")
            for s in states: # white acceleration over a second, by its two sums
                for axis in (0, 1):
                    a, b = draw.gauss(0, math.sqrt(Q)), draw.gauss(0, math.sqrt(Q / 12))
                    s[axis] += s[axis + 2] + a / 2 + b
                    s[axis + 2] += a


def floor_ms(rows):
    """Copying so many kilobytes from one place to another, the best of five."""
    source = memoryview(bytearray(1024 * rows))
    target = memoryview(bytearray(1024 * rows))
    best = math.inf
    for _ in range(6): # the first one meets pages that are not there yet
        begun = time.thread_time()
        target[:] = source
        best = min(best, time.thread_time() - begun)
    return 1e3 * best


def track(tocsin, folder, out):
    """Seconds of each look, and the largest resident set in MiB."""
    process = subprocess.Popen([tocsin, "track", folder, out], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{tocsin} track {folder}: failed")
    with open(os.path.join(out, "timing.csv")) as file:
        return [float(row["seconds"]) for row in csv.DictReader(file)], usage.ru_maxrss / 1024


def measure(options, targets, folder):
    scene(folder, targets, options.seed)
    out = os.path.join(folder, "out")
    rounds, memory = [], 0
    for _ in range(options.rounds):
        seconds, memory = track(options.tocsin, folder, out)
        rounds.append(seconds)
    best = sorted(1e3 * min(look) for look in zip(*rounds))
    score = json.loads(subprocess.run([options.tocsin, "score", folder, out], check=True,
                                      capture_output=True, text=True).stdout)
    return {"targets": targets, "median_ms": best[len(best) // 2],
            "p99_ms": best[int(0.99 * (len(best) - 1))], "memory_mib": memory,
            "gospa_root": score["mean_gospa"] / math.sqrt(targets), "floor_ms": floor_ms(2 * targets)}


def draw(rows, path):
    """Time over targets, both logarithmic."""
    left, top, width, height = 70, 50, 560, 380
    x0, x1 = math.log10(rows[0]["targets"]) - 0.1, math.log10(rows[-1]["targets"]) + 0.1
    y0 = math.floor(math.log10(min(r["median_ms"] for r in rows)))
    y1 = math.ceil(math.log10(max(r["p99_ms"] for r in rows)))

    def at(n, ms):
        return (left + (math.log10(n) - x0) / (x1 - x0) * width,
                top + height - (math.log10(ms) - y0) / (y1 - y0) * height)

    def path_of(key):
        return " ".join("{:.1f},{:.1f}".format(*at(r["targets"], r[key])) for r in rows)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 40} '
           f'{top + height + 60}" font-family="sans-serif" font-size="13">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<text x="{left}" y="24" font-size="16">Time a look, targets and as many false alarms'
           '</text>']
    for power in range(y0, y1 + 1):
        y = at(10, 10 ** power)[1]
        out.append(f'<path d="M{left} {y:.1f}H{left + width}" stroke="#ddd"/>'
                   f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:g} ms</text>')
    for row in rows:
        x = at(row["targets"], 1)[0]
        out.append(f'<path d="M{x:.1f} {top}V{top + height}" stroke="#eee"/>'
                   f'<text x="{x:.1f}" y="{top + height + 20}" text-anchor="middle" font-size="11">'
                   f'{row["targets"]}</text>')
    for key, colour, dash, name in (("median_ms", "#0072b2", "", "median"),
                                    ("p99_ms", "#d55e00", "7 3", "99th percentile"),
                                    ("floor_ms", "#222", "2 3", "copying a kilobyte a row")):
        out.append(f'<polyline points="{path_of(key)}" fill="none" stroke="{colour}" '
                   f'stroke-width="2" stroke-dasharray="{dash}"/>')
        y = top + 20 + 20 * ("median_ms", "p99_ms", "floor_ms").index(key)
        out.append(f'<path d="M{left + 14} {y - 4}h30" stroke="{colour}" stroke-width="2" '
                   f'stroke-dasharray="{dash}"/><text x="{left + 52}" y="{y}">{name}</text>')
    out.append(f'<text x="{left + width / 2}" y="{top + height + 46}" text-anchor="middle">targets'
               '</text></svg>')
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--sizes", default="50,100,200,500,1000,2000,5000,10000,20000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--svg")
    options = parser.parse_args()
    rows = []
    print("| targets | ms median | ms p99 | us a target | floor ms | MiB | GOSPA / root of targets |\n"
          "|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="tocsin-scale-") as work:
        for targets in (int(n) for n in options.sizes.split(",")):
            row = measure(options, targets, os.path.join(work, str(targets)))
            rows.append(row)
            print(f"| {targets} | {row['median_ms']:.3f} | {row['p99_ms']:.3f} | "
                  f"{1e3 * row['median_ms'] / targets:.2f} | {row['floor_ms']:.3f} | "
                  f"{row['memory_mib']:.0f} | {row['gospa_root']:.2f} |", flush=True)
    if options.svg:
        draw(rows, options.svg)
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
