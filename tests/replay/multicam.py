#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""multicam.py BENCH_CAMERAS: a real flight seen by six cameras (docs/multicam.md).

The bounds are about twice what was measured; what has to be right is the order of magnitude.
"""
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "interop"))
from shared import Table, data, run  # noqa: E402


def wrong_uses(bench, table):
    table.check("exit without a folder", run([bench])[2], 2)
    with tempfile.TemporaryDirectory() as folder:
        _, err, code = run([bench, folder])
        table.check("exit with an empty folder", code, 3)
        table.check("message names the folder", folder in err, True)
        os.mkdir(os.path.join(folder, "detections"))
        for name in ("cam0.txt", "cam1.txt"):
            with open(os.path.join(folder, "detections", name), "w") as file:
                file.write("1 10 20\n2 11 x\n")
        _, err, code = run([bench, folder])
        table.check("exit with a damaged file", code, 3)
        table.check("message has file and line", "cam0.txt:2: " in err, True)


def main():
    bench = sys.argv[1]
    table = Table()
    wrong_uses(bench, table)
    if table.bad:
        table.exit()
    out, err, code = run([bench, data("multicam/dataset3")])
    print(err)
    print(out)
    found = json.loads(out)
    table.check("exit", code, 0)
    table.check("cameras used", found["cameras_used"], 6)
    table.check("median below 0.2 m", found["median_m"] < 0.2, True)
    table.check("triangulation below 0.1 m", found["triangulation_median_m"] < 0.1, True)
    table.check("one label", found["ids"], 1)
    table.check("followed where two see it", found["continuity_two_cameras"] > 0.97, True)
    table.exit()


main()
