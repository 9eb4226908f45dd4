#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The end of ./check: names what failed and what was skipped, and counts.

usage: check_report.py RESULTS SECONDS

Exit 0 when nothing failed; with TOCSIN_CI=1 a test that was skipped for want of captures or of a
program (its reason begins with "no ") is a failure too.
"""
import os
import sys


def main(path, seconds):
    rows = [line.rstrip("\n").split("\t") for line in open(path)]
    count = {kind: sum(row[0] == kind for row in rows) for kind in ("passed", "failed", "skipped")}
    for kind in ("skipped", "failed"):
        for row in rows:
            if row[0] == kind:
                print(f"{kind}: {row[1]}: {row[2]}")
    print(f"wall time: {int(seconds) // 60} min {int(seconds) % 60} s")
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    strict = os.environ.get("TOCSIN_CI") == "1"
    missing = any(row[0] == "skipped" and row[2].startswith("no ") for row in rows)
    return 1 if count["failed"] or (strict and missing) or not count["passed"] else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
