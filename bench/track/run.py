#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tracker over all scenario files and prints accuracy beside the peers'.

usage: run.py [--tocsin PROGRAM] [--shared DIR] [--out DIR] [NAME...]

NAME: the beginning of a scenario's name; default all. The peers' own estimates are scored
with the same scorer. GOSPA is the mean over the evaluation times, but for w15, which is
the root of the mean square over runs, as its papers have it. Times are of the tracker's step
alone.
"""
import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def times(folder):
    """Median and 99th percentile of a look, ms."""
    path = os.path.join(folder, "timing.csv")
    if not os.path.exists(path):
        return None, None
    with open(path) as file:
        t = sorted(1e3 * float(row["seconds"]) for row in csv.DictReader(file))
    return (t[len(t) // 2], t[int(0.99 * (len(t) - 1))]) if t else (None, None)


def line(who, r, ms):
    def number(x, form):
        return form.format(x) if x is not None else "-"
    return (f"| {who} | {r['mean_gospa']:.1f} | {r['rms_gospa']:.1f} | "
            f"{r['missed_per_scan']:.2f} | {r['false_per_scan']:.2f} | {r['id_switches']} | "
            f"{r['ids_per_truth']:.2f} | {number(r['loc_rmse'], '{:.2f}')} | "
            f"{number(ms[0], '{:.3f}')} | {number(ms[1], '{:.3f}')} |")


def track(options, scenario):
    out = os.path.join(options.out, os.path.basename(scenario))
    subprocess.run([options.tocsin, "track", scenario, out], check=True, stdout=subprocess.DEVNULL)
    return out


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--out", default=tempfile.mkdtemp(prefix="tocsin-track-"))
    options = parser.parse_args()
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    import metrics

    folder = os.path.join(bench, "scenarios")
    os.makedirs(options.out, exist_ok=True)
    for name in sorted(os.listdir(folder)):
        if options.names and not any(name.startswith(n) for n in options.names):
            continue
        scenario = os.path.join(folder, name)
        if name == "w15":
            runs = sorted(os.listdir(scenario))
            outs = [track(options, os.path.join(scenario, r)) for r in runs]
            results = [metrics.evaluate(os.path.join(scenario, r), o)
                       for r, o in zip(runs, outs)]
            rms = math.sqrt(sum(r["rms_gospa"] ** 2 for r in results) / len(results))
            ms = sum(times(o)[0] for o in outs) / len(outs)
            print(f"\n**w15**: RMS GOSPA over {len(runs)} runs {rms:.3f}, median {ms:.3f} ms")
            continue
        print(f"\n**{name}**\n\n| tracker | GOSPA | rms | missed | false | switches | "
              "ids/truth | loc m | ms median | ms p99 |\n|---|---|---|---|---|---|---|---|---|---|")
        out = track(options, scenario)
        print(line("tocsin", metrics.evaluate(scenario, out), times(out)))
        if name.startswith("k_"):
            gaps = subprocess.run([sys.executable, os.path.join(bench, "gap_score.py"),
                                   scenario, out], capture_output=True, text=True)
            gaps = json.loads(gaps.stdout)
        peers = os.path.join(bench, "peers", name)
        for peer in sorted(os.listdir(peers)) if os.path.isdir(peers) else []:
            theirs = os.path.join(peers, peer)
            print(line(peer, metrics.evaluate(scenario, theirs), times(theirs)))
        if name.startswith("k_"):
            print(f"\nlabels kept over gaps: {gaps['kept']} of {gaps['gaps']}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
