#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes samples.c: SAMPLES points of a standard normal distribution in DIMENSIONS
dimensions, in thousandths, spread evenly; the last column is given as the probability
below it, in thousandths: a uniform number.

A Kronecker sequence (fractional parts of multiples of the powers of the generalised
golden ratio, M. Roberts 2018) goes through the normal quantile; each half of the points
is the other's mirror image, so that odd moments vanish; then each half is whitened, so
that its covariance is the unit matrix. Of many random shifts the one is kept whose
projections on random directions have the distribution nearest to the normal one.
"""

import math
import random
import sys
from statistics import NormalDist

GROUPS = 2  # behaviours: flies on, manoeuvres; each must be balanced in itself
PAIRS = 32
DIMENSIONS = 10
SHIFTS = 600
NORMAL = NormalDist()


def golden(dimensions):
    x = 2.0
    for _ in range(100):
        x = (1 + x) ** (1 / (dimensions + 1))
    return x


def points(shift):
    base = golden(DIMENSIONS)
    rows = []
    for i in range(PAIRS):
        row = []
        for d in range(DIMENSIONS):
            u = (shift[d] + (i + 1) * base ** -(d + 1)) % 1.0
            row.append(NORMAL.inv_cdf(min(max(u, 0.004), 0.996)))
        rows.append(row)
    return rows


def whiten(rows):
    n = DIMENSIONS
    cov = [[sum(r[i] * r[j] for r in rows) / len(rows) for j in range(n)]
           for i in range(n)]
    low = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            s = cov[i][j] - sum(low[i][k] * low[j][k] for k in range(j))
            low[i][j] = math.sqrt(s) if i == j else s / low[j][j]
    for r in rows:
        for i in range(n):
            r[i] = (r[i] - sum(low[i][k] * r[k] for k in range(i))) / low[i][i]
    return rows


def badness(rows, directions):
    both = rows + [[-v for v in r] for r in rows]
    worst = 0.0
    total = 0.0
    for d in directions:
        values = sorted(sum(a * b for a, b in zip(r, d)) for r in both)
        gap = max(abs(NORMAL.cdf(v) - (i + 0.5) / len(values))
                  for i, v in enumerate(values))
        worst = max(worst, gap)
        total += gap
    return total / len(directions) + 0.5 * worst


def main():
    rng = random.Random(1)
    directions = []
    for _ in range(60):
        d = [rng.gauss(0, 1) for _ in range(DIMENSIONS)]
        size = math.sqrt(sum(v * v for v in d))
        directions.append([v / size for v in d])
    out = []
    for _ in range(GROUPS):
        best = min((whiten(points([rng.random() for _ in range(DIMENSIONS)]))
                    for _ in range(SHIFTS)), key=lambda r: badness(r, directions))
        print(f"badness {badness(best, directions):.3f}", file=sys.stderr)
        for r in best:
            out += [r, [-v for v in r]]
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by samples.py. */")
    print('#include "assess/samples.h"\n')
    print("/* clang-format off */")
    print("const int16_t tcs_assess_samples[TCS_ASSESS_SAMPLES][TCS_ASSESS_DIMENSIONS]"
          " = {")
    for r in out:
        scaled = [round(1000 * v) for v in r[:-1]] + [round(1000 * NORMAL.cdf(r[-1]))]
        print("    { " + ", ".join(f"{v:5d}" for v in scaled) + " },")
    print("};")
    print("/* clang-format on */")


main()
