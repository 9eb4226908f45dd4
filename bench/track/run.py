#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the tracker over all scenario files and prints accuracy beside the peers' and the floor's.

usage: run.py [--tocsin PROGRAM] [--shared DIR] [--out DIR] [--plots] [--brief] [NAME...]

NAME: the beginning of a scenario's name; default all. Everything but trajectory GOSPA is scored by
SHARED/bench/metrics.py, which is not ours, the peers' own estimates likewise (tests/scenario/score.py
holds that tocsin score says the same). GOSPA is the mean over the evaluation times, but for w15,
which is the root of the mean square over runs, as its papers have it. Floor: a filter that is told
which measurement is whose (SHARED/bench/floor.py). Times are the thread's processor time of the
tracker's step alone; memory is the largest resident set of the whole program.

--plots draws each run (OUT/NAME.svg). Without NAME and --brief, what a look costs with 50 to 20,000
targets (scale.py) and where its time goes (where.py) follow.
"""
import argparse
import csv
import json
import math
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

LARGEST = """
import os, sys
pid = os.fork()
if pid == 0:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss)
sys.exit(status != 0)
"""


def times(folder):
    """Median and 99th percentile of a look, ms."""
    path = os.path.join(folder, "timing.csv")
    if not os.path.exists(path):
        return None, None
    with open(path) as file:
        t = sorted(1e3 * float(row["seconds"]) for row in csv.DictReader(file))
    return (t[len(t) // 2], t[int(0.99 * (len(t) - 1))]) if t else (None, None)


def number(x, form):
    return form.format(x) if x is not None else "-"


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = os.path.join(options.shared, "bench")
        sys.path.insert(0, self.folder)
        import metrics
        self.metrics = metrics

    def track(self, scenario):
        """The folder with the estimates, and the largest resident set in MiB."""
        out = os.path.join(self.options.out, os.path.basename(scenario))
        # By way of a small process: a child's largest resident set begins with its parent's.
        done = subprocess.run([sys.executable, "-S", "-c", LARGEST, self.options.tocsin, "track",
                               scenario, out], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"tocsin track {scenario}: failed: {done.stderr}")
        if self.options.plots:
            subprocess.run([self.options.tocsin, "plot", scenario, out, "-o", out + ".svg"], check=True)
        return out, int(done.stdout) / 1024

    def trajectory(self, scenario, out):
        done = subprocess.run([self.options.tocsin, "score", scenario, out], capture_output=True,
                              text=True)
        return json.loads(done.stdout)["trajectory_gospa"]["rms"] if done.returncode == 0 else None

    def line(self, who, scenario, out, memory=None):
        r, ms = self.metrics.evaluate(scenario, out), times(out)
        print(f"| {who} | {r['mean_gospa']:.1f} | {r['rms_gospa']:.1f} | "
              f"{number(self.trajectory(scenario, out), '{:.1f}')} | {r['missed_per_scan']:.2f} | "
              f"{r['false_per_scan']:.2f} | {r['id_switches']} | {r['ids_per_truth']:.2f} | "
              f"{number(r['loc_rmse'], '{:.2f}')} | {number(ms[0], '{:.3f}')} | "
              f"{number(ms[1], '{:.3f}')} | {number(memory, '{:.0f}')} |", flush=True)

    def floor(self, scenario, *arguments):
        done = subprocess.run([sys.executable, os.path.join(self.folder, "floor.py"), scenario,
                               *arguments], capture_output=True, text=True)
        found = re.search(r"mean GOSPA ([\d.]+) rms ([\d.]+) missed/scan ([\d.]+) loc ([\d.]+)",
                          done.stdout)
        if found is None:
            return
        mean, rms, missed, loc = found.groups()
        print(f"| floor {' '.join(arguments)} | {float(mean):.1f} | {float(rms):.1f} | - | "
              f"{float(missed):.2f} | - | - | - | {loc} | - | - | - |", flush=True)

    def w15(self, scenario):
        runs = [os.path.join(scenario, r) for r in sorted(os.listdir(scenario))]
        outs = [self.track(run)[0] for run in runs]
        results = [self.metrics.evaluate(run, out) for run, out in zip(runs, outs)]
        rms = math.sqrt(sum(r["rms_gospa"] ** 2 for r in results) / len(results))
        whole = math.sqrt(sum(self.trajectory(run, out) ** 2
                              for run, out in zip(runs, outs)) / len(runs))
        ms = sum(times(out)[0] for out in outs) / len(outs)
        print(f"\n**w15**: RMS GOSPA over {len(runs)} runs {rms:.3f}, trajectory GOSPA {whole:.3f}, "
              f"median {ms:.3f} ms", flush=True)

    def scenario(self, name):
        scenario = os.path.join(self.folder, "scenarios", name)
        if name == "w15":
            self.w15(scenario)
            return
        print(f"\n**{name}**\n\n| tracker | GOSPA | rms | trajectory rms | missed | false | switches | "
              "ids/truth | loc m | ms median | ms p99 | MiB |\n|" + "---|" * 12)
        out, memory = self.track(scenario)
        self.line("tocsin", scenario, out, memory)
        peers = os.path.join(self.folder, "peers", name)
        for peer in sorted(os.listdir(peers)) if os.path.isdir(peers) else []:
            self.line(peer, scenario, os.path.join(peers, peer))
        self.floor(scenario)
        if os.path.exists(os.path.join(scenario, "truth_bias.json")):
            self.floor(scenario, "--unbias")
        if os.path.exists(os.path.join(scenario, "truth_gaps.csv")):
            gaps = json.loads(subprocess.run(
                [sys.executable, os.path.join(self.folder, "gap_score.py"), scenario, out],
                capture_output=True, text=True, check=True).stdout)
            print(f"\nlabels kept over gaps: {gaps['kept']} of {gaps['gaps']}")
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ROOT, "..", "shared")))
    parser.add_argument("--out", default=None)
    parser.add_argument("--plots", action="store_true")
    parser.add_argument("--brief", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tocsin-track-") as work:
        options.out = options.out or work
        os.makedirs(options.out, exist_ok=True)
        bench = Bench(options)
        for name in sorted(os.listdir(os.path.join(bench.folder, "scenarios"))):
            if not options.names or any(name.startswith(n) for n in options.names):
                bench.scenario(name)
    if options.names or options.brief:
        return
    for title, script in (("Scale", "scale.py"), ("Where the time of a look goes", "where.py")):
        print(f"\n**{title}**\n", flush=True)
        subprocess.run([sys.executable, os.path.join(HERE, script), "--tocsin", options.tocsin])


if __name__ == "__main__":
    main()
