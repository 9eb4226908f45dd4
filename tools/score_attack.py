#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges a run over the bundled attack against the truth of its simulation.

usage: score_attack.py TRUTH.json TRUTH.csv SUMMARY.json TRACKS.jsonl

TRUTH.*: what `tocsin simulate` wrote. SUMMARY, TRACKS: what `tocsin run --tracks` wrote.
Prints one JSON object; exit 0 when every line of "good" is true, 1 when not.
"""
import csv
import datetime
import json
import math
import sys

NEAR_M = 60.0       # a track nearer than this to a body is taken for it
SETTLE_S = 6.0      # a body aloft and visible for longer than this has to be tracked
VISIBLE_UP_M = 14.0  # the radar's masking height in the bundled scenario
TRACKED = 0.9       # share of the seconds in which it must have a confirmed track
WARNING_S = 15.0


def seconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    t = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return t.timestamp() + float("0." + fraction)


def ecef(lat, lon, h):
    a, e2 = 6378137.0, 6.69437999014e-3
    lat, lon = math.radians(lat), math.radians(lon)
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    return ((n + h) * math.cos(lat) * math.cos(lon), (n + h) * math.cos(lat) * math.sin(lon),
            (n * (1 - e2) + h) * math.sin(lat))


class Frame:
    def __init__(self, lat, lon, height):
        self.origin = ecef(lat, lon, height)
        self.lat, self.lon, self.height = math.radians(lat), math.radians(lon), height

    def enu(self, lat, lon, above_site):
        x, y, z = (p - o for p, o in zip(ecef(lat, lon, self.height + above_site), self.origin))
        sl, cl, sp, cp = (math.sin(self.lon), math.cos(self.lon), math.sin(self.lat),
                          math.cos(self.lat))
        return (-sl * x + cl * y, -sp * cl * x - sp * sl * y + cp * z,
                cp * cl * x + cp * sl * y + sp * z)


def read_truth(path):
    """{second: {id: (kind, state, (e, n, u))}}, times rounded to a tenth."""
    at = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            t = round(float(row["t"]), 1)
            at.setdefault(t, {})[row["id"]] = (
                row["kind"], row["state"], tuple(float(row[k]) for k in ("east", "north", "up")))
    return at


def assign(tracks, bodies, frame):
    """Nearest first, one to one: {track id: body}, {body: track id}."""
    pairs = []
    for track in tracks:
        if track["state"] == "tentative":
            continue
        p = frame.enu(track["lat"], track["lon"], track["height_m"])
        for name, (_, _, q) in bodies.items():
            d = math.dist(p[:2], q[:2])
            if d < NEAR_M:
                pairs.append((d, track["id"], name))
    of_track, of_body = {}, {}
    for _, track, name in sorted(pairs):
        if track not in of_track and name not in of_body:
            of_track[track], of_body[name] = name, track
    return of_track, of_body


def main(truth_json, truth_csv, summary_json, tracks_jsonl):
    truth = json.load(open(truth_json))
    summary = json.load(open(summary_json))
    begin = seconds(truth["begin"])
    frame = Frame(**{k: v for k, v in zip(("lat", "lon", "height"), summary["origin"])})
    bodies = read_truth(truth_csv)
    hostile = {b["id"]: b for b in truth["bodies"] if b["hostile"]}
    seen = {name: [0, 0, set()] for name in hostile}  # seconds tracked, seconds due, labels
    first_up, first_tracked, owner_at = {}, {}, {}
    for line in open(tracks_jsonl):
        picture = json.loads(line)
        t = round(seconds(picture["time"]) - begin, 1)
        now = bodies.get(t) or bodies.get(round(t - 0.1, 1)) or {}
        of_track, of_body = assign(picture["tracks"], now, frame)
        owner_at[t] = of_track
        for name in hostile:
            if name not in now or now[name][1] == "falling":
                continue
            if now[name][2][2] >= VISIBLE_UP_M:
                first_up.setdefault(name, t)
            if name in of_body:
                first_tracked.setdefault(name, t)
            if name in first_up and t >= first_up[name] + SETTLE_S:
                seen[name][1] += 1
                if name in of_body:
                    seen[name][0] += 1
                    seen[name][2].add(of_body[name])
    impact = max((b["ended_s"] for b in hostile.values() if b["state"] == "arrived"), default=None)

    def owners(alarm):
        t = seconds(alarm["raised_at"]) - begin
        times = [k for k in owner_at if abs(k - t) <= 2.0]
        return [next((owner_at[k][i] for k in sorted(times, key=lambda k: abs(k - t))
                      if i in owner_at[k]), None) for i in alarm["tracks"]]

    covers = [a for a in summary["alarms"] if a["kind"] == "take-cover"]
    calls = covers + [a for a in summary["alarms"] if a["kind"] == "approach"]
    first = {}
    for a in covers:
        first.setdefault(a["subject"], seconds(a["raised_at"]) - begin)
    wrong = [[a["kind"], a["subject"], owners(a)] for a in calls
             if not any(o in hostile for o in owners(a))]
    warning = impact - first["residence"] if impact and "residence" in first else None
    share = {name: round(s[0] / s[1], 3) if s[1] else 0.0 for name, s in seen.items()}
    good = {
        "three_tracked": len(share) == 3 and all(v >= TRACKED for v in share.values()),
        "warned_in_time": warning is not None and warning >= WARNING_S,
        "no_alarm_without_cause": not wrong,
    }
    print(json.dumps({
        "seed": truth["seed"], "impact_s": impact, "take_cover_s": first,
        "warning_s": None if warning is None else round(warning, 1),
        "tracked_share": share, "labels": {n: len(s[2]) for n, s in seen.items()},
        "first_visible_s": first_up, "first_tracked_s": first_tracked, "without_cause": wrong,
        "alarms": len(calls), "good": good, "all_good": all(good.values())}))
    return 0 if all(good.values()) else 1


if __name__ == "__main__":
    if len(sys.argv) != 5 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    sys.exit(main(*sys.argv[1:]))
