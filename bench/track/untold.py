#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What it costs not to be told clutter and detection probability, over seeds of the generators.

usage: untold.py [--variant PROGRAM] [--shared DIR] NAME=SEEDS...

NAME=SEEDS: a letter of the generators and seeds, as in b=11-16 c=21,22 j=21-42. For each a row with
mean GOSPA (labels for each true object in brackets) told, not told, and the difference; j is told
nothing as it is.
"""
import argparse
import glob
import multiprocessing
import os
import statistics
import sys
import tempfile

import ablation


def numbers(text):
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def mean(pool, variant, scenarios):
    results = pool.map(ablation.score, [(variant, 0, s) for s in scenarios])
    return statistics.mean(r[0] for r in results), statistics.mean(r[2] for r in results)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("sets", nargs="+", metavar="NAME=SEEDS")
    parser.add_argument("--variant", default=os.path.join(
        ablation.ROOT, "build", "bench", "track", "bench_variant"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ablation.ROOT, "..", "shared")))
    options = parser.parse_args()
    try:
        sets = [(name, list(numbers(seeds))) for name, seeds in (t.split("=") for t in options.sets)]
    except ValueError:
        parser.error("it takes NAME=SEEDS, as in b=11-16,21")
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    print("| files | told | not told | difference |\n|---|---|---|---|")
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for (name, seeds), text in zip(sets, options.sets):
            with tempfile.TemporaryDirectory(prefix="tocsin-untold-") as folder:
                ablation.make(bench, folder, [name], ",".join(map(str, seeds)))
                files = sorted(glob.glob(os.path.join(folder, name + "_*")))
                told = mean(pool, options.variant, files)
                blind = mean(pool, options.variant, [ablation.untold(f, folder) for f in files])
            print(f"| {text} | {told[0]:.2f} ({told[1]:.2f}) | {blind[0]:.2f} ({blind[1]:.2f}) | "
                  f"{100 * (blind[0] / told[0] - 1):+.1f} % |", flush=True)


if __name__ == "__main__":
    main()
