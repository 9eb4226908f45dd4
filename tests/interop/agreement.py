#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""agreement.py [BUILD]: how far tocsin and its judges agree, as a table.

Runs the tests of the suite `interop` of a built tree (default: build/), each of which compares
record by record and field by field, and gathers what they count: lines of shared.agreed(). What is
skipped, for want of a recording or a judge, is told below. Exit 0: all tests passed or were
skipped; 1 otherwise.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEAD = ("format", "file", "judge", "records", "fields compared", "agree", "differ")


def tests(build):
    done = subprocess.run(["meson", "introspect", build, "--tests"], capture_output=True, text=True,
                          check=True)
    return [t for t in json.loads(done.stdout) if any("interop" in suite for suite in t["suite"])]


def main():
    if len(sys.argv) > 2 or "-h" in sys.argv or "--help" in sys.argv:
        print(__doc__)
        return 0 if len(sys.argv) == 2 else 2
    build = sys.argv[1] if len(sys.argv) == 2 else os.path.join(ROOT, "build")
    rows, others = [], []
    for test in tests(build):
        done = subprocess.run(test["cmd"], cwd=test["workdir"] or build, capture_output=True, text=True,
                              env={**os.environ, **test["env"]}, check=False)
        rows += [found.split(" | ") for found in re.findall(r"(?m)^agreement: (.*)$", done.stdout)]
        if done.returncode == 77:
            said = re.search(r"(?m)^SKIP: .*$", done.stdout)
            others.append(f"skipped: {test['name']}: {said[0][6:] if said else ''}")
        elif done.returncode != 0:
            others.append(f"FAILED: {test['name']}: {(done.stdout + done.stderr)[-300:]}")
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|")
    for row in sorted(rows):
        print("| " + " | ".join(f"{int(cell):,}" if cell.isdigit() else cell for cell in row) + " |")
    total = [sum(int(row[i]) for row in rows) for i in (3, 4, 5, 6)]
    print("| all | | | " + " | ".join(f"{n:,}" for n in total) + " |")
    print("\n".join([""] + others) if others else "", end="\n" if others else "")
    return 1 if any(other.startswith("FAILED") for other in others) else 0


if __name__ == "__main__":
    sys.exit(main())
