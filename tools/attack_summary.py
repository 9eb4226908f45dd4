#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tells people how a run over the bundled attack went.

usage: attack_summary.py DIR

DIR holds truth.json, truth.csv, summary.json, tracks.jsonl and verify.json of one run. Exit 0
when everything was good, 1 when not.
"""
import json
import os
import subprocess
import sys


def main(folder):
    def at(name):
        return os.path.join(folder, name)

    here = os.path.dirname(os.path.abspath(__file__))
    judged = subprocess.run(
        [sys.executable, os.path.join(here, "score_attack.py"),
         at("truth.json"), at("truth.csv"), at("summary.json"), at("tracks.jsonl")],
        capture_output=True, text=True)
    if judged.returncode not in (0, 1):
        sys.stderr.write(judged.stderr)
        return 1
    score = json.loads(judged.stdout)
    summary = json.load(open(at("summary.json")))
    record = json.load(open(at("verify.json")))
    confirmed = [t for t in summary["tracks"]]
    print(f"tracks confirmed        {len(confirmed)} (birds, helicopter and the honest drone included)")
    print(f"first detection         {summary['first_detection']} (of anything)")
    first = score["first_tracked_s"]
    if first:
        name = min(first, key=first.get)
        print(f"first attacker tracked  {name}, {first[name]:.1f} s after the beginning, "
              f"in sight since {score['first_visible_s'].get(name, first[name]):.1f} s")
    for name, share in score["tracked_share"].items():
        print(f"{name:<24}tracked for {100 * share:.0f} % of the time that it could be seen")
    for alarm in summary["alarms"]:
        print(f"{alarm['kind']:<12}{alarm['subject']:<12}{alarm['raised_at']}  {alarm['why']}")
    if score["warning_s"] is not None:
        print(f"warning                 {score['warning_s']} s before the impact at the residence")
    print(f"alarms without cause    {len(score['without_cause'])}")
    print(f"record                  {record['entries']} entries, {record['checkpoints']} checkpoints, "
          f"{'verified' if record['ok'] else 'NOT VERIFIED'}")
    good = score["all_good"] and record["ok"]
    print("good" if good else f"NOT GOOD: {[k for k, v in score['good'].items() if not v]}")
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(sys.argv[1]))
