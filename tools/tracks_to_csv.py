#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recorded flights to the CSV that a scenario's `recorded:` takes (tocsin-scenario(5)).

usage: tracks_to_csv.py FILE --list [--max-gap S]
       tracks_to_csv.py FILE [--pick NAME] [--max-gap S] [--from S] [--for S] > OUT.csv

FILE, plain or gzip, is JSON: of the traffic library (a list of rows, or an object of columns;
timestamps in ms), or a full trace of readsb or tar1090. Altitudes are in feet in both; the geometric
one is taken where there is one, else the barometric one. Rows without a position or a height, on
the ground, or not later than the row before them are dropped.

  --list       one JSON line a flight instead: icao, flight, callsign, points, seconds, longest gap
  --pick NAME  only this flight, callsign or icao address (needed when there are several)
  --max-gap S  only the longest stretch in which no two points are further apart
  --from S     leave out what comes before, counted from the first point left
  --for S      and what comes later than that long after it
  --every S    points at this distance, on a smooth curve through those that are there (cubic, with
               the slope at each point from its neighbours): between points that are many seconds
               apart a straight way has corners that nothing can fly

Exit: 0 good, 1 nothing is left, or several to choose from; 2 wrong use, 3 unreadable.
"""
import argparse
import gzip
import json
import sys

FT = 0.3048


def number(value):
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) \
        and value == value else None


def rows_of_traffic(data):
    """Both orientations, as rows."""
    if isinstance(data, list):
        yield from data
        return
    columns = list(data)
    for index in data["timestamp"]:
        yield {name: data[name].get(index) for name in columns}


def points_of_traffic(data):
    for row in rows_of_traffic(data):
        height = number(row.get("geoaltitude"))
        if height is None:
            height = number(row.get("altitude"))
        time = number(row.get("timestamp"))
        if row.get("onground") is True or time is None:
            continue
        yield ((row.get("icao24"), row.get("flight_id"), row.get("callsign")),
               (time / 1e3, number(row.get("latitude")), number(row.get("longitude")), height))


def points_of_trace(data):
    """trace: [seconds, lat, lon, feet or "ground", ..., at 8 details, at 10 geometric feet]"""
    callsign = None
    for row in data["trace"]:
        details = row[8] if len(row) > 8 and isinstance(row[8], dict) else {}
        callsign = details.get("flight", callsign or "").strip() or callsign
        if row[3] == "ground":
            continue
        height = number(row[10]) if len(row) > 10 else None
        yield ((data["icao"], None, callsign),
               (data["timestamp"] + row[0], number(row[1]), number(row[2]),
                number(row[3]) if height is None else height))


def flights(data):
    """Points of each (icao, flight, callsign), in order of time. A callsign that comes and goes
    makes no new flight: without a flight's own name, it is all one aircraft."""
    points = points_of_trace(data) if "trace" in data else points_of_traffic(data)
    found, names = {}, {}
    for (icao, flight, callsign), (time, lat, lon, feet) in points:
        if None in (time, lat, lon, feet):
            continue
        key = (icao, flight)
        found.setdefault(key, []).append((time, lat, lon, feet * FT))
        if callsign:
            names.setdefault(key, []).append(callsign.strip())
    for key, rows in found.items():
        rows.sort()
        grown = rows[:1]
        for row in rows[1:]:
            if row[0] > grown[-1][0]:
                grown.append(row)
        yield {"icao": key[0], "flight": key[1], "callsigns": sorted(set(names.get(key, [])))}, grown


def longest_stretch(points, max_gap):
    if max_gap is None:
        return points
    best, begin = [], 0
    for i in range(1, len(points) + 1):
        if i == len(points) or points[i][0] - points[i - 1][0] > max_gap:
            if begin < i and (not best or
                              points[i - 1][0] - points[begin][0] > best[-1][0] - best[0][0]):
                best = points[begin:i]
            begin = i
    return best


def window(points, begin, length):
    if not points:
        return points
    first = points[0][0] + begin
    left = [p for p in points if p[0] >= first]
    return [p for p in left if length is None or p[0] <= left[0][0] + length]


def slopes(points):
    """Change a second of lat, lon and height at each point: that of the parabola through it and
    its neighbours; at the ends, of the straight way."""
    found = []
    for i, (time, *_) in enumerate(points):
        a, b = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        if i in (0, len(points) - 1):
            found.append([(q - p) / (b[0] - a[0]) for p, q in zip(a[1:], b[1:])])
            continue
        share = (time - a[0]) / (b[0] - a[0])
        found.append([(1 - share) * (x - p) / (time - a[0]) + share * (q - x) / (b[0] - time)
                      for p, x, q in zip(a[1:], points[i][1:], b[1:])])
    return found


def smooth(points, every):
    """Cubic Hermite curves."""
    slope, left = slopes(points), 0
    first, last = points[0][0], points[-1][0]
    for k in range(int((last - first) / every) + 1):
        at = first + k * every
        while left < len(points) - 2 and points[left + 1][0] <= at:
            left += 1
        (t0, *p), (t1, *q) = points[left], points[left + 1]
        span = t1 - t0
        s = (at - t0) / span
        yield (at, *(p_ + s * s * (3 - 2 * s) * (q_ - p_) +
                     span * s * (1 - s) * ((1 - s) * v - s * w)
                     for p_, q_, v, w in zip(p, q, slope[left], slope[left + 1])))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("file")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--pick")
    parser.add_argument("--max-gap", type=float)
    parser.add_argument("--from", type=float, default=0.0, dest="begin")
    parser.add_argument("--for", type=float, dest="length")
    parser.add_argument("--every", type=float)
    options = parser.parse_args()
    if options.every is not None and options.every <= 0.0:
        parser.error("--every needs a positive number")
    try:
        with open(options.file, "rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with (gzip.open if packed else open)(options.file, "rt", encoding="utf-8") as file:
            found = [(name, longest_stretch(points, options.max_gap))
                     for name, points in flights(json.load(file))]
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError,
            AttributeError) as wrong:
        print(f"{options.file}: {type(wrong).__name__}: {wrong}", file=sys.stderr)
        return 3
    if options.pick is not None:
        found = [(name, points) for name, points in found
                 if options.pick in (name["icao"], name["flight"], *name["callsigns"])]
    if options.list:
        for name, points in found:
            gaps = [b[0] - a[0] for a, b in zip(points, points[1:])]
            print(json.dumps({**name, "points": len(points),
                              "seconds": round(sum(gaps), 1), "longest_gap": max(gaps, default=0)}))
        return 0
    if len(found) != 1:
        print(f"{options.file}: {len(found)} flights; --list them and --pick one",
              file=sys.stderr)
        return 1
    points = window(found[0][1], options.begin, options.length)
    if len(points) < 2:
        print(f"{options.file}: fewer than two points are left", file=sys.stderr)
        return 1
    if options.every is not None:
        points = list(smooth(points, options.every))
    print("time,lat,lon,height")
    for time, lat, lon, height in points:
        print(f"{time - points[0][0]:.3f},{lat:.7f},{lon:.7f},{height:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
