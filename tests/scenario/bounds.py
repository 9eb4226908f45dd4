#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tracks scenario files and holds the mean GOSPA against stated bounds.

usage: bounds.py TOCSIN SHARED

Scored by SHARED/bench/metrics.py, which knows nothing of this program. Bounds are what was
measured (docs/tracker.md) with a few per cent of room for changes that are no loss.
"""
import os
import sys
import tempfile

# scenario, largest mean GOSPA, largest number of labels for a true object
BOUNDS = [
    ("a_converge3_s1", 23.0, 1.4),
    ("b_cross50_s1", 90.0, 1.15),
    ("b_cross50_s2", 90.0, 1.3),
    ("c_500_s1", 330.0, 1.12),
    ("d_dense_s1", 80.0, 1.6),
    ("d_dense_s2", 80.0, 2.2),
    ("e_bearing5_s1", 18.5, 1.0),
    ("h_manoeuvre_s1", 65.0, 1.25),
    ("i_bias_s1", 42.0, 1.4),
    ("i_fusion_s1", 39.0, 1.2),
    ("j_unknown_s1", 85.0, 1.7),
    ("k_gaps_s1", 33.0, 1.4),
    ("m_late_s1", 49.0, 1.1),
]


def main(tocsin, shared):
    bench = os.path.join(shared, "bench")
    if not os.path.isdir(os.path.join(bench, "scenarios")):
        print("SKIP: no scenario files under TOCSIN_SHARED")
        return 77
    sys.path.insert(0, bench)
    try:
        import metrics
    except ImportError as missing:
        print(f"SKIP: the scorer needs python3-numpy and python3-scipy ({missing})")
        return 77
    failed = 0
    for name, gospa, labels in BOUNDS:
        scenario = os.path.join(bench, "scenarios", name)
        with tempfile.TemporaryDirectory() as out:
            if os.spawnl(os.P_WAIT, tocsin, tocsin, "track", scenario, out) != 0:
                print(f"{name}: tocsin track failed")
                failed += 1
                continue
            got = metrics.evaluate(scenario, out)
        good = got["mean_gospa"] <= gospa and got["ids_per_truth"] <= labels
        failed += not good
        print(f"{name}: GOSPA {got['mean_gospa']:.1f} (at most {gospa}), labels "
              f"{got['ids_per_truth']:.2f} (at most {labels}): {'good' if good else 'NOT GOOD'}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(*sys.argv[1:]))
