#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""standins.py DATASET_DIR [NAME...] [--bench PROGRAM] [--keep FOLDER] [--list]

Flights that we do not have, made out of one that we have: files missing, fewer cameras, short parts,
other clocks, noise, gaps, other logs. Each goes through the command of docs/multicam.md; a table of
what came out is printed in Markdown. NAME: only those. The last ones cannot be solved, and the
command has to say so (exit 1 or 3) in time.

DATASET_DIR itself is run first: its clocks, as found, tell where to cut the parts.
"""
import argparse
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIMIT_S = 600
LOG_HZ = 5.0


class Flight:
    """Sightings (frame, x, y) a camera, places of the log, and what else lies in the folder."""

    def __init__(self, folder):
        self.cameras = {}
        for name in sorted(os.listdir(os.path.join(folder, "detections"))):
            rows = rows_of(os.path.join(folder, "detections", name))
            self.cameras[name[:-4]] = [r for r in rows if r[1] or r[2]]
        self.log = [[float(i), *r] for i, r in
                    enumerate(rows_of(os.path.join(folder, "trajectory", "rtk.txt")))]
        with open(os.path.join(folder, "cameras.txt")) as file:
            self.makes = file.read()
        self.calibration = os.path.join(os.path.dirname(folder.rstrip("/")), "calibration")
        self.clocks = {}
        self.timed = None  # how a row of the log is written; None: x y z

    def copy(self):
        other = Flight.__new__(Flight)
        other.__dict__ = dict(self.__dict__)
        other.cameras = {name: list(rows) for name, rows in self.cameras.items()}
        other.log = list(self.log)
        return other

    def write(self, folder):
        os.makedirs(os.path.join(folder, "detections"))
        os.makedirs(os.path.join(folder, "trajectory"))
        for name, rows in self.cameras.items():
            with open(os.path.join(folder, "detections", name + ".txt"), "w") as file:
                file.writelines("%f %.8f %.8f\n" % tuple(r) for r in rows)
        with open(os.path.join(folder, "trajectory", "rtk.txt"), "w") as file:
            for r in self.log:
                row = self.timed(r) if self.timed else r[1:]
                file.write("  ".join("%.9f" % x for x in row) + "\n")
        if self.makes:
            with open(os.path.join(folder, "cameras.txt"), "w") as file:
                file.write(self.makes)
        if self.calibration:
            shutil.copytree(self.calibration, os.path.join(folder, "calibration"))

    def seconds(self, name, frame):
        fps, shift = self.clocks[name]
        return shift + frame / fps


def rows_of(path):
    rows = []
    with open(path) as file:
        for line in file:
            try:
                rows.append([float(x) for x in line.split()])
            except ValueError:
                continue
    return rows


def only(*names):
    def change(flight):
        flight.cameras = {n: r for n, r in flight.cameras.items() if n in names}
    return change


def part(begin, end, log_too=False):
    """Seconds of the flight; the log stays whole unless log_too."""
    def change(flight):
        for name, rows in flight.cameras.items():
            flight.cameras[name] = [r for r in rows
                                    if begin <= flight.seconds(name, r[0]) < end]
        if log_too:
            first = flight.start + LOG_HZ * (begin - 5)
            flight.log = [r for r in flight.log if first <= r[0] < first + LOG_HZ * (end - begin + 10)]
    return change


def clock(scale, shift):
    """Frames at another rate, counted from somewhere else; each camera differently."""
    def change(flight):
        for i, name in enumerate(sorted(flight.cameras)):
            s = 1 + scale * (1, -1, 0.5)[i % 3]
            flight.cameras[name] = [[round(r[0] * s) + 1000 + shift * (i + 1), r[1], r[2]]
                                    for r in flight.cameras[name]]
            flight.cameras[name] = [r for i, r in enumerate(flight.cameras[name])
                                    if i == 0 or r[0] > flight.cameras[name][i - 1][0]]
    return change


def noise(sigma_px, wild=0.0):
    def change(flight):
        dice = random.Random(1)
        for name, rows in flight.cameras.items():
            flight.cameras[name] = [
                [r[0], dice.uniform(0, 1400), dice.uniform(0, 1000)] if dice.random() < wild else
                [r[0], r[1] + dice.gauss(0, sigma_px), r[2] + dice.gauss(0, sigma_px)]
                for r in rows]
    return change


def gaps(share, mean_s):
    """Runs of time in which a camera sees nothing."""
    def change(flight):
        dice = random.Random(2)
        for name, rows in flight.cameras.items():
            kept, until, hidden = [], 0.0, False
            for r in rows:
                t = flight.seconds(name, r[0])
                if t >= until:
                    hidden = not hidden
                    mean = mean_s if hidden else mean_s * (1 - share) / share
                    until = t + dice.expovariate(1 / mean)
                if not hidden:
                    kept.append(r)
            flight.cameras[name] = kept
    return change


def thin(every):
    def change(flight):
        for name, rows in flight.cameras.items():
            flight.cameras[name] = [r for r in rows if int(r[0]) % every == 0]
    return change


def hide(camera, begin, end):
    def change(flight):
        flight.cameras[camera] = [r for r in flight.cameras[camera]
                                  if not begin <= flight.seconds(camera, r[0]) < end]
    return change


def log_rate(factor):
    """Rows between by straight lines, or rows left out."""
    def change(flight):
        log = flight.log
        if factor < 1:
            flight.log = [[i, *r[1:]] for i, r in enumerate(log[::round(1 / factor)])]
            return
        n = round((len(log) - 1) * factor)
        flight.log = []
        for k in range(n):
            i, u = divmod(k / factor, 1.0)
            a, b = log[int(i)], log[int(i) + 1]
            flight.log.append([k] + [a[c] + u * (b[c] - a[c]) for c in (1, 2, 3)])
    return change


def log_wait(rows_before, cut=0):
    """The log begins long before, or where the drone flies already."""
    def change(flight):
        first = flight.log[cut]
        flight.log = [first] * rows_before + flight.log[cut:]
    return change


def log_gaps(flight):
    dice = random.Random(3)
    until, kept = -1, []
    for r in flight.log:
        if r[0] > until and dice.random() < 0.01:
            until = r[0] + 25
        if r[0] > until:
            kept.append(r)
    flight.log = kept
    flight.timed = lambda r: (1.57e9 + r[0] / LOG_HZ, *r[1:])


def log_noise(sigma_m):
    def change(flight):
        dice = random.Random(4)
        flight.log = [[r[0]] + [x + dice.gauss(0, sigma_m) for x in r[1:]] for r in flight.log]
    return change


def written(how):
    def change(flight):
        flight.timed = how
    return change


def earth_centred(flight):
    lat, lon = math.radians(47.4), math.radians(8.5)
    a, e2 = 6378137.0, 6.69437999014e-3
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    base = ((n + 400) * math.cos(lat) * math.cos(lon), (n + 400) * math.cos(lat) * math.sin(lon),
            (n * (1 - e2) + 400) * math.sin(lat))

    def row(r):
        e, north, u = r[1:]
        return (base[0] - math.sin(lon) * e - math.sin(lat) * math.cos(lon) * north
                + math.cos(lat) * math.cos(lon) * u,
                base[1] + math.cos(lon) * e - math.sin(lat) * math.sin(lon) * north
                + math.cos(lat) * math.sin(lon) * u,
                base[2] + math.cos(lat) * north + math.sin(lat) * u)
    flight.timed = row


def degrees(flight):
    """Latitude, longitude, height: a sphere will do for a field of 100 m."""
    flight.timed = lambda r: (r[0] / LOG_HZ, 47.4 + r[2] / 111177.0, 8.5 + r[1] / 75490.0, 400 + r[3])


def no_names(flight):
    flight.makes = None


def unrelated(flight):
    """A log of another flight: it cannot explain what was seen."""
    dice = random.Random(5)
    x, v = [0.0, 0.0, 20.0], [0.0, 0.0, 0.0]
    flight.log = []
    for i in range(3300):
        for c in range(3):
            v[c] = 0.98 * v[c] + dice.gauss(0, 0.06) - 0.0004 * (x[c] - 20 * (c == 2))
            x[c] += v[c]
        flight.log.append([i, *x])


def still(flight):
    """The drone stays on the ground while the cameras are surveyed: nothing can be known."""
    flight.log = [[r[0], 1.0, 2.0, 0.1] if r[0] < 0.5 * len(flight.log) else r for r in flight.log]


def two(*changes):
    def change(flight):
        for c in changes:
            c(flight)
    return change


STANDINS = (
    ("as it is", lambda f: None),
    ("no list of makes", no_names),
    ("five cameras: not 0", only("cam1", "cam2", "cam3", "cam4", "cam5")),
    ("four cameras: 0 2 3 5", only("cam0", "cam2", "cam3", "cam5")),
    ("three cameras: 1 3 4", only("cam1", "cam3", "cam4")),
    ("two cameras: 0 3", only("cam0", "cam3")),
    ("two cameras: 4 5", only("cam4", "cam5")),
    ("first 240 s", part(0, 240)),
    ("first 150 s", part(0, 150)),
    ("first 150 s, no makes", two(part(0, 150), no_names)),
    ("first 150 s, cameras 0 2 3 5", two(part(0, 150), only("cam0", "cam2", "cam3", "cam5"))),
    ("first 150 s, log cut too", part(0, 150, True)),
    ("150 s from 100 s", part(100, 250)),
    ("150 s from 200 s", part(200, 350)),
    ("150 s from 300 s", part(300, 450)),
    ("150 s from 400 s", part(400, 550)),
    ("60 s from 30 s", part(30, 90)),
    ("60 s from 150 s", part(150, 210)),
    ("60 s from 300 s", part(300, 360)),
    ("60 s from 450 s", part(450, 510)),
    ("clocks off by up to 0.3 %, counted from elsewhere", clock(0.003, 5000)),
    ("clocks off by up to 1 %", clock(0.01, 777)),
    ("noise of 3 px", noise(3.0)),
    ("noise of 1 px, 5 % anywhere", noise(1.0, 0.05)),
    ("gaps: half of the time, 3 s", gaps(0.5, 3.0)),
    ("gaps: half of the time, 30 s", gaps(0.5, 30.0)),
    ("each 10th frame", thin(10)),
    ("camera 5 hidden up to 200 s", hide("cam5", 0, 200)),
    ("camera 2 hidden from 240 s", hide("cam2", 240, 1e9)),
    ("log at 1 Hz", log_rate(0.2)),
    ("log at 10 Hz", log_rate(2.0)),
    ("log at 12.5 Hz, with seconds", two(log_rate(2.5),
                                         written(lambda r: (r[0] / 12.5, *r[1:])))),
    ("log begins 10 min before", log_wait(3000)),
    ("log begins in flight", log_wait(0, 700)),
    ("log with gaps of 5 s, Unix time", log_gaps),
    ("log with noise of 0.3 m", log_noise(0.3)),
    ("log: x y z milliseconds", written(lambda r: (*r[1:], 200.0 * r[0]))),
    ("log: time x y z and more", written(lambda r: (r[0] / LOG_HZ, *r[1:], 1, 0, 0, 0))),
    ("log earth-centred", earth_centred),
    ("log in degrees", degrees),
    ("one camera", only("cam5")),
    ("log of another flight", unrelated),
    ("drone on the ground in the first part", still),
)

COLUMNS = ("cameras_used", "median_m", "p95_m", "continuity", "continuity_two_cameras", "ids",
           "more_tracks", "triangulation_median_m", "triangulation_p95_m")


def run(bench, folder):
    begin = time.time()
    try:
        done = subprocess.run([bench, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=LIMIT_S)
        code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        code, out, err = "late", "", ""
    return code, json.loads(out) if out else {}, err, time.time() - begin


def learn_clocks(flight, err):
    """Frames a second and shift, from what the command tells of each camera."""
    for name, fps, shift in re.findall(r"^(cam\d+): .* ([\d.]+) fps, shift (-?[\d.]+) s", err, re.M):
        flight.clocks[name] = (float(fps), float(shift))
    flight.start = float(re.search(r"flight ([\d.]+) to", err).group(1))


def row(name, code, found, seconds):
    cells = [name, str(code)]
    for key in COLUMNS:
        x = found.get(key)
        cells.append("-" if x is None else "%g" % float("%.3g" % x))
    return "| " + " | ".join(cells) + " | %.0f |" % seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--bench", default=os.path.join(ROOT, "bench", "multicam"))
    parser.add_argument("--keep", help="write the stand-ins there and leave them")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    if args.list:
        print("\n".join(name for name, _ in STANDINS))
        return
    flight = Flight(args.folder)
    code, _, err, _ = run(args.bench, args.folder)
    if code != 0:
        sys.exit("%s cannot be run: %s" % (args.folder, err))
    learn_clocks(flight, err)
    print("| flight | exit | " + " | ".join(COLUMNS) + " | s |")
    print("|---" * (len(COLUMNS) + 3) + "|")
    for name, change in STANDINS:
        if args.names and name not in args.names:
            continue
        other = flight.copy()
        change(other)
        with tempfile.TemporaryDirectory() as temporary:
            folder = os.path.join(args.keep or temporary, name.replace(" ", "-").replace(":", ""))
            other.write(folder)
            code, found, err, seconds = run(args.bench, folder)
            if args.keep:
                with open(os.path.join(folder, "told.txt"), "w") as file:
                    file.write(err)
            print(row(name, code, found, seconds), flush=True)


main()
