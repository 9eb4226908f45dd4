#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where the time of a look goes.

usage: where.py [--tocsin PROGRAM] [--targets N] [--seed N] [--flame FILE]

Tracks a scene of scale.py under perf and prints, of what lies within tcs_tracker_look, the share of
each stage and of each function by itself; --flame draws the same as a flame graph (SVG). Where perf
may not be used, callgrind of valgrind counts instructions instead (functions only). Exit 77: there
is neither.
"""
import argparse
import collections
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import scale

LOOK = "tcs_tracker_look"


def by_perf(command, work):
    """Stacks from the look inwards, with their numbers of samples; None where perf may not."""
    if shutil.which("perf") is None:
        return None
    data = os.path.join(work, "perf.data")
    done = subprocess.run(["perf", "record", "-q", "--call-graph", "dwarf,8192", "-F", "2000", "-o",
                           data] + command, capture_output=True, text=True)
    if done.returncode != 0:
        print(f"perf: {done.stderr.strip()[-200:]}", file=sys.stderr)
        return None
    text = subprocess.run(["perf", "script", "-i", data, "-F", "ip,sym"], capture_output=True,
                          text=True).stdout
    stacks = collections.Counter()
    for sample in text.split("\n\n"):
        frames = [re.sub(r"^\s*[0-9a-f]+ | \(inlined\)$", "", line).strip()
                  for line in sample.splitlines() if line.strip()]
        if LOOK in frames:
            inwards = frames[:frames.index(LOOK)][::-1]
            stacks[tuple(re.sub(r"\.(isra|part|constprop|cold)\.?\d*", "", f) for f in inwards)] += 1
    return stacks


def by_callgrind(command, work):
    """The same with callgrind's instructions: one function a stack."""
    if shutil.which("valgrind") is None:
        return None
    out = os.path.join(work, "callgrind.out")
    subprocess.run(["valgrind", "--tool=callgrind", f"--toggle-collect={LOOK}",
                    f"--callgrind-out-file={out}"] + command, check=True, capture_output=True)
    text = subprocess.run(["callgrind_annotate", "--threshold=100", out], check=True,
                          capture_output=True, text=True).stdout
    stacks = collections.Counter()
    for line in text.splitlines():
        found = re.match(r"\s*([\d,]+) \(.*?\)\s+\S*?:(\w+)", line)
        if found:
            stacks[(found.group(2),)] += int(found.group(1).replace(",", ""))
    return stacks


def table(stacks):
    total = sum(stacks.values())
    stages, own = collections.Counter(), collections.Counter()
    for frames, count in stacks.items():
        stages[frames[0] if frames else LOOK] += count
        own[frames[-1] if frames else LOOK] += count
    for title, shares, most in (("stage", stages, 16), ("function by itself", own, 24)):
        print(f"\n| {title} | % |\n|---|---|")
        for name, count in shares.most_common(most):
            if count >= 0.005 * total:
                print(f"| {name} | {100 * count / total:.1f} |")


def flame(stacks, path):
    """Boxes as wide as their share, callers below."""
    width, height = 1200, 17
    total = sum(stacks.values())
    tree = {}
    for frames, count in stacks.items():
        level = tree
        for name in (LOOK,) + frames:
            node = level.setdefault(name, [0, {}])
            node[0] += count
            level = node[1]
    boxes = []

    def lay(level, x, depth):
        for name in sorted(level):
            count, inner = level[name]
            if count >= 0.001 * total:
                boxes.append((name, x, depth, count))
                lay(inner, x, depth + 1)
            x += count

    lay(tree, 0, 0)
    deepest = max(depth for _, _, depth, _ in boxes) + 1
    colours = ("#e69f00", "#f0c35e", "#d9a441", "#f2d08b")
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {deepest * height + 30}" '
           'font-family="monospace" font-size="11"><rect width="100%" height="100%" fill="white"/>']
    for name, x, depth, count in boxes:
        left, wide = x / total * width, count / total * width
        top = (deepest - 1 - depth) * height + 4
        label = html.escape(name if len(name) * 6.8 < wide else name[:max(0, int(wide / 6.8) - 1)])
        out.append(f'<g><title>{html.escape(name)} {100 * count / total:.1f} %</title>'
                   f'<rect x="{left:.1f}" y="{top}" width="{max(wide - 0.5, 0.2):.1f}" '
                   f'height="{height - 1}" fill="{colours[(depth + len(name)) % 4]}"/>'
                   f'<text x="{left + 3:.1f}" y="{top + 12}">{label if wide > 20 else ""}</text></g>')
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tocsin", default=os.path.join(scale.ROOT, "build", "tocsin"))
    parser.add_argument("--targets", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flame")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tocsin-where-") as work:
        scale.scene(work, options.targets, options.seed)
        command = [options.tocsin, "track", work, os.path.join(work, "out")]
        stacks, unit = by_perf(command, work), "samples of the processor's time (perf)"
        if stacks is None:
            stacks, unit = by_callgrind(command, work), "instructions (callgrind)"
    if not stacks:
        print("SKIP: neither perf nor valgrind can be used")
        sys.exit(77)
    print(f"{options.targets} targets and as many false alarms, {sum(stacks.values()):,} {unit}")
    table(stacks)
    if options.flame:
        flame(stacks, options.flame)


if __name__ == "__main__":
    main()
