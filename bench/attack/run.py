#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The bundled attack over many seeds, faster than real time: simulate, run, verify, judge.

usage: run.py [--tocsin PROGRAM] [--seeds N] [--first SEED] [--need M] [--keep DIR] [SCENARIO]

Prints a table, a line a seed, and a JSON summary as its last line. Exit 0 when at least M of N
runs are good in every respect (default: 19 of 20).
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


def one(tocsin, scenario, seed, folder):
    sim, record = os.path.join(folder, "sim"), os.path.join(folder, "record")
    summary, tracks = os.path.join(folder, "summary.json"), os.path.join(folder, "tracks.jsonl")
    steps = [
        [tocsin, "simulate", scenario, "--files", sim, "--seed", str(seed), "--quiet"],
        [tocsin, "run", os.path.join(sim, "site.yaml"), "--record", record, "--tracks", tracks,
         "--quiet"],
        [tocsin, "verify", record],
    ]
    speed = None
    for step in steps:
        done = run(step)
        if step[1] == "run":
            with open(summary, "w") as file:
                file.write(done.stdout)
            speed = json.loads(done.stdout or "{}").get("faster_than_real_time")
        if done.returncode != 0:
            return {"seed": seed, "all_good": False,
                    "failed": f"{' '.join(step[:2])}: {done.stderr[-300:]}"}
    done = run([sys.executable, os.path.join(ROOT, "tools", "score_attack.py"),
                os.path.join(sim, "truth.json"), os.path.join(sim, "truth.csv"), summary, tracks])
    if done.returncode not in (0, 1):
        return {"seed": seed, "all_good": False, "failed": done.stderr[-300:]}
    return {**json.loads(done.stdout), "verified": True, "speed": speed}


def row(result):
    if "failed" in result:
        return f"{result['seed']:4d}  FAILED {result['failed']}"
    cover = result["take_cover_s"].get("residence")
    shares = " ".join(f"{v:5.2f}/{result['labels'][n]}" for n, v in result["tracked_share"].items())
    return (f"{result['seed']:4d}  {shares}  {cover if cover is None else round(cover, 1)!s:>6}  "
            f"{result['impact_s']!s:>6}  {result['warning_s']!s:>5}  {result['alarms']:6d}  "
            f"{len(result['without_cause']):5d}  {'yes' if result['verified'] else 'NO':>8}  "
            f"{result['speed']:5.0f}  {'good' if result['all_good'] else 'NOT GOOD'}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("scenario", nargs="?",
                        default=os.path.join(ROOT, "sites", "example", "attack.yaml"))
    parser.add_argument("--tocsin", default=os.path.join(ROOT, "build", "tocsin"))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--need", type=int)
    parser.add_argument("--keep")
    options = parser.parse_args()
    need = options.need if options.need is not None else options.seeds - options.seeds // 20
    print("seed  tracked share/labels of the three   cover  impact  warn.  alarms  wrong  "
          "verified  speed  verdict")
    results = []
    for seed in range(options.first, options.first + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            if options.keep:
                folder = os.path.join(options.keep, str(seed))
                os.makedirs(folder, exist_ok=True)
            results.append(one(options.tocsin, options.scenario, seed, folder))
        print(row(results[-1]), flush=True)
    good = sum(r["all_good"] for r in results)
    warnings = sorted(r["warning_s"] for r in results if r.get("warning_s") is not None)
    print(json.dumps({"good": good, "of": len(results), "need": need,
                      "warning_s_least": warnings[0] if warnings else None,
                      "warning_s_median": warnings[len(warnings) // 2] if warnings else None}))
    return 0 if good >= need else 1


if __name__ == "__main__":
    sys.exit(main())
