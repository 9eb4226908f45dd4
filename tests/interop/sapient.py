#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sapient.py TOCSIN: the official cases of BSI Flex 335 v2 (those that are here): every
one that has to be taken is valid, every one that has to be refused is not, and the path
that is told has the field in it that the file's name says is broken."""
import os
import sys

from shared import Table, agreed, data, run


def cases(folder):
    path = data(os.path.join("sapient", folder))
    return sorted(os.path.join(path, name) for name in os.listdir(path))


def verdicts(tocsin, files):
    out, _, _ = run([tocsin, "validate", "sapient", *files])
    result = {}
    for line in out.splitlines():
        path, _, verdict = line.partition(".json: ")
        result[path + ".json"] = verdict
    return result


def main():
    tocsin = sys.argv[1]
    table = Table()
    for folder, good in (("valid", True), ("examples", True), ("invalid", False)):
        files = cases(folder)
        found = verdicts(tocsin, files)
        wrong = [f for f in files if (found.get(f) == "valid") != good]
        agreed("SAPIENT, verdicts", f"{folder}/", "the official cases", len(files), len(files), len(wrong))
        table.check(f"{folder}: {len(files)} files, wrong", wrong, [])
    # Names like 0147.Parameter.Operator.Missing.json: the field is the last word before.
    told = silent = 0
    for path, verdict in verdicts(tocsin, cases("invalid")).items():
        words = [w.lower() for w in os.path.basename(path).split(".")[1:]
                 if w not in ("json", "Missing", "Error", "Empty", "Invalid", "FullMessage")]
        place = verdict.removeprefix("invalid: ").lower()
        if "version 1" in place or any(w.rstrip("2") in place for w in words[-2:]):
            told += 1
        else:
            silent += 1
            print("the name is not in the path:", os.path.basename(path), verdict)
    print(f"{told} paths name the broken field, {silent} do not")
    table.exit()


if __name__ == "__main__":
    main()
