#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_data.py: writes plots.csv and bearings.csv, what the examples are fed with.

    plots.csv     one radar at the origin, 60 scans: two drones, Pd 0.9, 2 false plots a scan
    bearings.csv  three direction finders in a triangle of 900 m, 60 rounds: two drones,
                  Pd 0.9, 0.3 false bearings a round
"""

import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
FINDERS = [(0, 0), (900, 0), (450, 780)]


def drones(t):
    """East, north, up of the two at second t: one comes in, one flies past."""
    return [(900 - 10 * t, 700 - 6 * t, 80), (-300 + 14 * t, 250 + 3 * t, 120)]


def poisson(random_, mean):
    count, product = 0, random_.random()
    while product > math.exp(-mean):
        count += 1
        product *= random_.random()
    return count


def plots(random_):
    for t in range(1, 61):
        rows = []
        for e, n, u in drones(t):
            if random_.random() < 0.9:
                ground = math.hypot(e, n)
                rows.append((math.hypot(ground, u) + random_.gauss(0, 5),
                             math.degrees(math.atan2(e, n)) + random_.gauss(0, 0.5),
                             math.degrees(math.atan2(u, ground)) + random_.gauss(0, 0.5)))
        for _ in range(poisson(random_, 2)):
            rows.append((random_.uniform(100, 3000), random_.uniform(0, 360),
                         random_.uniform(0, 30)))
        yield ",".join([str(t)] + [f"{r:.1f},{az % 360:.2f},{el:.2f}"
                                   for r, az, el in sorted(rows)])


def bearings(random_):
    for t in range(1, 61):
        for i, (east, north) in enumerate(FINDERS):
            at = t + 0.3 * i
            heard = [math.degrees(math.atan2(e - east, n - north)) + random_.gauss(0, 1.5)
                     for e, n, _ in drones(at) if random_.random() < 0.9]
            heard += [random_.uniform(0, 360) for _ in range(poisson(random_, 0.3))]
            yield ",".join([f"{at:.1f}", str(i)] + [f"{az % 360:.1f}" for az in sorted(heard)])


def main():
    for name, rows in ("plots.csv", plots), ("bearings.csv", bearings):
        with open(os.path.join(HERE, name), "w") as file:
            file.writelines(row + "\n" for row in rows(random.Random(1)))


if __name__ == "__main__":
    main()
