#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `tocsin track` says of scenarios that cannot be.

usage: scenario.py TOCSIN

A small scenario that is good, and one for each fault: exit code 3, one line that names file and place,
and nothing written that could be taken for an outcome.
"""
import copy
import json
import os
import subprocess
import sys
import tempfile

META = {"name": "small", "dim": 2, "nscan": 4, "period": 1.0, "eval_period": 1.0,
        "gospa": {"p": 2, "c": 100.0, "alpha": 2}, "region": {"x": [-500, 500], "y": [-500, 500]},
        "sensors": [{"id": "xy", "type": "xy", "pos": [0, 0, 0], "sigma": [5, 5], "pd": 0.9,
                     "clutter_per_scan": 1.0}],
        "model": {"q": 1.0, "survival": 0.99, "speed_std": 10.0}}
SCANS = [{"k": k, "t": float(k), "sensor": "xy", "z": [[10.0 * k, 5.0]]} for k in range(4)]


def at(*keys):
    """Sets a value of META, at the end of these keys."""
    def change(value, meta, _):
        for key in keys[:-1]:
            meta = meta[key]
        meta[keys[-1]] = value
    return change


def of_scan(key):
    def change(value, _, scans):
        scans[2][key] = value
    return change


COUNT = "scenario.json: nscan times period over eval_period has to lie from 1 to 10,000,000"
FAULTS = [
    (at("nscan"), [0, -1, 1e12], COUNT),
    (at("period"), [0, -1], COUNT),
    (at("eval_period"), [0, -1], "scenario.json: eval_period has to be above 0"),
    (at("eval_offset"), [1e300], "scenario.json: eval_offset has to lie from"),
    (at("dim"), [1, 2.5, 7], "scenario.json: dim has to be 2 or 3"),
    (at("region", "x"), [[5, 5], [1, -1], [-1e300, 1e300]], "scenario.json: x and y of the region have to rise"),
    (at("region", "y"), [[0, 0], [0]], "scenario.json: x and y of the region have to rise"),
    (at("model", "q"), [-1, 1e300], "scenario.json: the q of the model has to lie from 0 to 1,000,000"),
    (at("model", "survival"), [0, 2], "scenario.json: the survival of the model has to be above 0, and 1 at most"),
    (at("model", "speed_std"), [0, 1e300], "scenario.json: the speed_std of the model has to be above 0"),
    (at("sensors", 0, "sigma"), [[0, 5], [-1, 5], [1e300, 5], [1e-300, 5]],
     "scenario.json: sensors[0]: the sigma of a sensor has to lie from"),
    (at("sensors", 0, "pd"), [-0.1, 2], "scenario.json: sensors[0]: the pd of a sensor has to lie from 0 to 1"),
    (at("sensors", 0, "clutter_per_scan"), [-1, 1e300], "sensors[0]: the clutter_per_scan of a sensor has to lie from"),
    (at("sensors", 0, "range_max"), [0, -5], "sensors[0]: the range_max of a sensor has to be above its range_min"),
    (at("sensors", 0, "type"), ["xyz"], "sensors[0]: the type of a sensor is none of"),
    (at("sensors"), [[]], "scenario.json: no sensor"),
    (at("sensors"), [2 * META["sensors"]], "sensors[1]: two sensors have the same id"),
    (of_scan("t"), [1e300, -1e9], "meas.jsonl:3: t and arrive have to lie from"),
    (of_scan("arrive"), [1e300], "meas.jsonl:3: t and arrive have to lie from"),
    (of_scan("sensor"), ["other"], "meas.jsonl:3: the scenario has no such sensor"),
    (of_scan("z"), [[[1.0]], [["a", "b"]]], "meas.jsonl:3: z[0]: a measurement has too few numbers"),
]


def expect(true, what):
    if not true:
        raise SystemExit(what)


def track(tocsin, folder, meta, scans, *options):
    with open(os.path.join(folder, "scenario.json"), "w", encoding="ascii") as file:
        json.dump(meta, file)
    with open(os.path.join(folder, "meas.jsonl"), "w", encoding="ascii") as file:
        file.writelines(json.dumps(scan) + "\n" for scan in scans)
    return subprocess.run([tocsin, "track", folder, os.path.join(folder, "out"), *options], capture_output=True,
                          text=True, check=False)


def check_fault(tocsin, change, value, message):
    with tempfile.TemporaryDirectory() as folder:
        meta, scans = copy.deepcopy(META), copy.deepcopy(SCANS)
        change(value, meta, scans)
        done = track(tocsin, folder, meta, scans)
        told = done.stderr.splitlines()
        expect(done.returncode == 3, f"{value}: exit code {done.returncode}: {done.stderr}")
        expect(len(told) == 1 and message in told[0], f"{value}: {done.stderr}")
        expect(not os.path.exists(os.path.join(folder, "out", "est.csv")), f"{value}: est.csv was written")


def main():
    tocsin = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        done = track(tocsin, folder, META, SCANS)
        expect(done.returncode == 0 and done.stderr == "", done.stderr)
        done = track(tocsin, folder, META, SCANS[:1])
        expect(done.returncode == 0 and "meas.jsonl: 1 scans; scenario.json says 4" in done.stderr, done.stderr)
        done = track(tocsin, folder, META, SCANS, "--sensors", "nope")
        expect(done.returncode == 3 and "none of the sensors that --sensors names" in done.stderr, done.stderr)
    for change, values, message in FAULTS:
        for value in values:
            check_fault(tocsin, change, value, message)
    print(f"{sum(len(values) for _, values, _ in FAULTS)} faults, each told with its place")


if __name__ == "__main__":
    main()
