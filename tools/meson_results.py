#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns a meson testlog.json into lines: result, name, reason, with tabs between.

usage: meson_results.py BUILD TESTLOG.json
"""
import json
import sys


def main(build, path):
    try:
        lines = open(path).read().splitlines()
    except OSError:
        print(f"failed\t{build}\tno test ran")
        return
    for line in lines:
        test = json.loads(line)
        result, reason = test["result"], ""
        if result == "OK":
            result = "passed"
        elif result == "SKIP":
            result = "skipped"
            output = (test.get("stdout") or "") + (test.get("stderr") or "")
            reason = next((text[6:] for text in output.splitlines() if text.startswith("SKIP: ")),
                          "no reason given")
        else:
            result, reason = "failed", test["result"].lower()
        print(f"{result}\t{build}: {test['name']}\t{reason}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(*sys.argv[1:])
