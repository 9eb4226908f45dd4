#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""text.py: rules for the text of the tree, apart from the format of C.

Reads the names of files from standard input (zero-ended) and prints FILE:LINE: what for
each offence; exits 1 when there is one. With --provoke it instead feeds every rule a text
that offends it, and exits 1 when a rule stays silent.
"""

import os
import re
import sys

SPDX = "SPDX-License-Identifier: Apache-2.0"
LINES_MAX = 650
NEEDS_SPDX = re.compile(
    r"(\.(c|h|sh|py|awk|ts|mts|js|mjs|cjs|css|proto)|(^|/)meson\.build|meson_options\.txt)$")
# Data that tests compare octet by octet is what it is; so are the licence and npm's file.
DATA = re.compile(r"^tests/(golden|fuzz/(corpus|regress))/(?!.*\.(c|h|sh|py|build)$)"
                  r"|(^|/)(LICENSE|package-lock\.json)$")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Put together, so that this file does not find itself.
WORK_LEFT = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE_PATH = re.compile(r"(^|[^\w.$}/-])/(wo" r"rk|ho" r"me|ro" r"ot|Us" r"ers)/")
PAST_WALLS = re.compile(r'#\s*include\s*["<][^">]*\.\./')


def lines_that(pattern, text, what):
    for number, line in enumerate(text.split("\n"), 1):
        if pattern.search(line):
            yield number, what


def offences(name, octets):
    """Yields (line, what) for one file."""
    in_c = name.endswith((".c", ".h"))
    if b"\0" in octets or DATA.search(name):
        return
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        yield 1, "not UTF-8"
        return
    head = text.split("\n", 3)[:3]
    if (NEEDS_SPDX.search(name) or text.startswith("#!")) and not any(SPDX in h for h in head):
        yield 1, "no SPDX line at its head"
    yield from lines_that(re.compile(r"\r$"), text, "CR at the end of the line")
    yield from lines_that(re.compile(r"[ \t]$"), text, "blank at the end of the line")
    yield from lines_that(INVISIBLE, text, "invisible Unicode")
    yield from lines_that(PAST_WALLS, text, "an include past the walls")
    yield from lines_that(WORK_LEFT, text, "work left over")
    yield from lines_that(MACHINE_PATH, text, "a path of one machine")
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no line feed at the end"
    if in_c:
        yield from lines_that(re.compile(r"\t"), text, "a tab in C")
        if text.count("\n") > LINES_MAX:
            yield LINES_MAX, "too long for one subject"


def provoke():
    head = "/* " + SPDX + " */\n"
    cases = {
        "not UTF-8": b"/* \xff */\n",
        "no SPDX line at its head": b"int x;\n",
        "CR at the end of the line": head + "int x;\r\n",
        "blank at the end of the line": head + "int x; \n",
        "invisible Unicode": head + "int \u200bx;\n",
        "an include past the walls": head + '#include' + ' "track/../x.h"\n',
        "work left over": head + "/* TO" + "DO: later */\n",
        "a path of one machine": head + "/* see /ho" + "me/me/x */\n",
        "no line feed at the end": head + "int x;",
        "a tab in C": head + "\tint x;\n",
        "too long for one subject": head + "int x;\n" * (LINES_MAX + 1),
    }
    silent = 0
    for what, text in cases.items():
        octets = text if isinstance(text, bytes) else text.encode()
        if [found for _, found in offences("a.c", octets)] != [what]:
            print(f"text.py: not found in a text made for it: {what}", file=sys.stderr)
            silent = 1
    if list(offences("a.c", (head + "int x;\n").encode())):
        print("text.py: offended by an orderly text", file=sys.stderr)
        silent = 1
    return silent


def main():
    if sys.argv[1:] == ["--provoke"]:
        return provoke()
    count = failed = 0
    for name in sorted(set(filter(None, sys.stdin.read().split("\0")))):
        if not os.path.isfile(name) or os.path.islink(name):
            continue
        with open(name, "rb") as file:
            octets = file.read()
        count += 1
        if octets.startswith(b"#!") and not os.access(name, os.X_OK):
            print(f"{name}:1: a script that cannot be executed")
            failed = 1
        for line, what in offences(name, octets):
            print(f"{name}:{line}: {what}")
            failed = 1
    if not failed:
        print(f"{count} files are in order")
    return failed


if __name__ == "__main__":
    sys.exit(main())
