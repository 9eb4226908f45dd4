#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Kinds of scenes that the scenario files have not: makes them, runs the tracker, scores it.

usage: kinds.py [--variant PROGRAM] [--shared DIR] [--seeds 1-4] [--keep DIR] [--list] [KIND...]

For each kind a row: mean GOSPA over the seeds, the same of a filter that is told which measurement is
whose (the floor; none where positions are not measured), the worst seed, labels for each true object,
switches of labels, and estimates that belong to no object, a second. "nothing" is what an empty answer
would score. --list says what each kind is.
"""
import argparse
import csv
import inspect
import json
import math
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import ablation
from untold import numbers

TURN = 2.0 * math.pi
DEG = math.pi / 180.0
DT = 0.1  # s between the points of a way


# ---------------------------------------------------------------------------------- objects

def wander(rng, seconds, start, heading, speed, accel=2.0, turns=True, climb=0.0):
    """A way of [x, y, z, vx, vy, vz] every DT: straight stretches, and turns of at most `accel`."""
    x = np.array(start, float)
    rate, left, way = 0.0, rng.uniform(5.0, 15.0), []
    vz = 0.0
    for _ in range(int(round(seconds / DT))):
        v = speed * np.array([math.sin(heading), math.cos(heading)])
        way.append([*x, *v, vz])
        left -= DT
        if turns and left <= 0.0:
            rate = 0.0 if rate else rng.choice([-1, 1]) * rng.uniform(0.3, 1.0) * accel / speed
            left = rng.uniform(4.0, 12.0)
            vz = climb * rng.uniform(-1.0, 1.0)
        if x[2] + vz * DT < 20.0:
            vz = abs(vz)
        heading += rate * DT
        x += np.array([*(v * DT), vz * DT])
    return way


def around(rng, n, near, far, speeds, seconds, z=(0.0, 0.0), **how):
    """Objects that are there from the start, about the middle, in any direction."""
    ways = []
    for _ in range(n):
        r, a = math.sqrt(rng.uniform(near * near, far * far)), rng.uniform(0.0, TURN)
        ways.append((0.0, wander(rng, seconds, (r * math.sin(a), r * math.cos(a), rng.uniform(*z)),
                                 rng.uniform(0.0, TURN), rng.uniform(*speeds), **how)))
    return ways


# ---------------------------------------------------------------------------------- sensors

def plan(name="xy", sigma=5.0, pd=0.9, clutter=20.0, period=1.0, half=1000.0, **more):
    return dict(id=name, type="xy", pos=[0, 0, 0], sigma=[sigma, sigma], pd=pd, clutter_per_scan=clutter,
                period=period, box=[(-half, half), (-half, half)], **more)


def radar(name="radar", at=(0.0, 0.0, 5.0), sigma=(8.0, 0.7, 1.0), pd=0.9, clutter=10.0, period=1.0,
          far=2500.0, **more):
    return dict(id=name, type="rae", pos=list(at), sigma=[sigma[0], sigma[1] * DEG, sigma[2] * DEG], pd=pd,
                clutter_per_scan=clutter, period=period, range_min=30.0, range_max=far,
                box=[(30.0, far), (0.0, TURN), (-3.0 * DEG, 45.0 * DEG)], **more)


def finder(name, at, sigma=2.0, pd=0.8, clutter=0.5, period=0.5, far=1500.0, **more):
    return dict(id=name, type="az", pos=list(at), sigma=[sigma * DEG], pd=pd, clutter_per_scan=clutter,
                period=period, range_max=far, box=[(0.0, TURN)], **more)


def camera(name, at, toward, sigma=0.1, pd=0.9, clutter=0.5, period=0.2, far=1200.0, wide=90.0, **more):
    low, high, half = -5.0 * DEG, 50.0 * DEG, wide / 2.0 * DEG
    return dict(id=name, type="azel", pos=list(at), sigma=[sigma * DEG] * 2, pd=pd, clutter_per_scan=clutter,
                period=period, range_max=far,
                fov=dict(az_center=toward * DEG, az_width=wide * DEG, el_min=low, el_max=high),
                box=[(toward * DEG - half, toward * DEG + half), (low, high)], **more)


def wrapped(a):
    return (a + math.pi) % TURN - math.pi


def measured(sensor, p):
    """What it would measure without error; None where it does not look."""
    if sensor["type"] == "xy":
        (x0, x1), (y0, y1) = sensor["box"]
        return [p[0], p[1]] if x0 <= p[0] <= x1 and y0 <= p[1] <= y1 else None
    d = np.array(p[:3]) - sensor["pos"]
    r, az = float(np.linalg.norm(d)), math.atan2(d[0], d[1]) % TURN
    el = math.asin(d[2] / r)
    fov = sensor.get("fov")
    if not sensor.get("range_min", 0.0) <= r <= sensor["range_max"]:
        return None
    if fov and (abs(wrapped(az - fov["az_center"])) > fov["az_width"] / 2.0
                or not fov["el_min"] <= el <= fov["el_max"]):
        return None
    return {"rae": [r, az, el], "az": [az], "azel": [az, el]}[sensor["type"]]


def look(rng, sensor, t, ways):
    """(measurements, whose) at the true time t."""
    z, whose = [], []
    for i, (begin, way) in enumerate(ways):
        at = int(round((t - begin) / DT))
        true = measured(sensor, way[at]) if 0 <= at < len(way) else None
        if true is None or rng.random() >= sensor["true_pd"]:
            continue
        z.append([v + s * rng.standard_normal() + b
                  for v, s, b in zip(true, sensor["sigma"], sensor.get("turned", [0.0] * 3))])
        whose.append(i + 1)
    hot = [sensor["hot"](t)] if "hot" in sensor else []
    boxes = [(sensor["true_clutter"], sensor["box"])] + hot
    for mean, box in boxes:
        for _ in range(rng.poisson(mean)):
            z.append([rng.uniform(*b) for b in box])
            whose.append(0)
    az = {"rae": 1, "az": 0, "azel": 0}.get(sensor["type"])
    for row in z:
        if az is not None:
            row[az] %= TURN
    order = rng.permutation(len(z))
    return [z[j] for j in order], [whose[j] for j in order]


def scene(rng, seconds, ways, sensors, q, speed, dim, half=1000.0, untold=False):
    """(scenario.json, scans, ways, seconds). `turned` and `late` of a sensor are not told."""
    for s in sensors:
        s["true_pd"], s["true_clutter"] = s["pd"], s["clutter_per_scan"]
    scans = []
    for s in sensors:
        for n in range(int((seconds - s.get("offset", 0.0)) / s["period"])):
            t = s.get("offset", 0.0) + n * s["period"]
            z, whose = look(rng, s, t, ways)
            stamp = t + s.get("late", 0.0)
            scans.append((stamp + (rng.uniform(*s["delay"]) if "delay" in s else 0.0), stamp, s["id"], z, whose))
    by_arrival = any("delay" in s for s in sensors)
    scans.sort(key=lambda scan: (round(scan[0], 3), scan[1]))
    hidden = ("box", "hot", "turned", "late", "true_pd", "true_clutter")
    meta = dict(format="1.1", dim=dim, nscan=len(scans), period=seconds / len(scans), eval_period=1.0,
                order="arrival" if by_arrival else "time", gospa=dict(p=2, c=100.0, alpha=2),
                region=dict(x=[-half, half], y=[-half, half]) if sensors[0]["type"] == "xy" else {},
                sensors=[{k: v for k, v in s.items() if k not in hidden} for s in sensors],
                model=dict(q=q, survival=0.995, speed_std=speed))
    for s, told in zip(sensors, meta["sensors"]):
        if s["type"] == "rae":
            meta["region"].update(r=list(s["box"][0]), az=list(s["box"][1]), el=list(s["box"][2]))
        if untold:
            told["pd"] = told["clutter_per_scan"] = None
    return meta, scans, ways, seconds, by_arrival


# ---------------------------------------------------------------------------------- kinds

def two_cameras(rng):
    """four drones before two cameras 400 m apart, nothing else: 3-D from directions"""
    ways = [(0.0, wander(rng, 90, (rng.uniform(-200, 600), rng.uniform(300, 700), rng.uniform(40, 120)),
                         rng.uniform(0, TURN), rng.uniform(5, 12), climb=1.5)) for _ in range(4)]
    sensors = [camera("c1", (0, 0, 5), 20.0, period=0.5), camera("c2", (400, 0, 8), 340.0, period=0.5, offset=0.2)]
    return scene(rng, 90, ways, sensors, 2.0, 8.0, 3)


def slow_radar(rng):
    """five drones within 5 km of a radar that turns in 2.5 s, 0.7 seen, 60 false plots a turn"""
    ways = around(rng, 5, 800, 4000, (12, 25), 180, (60, 200), climb=1.0)
    return scene(rng, 180, ways, [radar(sigma=(10.0, 1.0, 1.5), pd=0.7, clutter=60, period=2.5, far=5000.0)],
                 2.0, 14.0, 3, 5000.0)


def formation(rng):
    """six drones side by side, 20 m apart, that turn together"""
    lead = wander(rng, 120, (-800, -300, 0), 60 * DEG, 12.0, accel=1.0)
    ways = []
    for i in range(6):
        side = 20.0 * (i - 2.5)
        ways.append((0.0, [[p[0] - side * p[4] / 12.0, p[1] + side * p[3] / 12.0, 0.0, *p[3:]] for p in lead]))
    return scene(rng, 120, ways, [plan(half=1500.0)], 1.0, 10.0, 2, 1500.0)


def launch(rng):
    """fifteen drones from one place, 3 s after each other, in a fan"""
    ways = [(5.0 + 3.0 * i, wander(rng, 100 - 3 * i, (*rng.normal(0, 8, 2), 0.0), rng.uniform(-60, 60) * DEG,
                                   rng.uniform(10, 16), accel=1.0)) for i in range(15)]
    return scene(rng, 110, ways, [plan(half=1500.0, clutter=30)], 1.0, 10.0, 2, 1500.0)


def fast(rng):
    """three of 60 to 90 m/s that turn with 1.5 g, every 2 s, 15 m"""
    ways = around(rng, 3, 500, 3000, (60, 90), 120, accel=15.0)
    return scene(rng, 120, ways, [plan(sigma=15.0, clutter=30, period=2.0, half=6000.0)], 60.0, 50.0, 2, 6000.0)


def faint(rng):
    """four that are seen in half of the looks, among 30 false plots in 1 km2"""
    ways = around(rng, 4, 50, 350, (3, 8), 150, accel=0.7)
    return scene(rng, 150, ways, [plan(pd=0.5, clutter=30, half=500.0)], 0.3, 5.0, 2, 500.0)


def two_radars(rng):
    """two radars 1.2 km apart, turned by +1.5 and -2 degrees, the second 0.3 s late: not told"""
    ways = around(rng, 6, 100, 1200, (8, 18), 150, (40, 150), climb=1.0)
    sensors = [radar("r1", turned=[0, 1.5 * DEG, 0]),
               radar("r2", (1200, 200, 8), period=1.5, offset=0.4, turned=[0, -2.0 * DEG, 0], late=0.3)]
    return scene(rng, 150, ways, sensors, 2.0, 10.0, 3, 1500.0)


def hot_sector(rng):
    """a radar not told clutter nor Pd, with 60 false plots in a sector of 20 degrees up to 600 m"""
    ways = around(rng, 5, 200, 1500, (8, 16), 150, (40, 120), climb=1.0)
    box = [(30.0, 600.0), (1.0, 1.0 + 20 * DEG), (-3 * DEG, 10 * DEG)]
    return scene(rng, 150, ways, [radar(pd=0.8, clutter=15, hot=lambda t: (60.0, box))], 2.0, 10.0, 3, 2500.0, untold=True)


def late_mixed(rng):
    """radar at once, camera 0.2 to 1 s late, two finders 0.5 to 1.8 s late"""
    ways = around(rng, 5, 150, 700, (6, 14), 120, (30, 100), climb=1.0)
    sensors = [radar(), camera("cam", (30, -20, 8), 40.0, wide=60.0, delay=[0.2, 1.0]),
               finder("a1", (-300, 0, 2), delay=[0.5, 1.8]), finder("a2", (300, 100, 2), delay=[0.5, 1.8])]
    return scene(rng, 120, ways, sensors, 2.0, 10.0, 3, 1000.0)


def meeting(rng):
    """two pairs that come together to 12 m, hang there for 30 s and part"""
    ways = []
    for i in range(2):
        at, a = np.array([-400.0 + 800.0 * i, 0.0]), rng.uniform(0, TURN)
        for turn in (0.0, rng.uniform(0.4, 1.0) * math.pi):
            d, way = np.array([math.sin(a + turn), math.cos(a + turn)]), []
            place = at + 6.0 * np.array([math.cos(a), -math.sin(a)]) * (1 if turn else -1)
            for n in range(1100):
                t = n * DT
                s = max(0.0, 35.0 - t, t - 65.0)  # seconds of flight away
                v = 0.0 if s == 0.0 else -10.0 if t < 50.0 else 10.0
                way.append([*(place + 10.0 * s * d), 0.0, *(v * d), 0.0])
            ways.append((0.0, way))
    return scene(rng, 110, ways, [plan(half=1000.0)], 2.0, 8.0, 2)


def turned_camera(rng):
    """a radar, and a camera that is turned by -3 degrees, tilted by 1, and 0.15 s late: not told"""
    ways = [(0.0, wander(rng, 120, (rng.uniform(100, 500), rng.uniform(200, 600), rng.uniform(40, 120)),
                         rng.uniform(0, TURN), rng.uniform(5, 12), climb=1.0)) for _ in range(4)]
    sensors = [radar(), camera("cam", (30, -20, 8), 40.0, turned=[-3.0 * DEG, 1.0 * DEG], late=0.15)]
    return scene(rng, 120, ways, sensors, 2.0, 8.0, 3)


def many(rng):
    """a hundred that come and go, 0.8 seen, 200 false plots in 9 km2"""
    ways = []
    for _ in range(100):
        begin = float(rng.integers(0, 60))
        ways.append((begin, wander(rng, rng.integers(20, 101 - int(begin)), (*rng.uniform(-1400, 1400, 2), 0.0),
                                   rng.uniform(0, TURN), rng.uniform(5, 20), accel=1.5)))
    return scene(rng, 100, ways, [plan(pd=0.8, clutter=200, half=1500.0)], 1.5, 12.0, 2, 1500.0)


def empty(rng):
    """nothing there: 200 false plots a look in 4 km2"""
    return scene(rng, 150, [], [plan(clutter=200)], 1.0, 10.0, 2)


def empty_untold(rng):
    """nothing there: 200 false plots a look, and 40 of them in 100 m by 100 m; not told"""
    return scene(rng, 150, [], [plan(clutter=160, hot=lambda t: (40.0, [(200, 300), (-100, 0)]))], 1.0, 10.0, 2, untold=True)


def often(rng):
    """two drones, ten looks a second of 3 m, 5 false plots each"""
    ways = around(rng, 2, 50, 300, (5, 15), 60, accel=4.0)
    return scene(rng, 60, ways, [plan(sigma=3.0, clutter=5, period=0.1, half=600.0)], 6.0, 10.0, 2, 600.0)


def handover(rng):
    """one way through three cameras that see no place twice, and a radar that sees it half the time"""
    ways = [(0.0, wander(rng, 120, (-900, 250 + 60 * i, 60 + 20 * i), 85 * DEG, 14.0, accel=0.5)) for i in range(2)]
    sensors = [radar(pd=0.5, sigma=(8.0, 1.0, 1.5), clutter=15)] + [
        camera(f"c{i}", (-600 + 600 * i, 0, 6), 0.0, wide=60.0, period=0.5) for i in range(3)]
    return scene(rng, 120, ways, sensors, 1.0, 10.0, 3, 1500.0)


def many_finders(rng):
    """two drones, eight direction finders of 4 degrees, 0.5 seen, none of them told"""
    ways = around(rng, 2, 50, 400, (6, 14), 120, accel=1.0)
    sensors = [finder(f"a{i}", (500 * math.sin(i * TURN / 8), 500 * math.cos(i * TURN / 8), 0.0), sigma=4.0,
                      pd=0.5, offset=0.06 * i) for i in range(8)]
    return scene(rng, 120, ways, sensors, 1.0, 8.0, 2, untold=True)


def hot_cameras(rng):
    """two cameras, not told, before each a tree: 3 false reports a look in 6 by 3 degrees; four drones"""
    ways = [(0.0, wander(rng, 90, (rng.uniform(-200, 600), rng.uniform(300, 700), rng.uniform(40, 120)),
                         rng.uniform(0, TURN), rng.uniform(5, 12), climb=1.5)) for _ in range(4)]
    tree = lambda az: lambda t: (3.0, [(az * DEG, (az + 6.0) * DEG), (1.0 * DEG, 4.0 * DEG)])
    sensors = [camera("c1", (0, 0, 5), 20.0, period=0.5, hot=tree(10.0)),
               camera("c2", (400, 0, 8), 340.0, period=0.5, offset=0.2, hot=tree(330.0))]
    return scene(rng, 90, ways, sensors, 2.0, 8.0, 3, untold=True)


def hot_finders(rng):
    """three finders, not told, each with a source of noise 8 degrees wide: 1 false bearing a look; two drones"""
    ways = around(rng, 2, 50, 400, (6, 14), 120, accel=1.0)
    noise = lambda i: lambda t: (1.0, [(1.5 * i + 0.3, 1.5 * i + 0.3 + 8.0 * DEG)])
    sensors = [finder(f"a{i}", (600 * math.sin(i * TURN / 3), 600 * math.cos(i * TURN / 3), 0.0), offset=0.15 * i,
                      hot=noise(i)) for i in range(3)]
    return scene(rng, 120, ways, sensors, 1.0, 8.0, 2, untold=True)


def hot_ground(rng):
    """a radar, not told, that sees 80 false plots within 300 m at low elevation, and 10 elsewhere; birds none"""
    ways = around(rng, 5, 100, 1200, (8, 16), 150, (30, 120), climb=1.0)
    box = [(30.0, 300.0), (0.0, TURN), (-3 * DEG, 4 * DEG)]
    return scene(rng, 150, ways, [radar(pd=0.85, clutter=10, hot=lambda t: (80.0, box))], 2.0, 10.0, 3, 2500.0, untold=True)


def burst(rng):
    """a radar, not told, whose false plots go from 10 to 100 a look after 60 s, as when rain comes"""
    ways = around(rng, 5, 200, 1500, (8, 16), 150, (40, 120), climb=1.0)
    meta, scans, *rest = scene(rng, 150, ways, [radar(pd=0.85, clutter=10)], 2.0, 10.0, 3, 2500.0, untold=True)
    rain = radar(pd=0.0, clutter=90)
    rain.update(true_pd=0.0, true_clutter=90)
    wet = []
    for arrive, t, sensor, z, whose in scans:
        more = look(rng, rain, t, [])[0] if t >= 60.0 else []
        wet.append((arrive, t, sensor, z + more, whose + [0] * len(more)))
    return (meta, wet, *rest)


def shower(rng):
    """not told: 60 false plots a look in 300 m by 300 m that move with the wind, 12 m/s, and 20 elsewhere"""
    ways = around(rng, 5, 100, 900, (5, 15), 120, accel=1.0)
    cell = lambda t: (60.0, [(-800 + 12 * t, -500 + 12 * t), (-100, 200)])
    return scene(rng, 120, ways, [plan(pd=0.85, hot=cell, half=1500.0)], 1.0, 9.0, 2, 1500.0, untold=True)


def light_shower(rng):
    """the same with 30, at 20 m/s"""
    ways = around(rng, 5, 100, 900, (5, 15), 120, accel=1.0)
    cell = lambda t: (30.0, [(-1200 + 20 * t, -900 + 20 * t), (-100, 200)])
    return scene(rng, 120, ways, [plan(pd=0.85, hot=cell, half=1500.0)], 1.0, 9.0, 2, 1500.0, untold=True)


def shower_radar(rng):
    """a radar, not told, and a shower of 60 false plots in 300 m by 17 degrees by 12 that comes nearer at 9 m/s"""
    ways = around(rng, 5, 100, 1200, (8, 16), 150, (30, 120), climb=1.0)
    cell = lambda t: (60.0, [(1500 - 9 * t, 1800 - 9 * t), (1.0 + 0.003 * t, 1.3 + 0.003 * t), (0.0, 12 * DEG)])
    return scene(rng, 150, ways, [radar(pd=0.85, clutter=15, hot=cell)], 2.0, 10.0, 3, 2500.0, untold=True)


def passing_trucks(rng):
    """a camera and a radar, not told: a road with three false detections a look of the camera, low, that move"""
    ways = around(rng, 3, 100, 600, (5, 12), 120, (30, 100), climb=1.0)
    road = lambda t: (3.0, [((20 + 0.5 * t) * DEG, (25 + 0.5 * t) * DEG), (-1.0 * DEG, 0.5 * DEG)])
    sensors = [radar(pd=0.8, clutter=10), camera("cam", (30, -20, 8), 40.0, period=0.5, hot=road)]
    return scene(rng, 120, ways, sensors, 2.0, 9.0, 3, untold=True)


def arrivals(rng):
    """not told, 8 false plots a look in 4 km2: six that come up at any time from 40 s on, half of them hover"""
    ways = [(float(rng.integers(40, 100)),
             wander(rng, 40, (*rng.uniform(-600, 600, 2), 0.0), rng.uniform(0, TURN), 1.0 if i % 2 else 10.0,
                    accel=0.1 if i % 2 else 1.0)) for i in range(6)]
    return scene(rng, 140, ways, [plan(pd=0.9, clutter=8)], 1.0, 9.0, 2, untold=True)


def swarm(rng):
    """not told, 40 false plots a look in 9 km2: twenty that come over the border together after 60 s, 60 m apart"""
    at = rng.uniform(-500, 500)
    ways = [(60.0, wander(rng, 80, (-1400 + 60.0 * (i % 4), at + 60.0 * (i // 4), 0.0), 90 * DEG, 14.0, accel=0.3))
            for i in range(20)]
    return scene(rng, 140, ways, [plan(pd=0.9, clutter=40, half=1500.0)], 1.0, 10.0, 2, 1500.0, untold=True)


def dense_swarm(rng):
    """the same with 36, 30 m apart"""
    at = rng.uniform(-500, 500)
    ways = [(60.0, wander(rng, 80, (-1400 + 30.0 * (i % 6), at + 30.0 * (i // 6), 0.0), 90 * DEG, 14.0, accel=0.3))
            for i in range(36)]
    return scene(rng, 140, ways, [plan(pd=0.9, clutter=40, half=1500.0)], 1.0, 10.0, 2, 1500.0, untold=True)


KINDS = [two_cameras, slow_radar, formation, launch, fast, faint, two_radars, hot_sector, late_mixed, meeting,
         turned_camera, many, empty, empty_untold, often, handover, many_finders, hot_cameras, hot_finders,
         hot_ground, burst, shower, light_shower, shower_radar, passing_trucks, arrivals, swarm, dense_swarm]


# ---------------------------------------------------------------------------------- files, scores

def write(folder, meta, scans, ways, seconds, by_arrival):
    os.makedirs(folder)
    with open(os.path.join(folder, "scenario.json"), "w") as file:
        json.dump(meta, file, indent=1)
    with open(os.path.join(folder, "truth.csv"), "w") as file:
        file.write("k,t,id,x,y,z,vx,vy,vz\n")
        for k in range(int(seconds)):
            for i, (begin, way) in enumerate(ways):
                at = int(round((k - begin) / DT))
                if 0 <= at < len(way):
                    file.write(f"{k},{k:.3f},{i + 1}," + ",".join(f"{v:.3f}" for v in way[at]) + "\n")
    with open(os.path.join(folder, "meas.jsonl"), "w") as file, \
            open(os.path.join(folder, "origin.csv"), "w") as origin:
        origin.write("k,j,truth_id\n")
        for k, (arrive, t, sensor, z, whose) in enumerate(scans):
            row = dict(k=k, t=round(t, 3), sensor=sensor, z=[[round(float(v), 6) for v in m] for m in z])
            if by_arrival:
                row["arrive"] = round(arrive, 3)
            file.write(json.dumps(row) + "\n")
            origin.writelines(f"{k},{j},{i}\n" for j, i in enumerate(whose))


def floor(bench, folder):
    done = subprocess.run([sys.executable, os.path.join(bench, "floor.py"), folder], capture_output=True, text=True)
    found = re.search(r"floor mean GOSPA ([\d.]+)", done.stdout)
    return float(found.group(1)) if found else None


def trial(job):
    import metrics
    variant, bench, root, kind, seed = job
    folder, out = os.path.join(root, f"{kind}_s{seed}"), os.path.join(root, f"{kind}_s{seed}", "out")
    code = sum(ord(c) << 8 * (i % 4) for i, c in enumerate(kind))
    made = globals()[kind](np.random.default_rng([seed, code]))
    write(folder, *made)
    os.mkdir(out)
    subprocess.run([variant, "0", folder, out], check=True)
    score = metrics.evaluate(folder, out)
    positions = any(s["type"] in ("xy", "rae") for s in made[0]["sensors"]) and made[2]
    score["floor"] = floor(bench, folder) if positions else None
    score["nothing"] = nothing(folder, int(made[3]))
    shutil.rmtree(out)
    return score


def nothing(folder, seconds):
    there = [0] * seconds
    with open(os.path.join(folder, "truth.csv")) as file:
        for row in csv.DictReader(file):
            there[int(row["k"])] += 1
    return statistics.mean(math.sqrt(n * 100.0 ** 2 / 2.0) for n in there)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--variant", default=os.path.join(ablation.ROOT, "build", "bench", "track", "bench_variant"))
    parser.add_argument("--shared", default=os.environ.get(
        "TOCSIN_SHARED", os.path.join(ablation.ROOT, "..", "shared")))
    parser.add_argument("--seeds", default="1-4")
    parser.add_argument("--keep", metavar="DIR")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    names = [k.__name__ for k in KINDS]
    if options.list:
        for kind in KINDS:
            print(f"{kind.__name__:14} {inspect.getdoc(kind)}")
        return
    for kind in options.kinds:
        if kind not in names:
            parser.error(f"no kind {kind}: {', '.join(names)}")
    bench = os.path.join(options.shared, "bench")
    sys.path.insert(0, bench)
    seeds = list(numbers(options.seeds))
    root = options.keep or tempfile.mkdtemp(prefix="tocsin-kinds-")
    print("| kind | GOSPA | floor | nothing | worst | labels | switches | false |\n|---|---|---|---|---|---|---|---|")
    try:
        with multiprocessing.Pool(os.cpu_count()) as pool:
            for kind in options.kinds or names:
                scores = pool.map(trial, [(options.variant, bench, root, kind, s) for s in seeds])
                mean = lambda key: statistics.mean(s[key] for s in scores)
                floors = "-" if scores[0]["floor"] is None else f"{mean('floor'):.1f}"
                print(f"| {kind} | {mean('mean_gospa'):.1f} | {floors} | {mean('nothing'):.1f} | "
                      f"{max(s['mean_gospa'] for s in scores):.1f} | {mean('ids_per_truth'):.2f} | "
                      f"{mean('id_switches'):.1f} | {mean('false_per_scan'):.2f} |", flush=True)
    finally:
        if not options.keep:
            shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
