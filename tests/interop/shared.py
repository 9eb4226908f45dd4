# SPDX-License-Identifier: Apache-2.0
"""What the tests on recordings share: where the recordings lie, and skipping."""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def skip(reason):
    print(f"SKIP: {reason}")
    sys.exit(77)


def data(path):
    """The path of a recording, or the end of the test where there are none."""
    shared = os.environ.get("TOCSIN_SHARED", os.path.join(ROOT, "..", "shared"))
    full = os.path.join(shared, "data", path)
    if not os.path.exists(full):
        skip(f"no recordings: {path} is not there (TOCSIN_SHARED)")
    return full


def run(arguments):
    """Standard output, standard error and exit code."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr, done.returncode


def decode(tocsin, form, path):
    """The objects of `tocsin decode`, its counts by name, its exit code."""
    out, err, code = run([tocsin, "decode", form, path])
    counts = {}
    for line in err.splitlines():
        words = line.strip().rsplit(" ", 1)
        if len(words) == 2 and words[1].isdigit():
            counts[words[0].rstrip(":")] = int(words[1])
    return [json.loads(line) for line in out.splitlines()], counts, code


def agreed(form, file, judge, records, fields, differ):
    """A row for agreement.py: so many records, fields compared in them, and that differ."""
    print("agreement:", " | ".join(str(x) for x in (form, file, judge, records, fields, fields - differ,
                                                     differ)))


def version(*command):
    """A program and its version, as it says it first."""
    out, err, _ = run(command)
    found = re.search(r"\d+(\.\d+)+", out + err)
    return f"{command[0]} {found[0]}" if found else command[0]


class Table:
    """Comparisons, printed as they come; wrong() tells how many went wrong."""

    def __init__(self):
        self.bad = 0

    def check(self, what, ours, expected):
        good = ours == expected
        self.bad += not good
        print(f"{'ok   ' if good else 'WRONG'} {what}: {ours}"
              + ("" if good else f", expected {expected}"))

    def exit(self):
        print(f"{self.bad} wrong")
        sys.exit(1 if self.bad else 0)
