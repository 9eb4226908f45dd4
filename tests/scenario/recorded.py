#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real trajectories as truth: gliders, a helicopter that circles, fire fighters, an airliner.

usage: recorded.py TOCSIN CONVERTER

Trajectories lie where TOCSIN_SHARED says, or in ../shared; CONVERTER is tools/tracks_to_csv.py.

Each, on a smooth curve through its recorded points, flies for up to 300 s over a site of its own:
a radar of 1 s and an ADS-B receiver. The origin lies under the track's first point, 50 m below its
lowest and no higher than 1500 m. Asserted: one track and no other in the summary; from 5 s on it is
in every picture, confirmed, with the aircraft's address; and in the median it lies no farther from
the truth than one ADS-B report does. Prints a JSON object a trajectory; exit 1 when one is not as it
should be.

One report: the simulated aircraft knows its place to 1.5 m in east and in north and 3 m in height;
compact position reporting has steps of 360 / (60 * 2^17) degrees, 5.1 m, and altitude steps of 25 ft,
each an error of step / sqrt(12). Two equal components make a distance with the median 1.1774 sigma
(Rayleigh), one makes 0.6745 sigma.
"""
import csv
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SIGMA_M = math.hypot(1.5, 5.1 / math.sqrt(12.0))
HEIGHT_SIGMA_M = math.hypot(3.0, 25 * 0.3048 / math.sqrt(12.0))
MOST_M = 1.1774 * SIGMA_M               # 2.5
MOST_HEIGHT_M = 0.6745 * HEIGHT_SIGMA_M  # 2.5
HIGHEST_SITE_M = 1500.0
SECONDS = 300
SETTLED_S = 5.0

# file, address, what to take of it
TRACKS = [
    ("glider", "gliders/sisteron.json.gz", "dd0891", "--max-gap 20 --from 300"),
    ("glider, low", "gliders/franconia.json.gz", "ddb056", "--max-gap 20 --from 300"),
    ("television relay", "tv_relay/vasaloppet.json.gz", "44b0b4", "--from 6000"),
    ("fire fighting", "firefighting/calfire.json.gz", "a52add",
     "--pick T71_124 --max-gap 30 --from 300"),
    ("airliner", "readsb/trace_full_ac671b.json", "ac671b", "--max-gap 20 --from 600"),
]

SITE = """site:
  name: recorded
  origin: {{ lat: {lat}, lon: {lon}, height: {height} }}
sensors:
  - id: radar
    kind: radar
    position: {{ east: 0, north: -1000, up: 10 }}
    sigma: {{ range: 10, azimuth: 0.3, elevation: 0.5 }}
    clock_sigma: 0.02
    period: 1.0
    coverage: {{ range: [100, 100000], azimuth: all, elevation: [-10, 90] }}
    detection: {{ probability: 0.9 }}
    clutter_per_scan: 2
  - id: receiver
    kind: ads-b
    position: {{ east: 0, north: 0, up: 10 }}
    sigma: {{ position: 10, height: 15 }}
    clock_sigma: 0.1
    coverage: {{ range: [0, 300000], azimuth: all, elevation: [-90, 90] }}
feeds:
  - id: radar
    protocol: asterix
    sources: [{{ sensor: radar, sac: 25, sic: 10 }}]
    udp: {{ address: 127.0.0.1, port: 8600 }}
  - id: ads-b
    protocol: mode-s
    form: beast
    sources: [{{ sensor: receiver }}]
    tcp: {{ connect: 127.0.0.1, port: 30005 }}
zones: []
"""

SCENARIO = """name: recorded
site: site.yaml
begin: 2024-05-01T12:00:00Z
seed: 1
duration: {seconds}
flyers:
  - id: real
    kind: aircraft
    icao: "{icao}"
    callsign: REAL
    at: 0
    recorded: real.csv
    rcs: 10
"""


def seconds(text):
    whole, fraction = text.rstrip("Z").split(".")
    at = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return at.timestamp() + float("0." + fraction)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def write_scenario(folder, converter, source, icao, how):
    """Returns the origin (lat, lon, height) and how long it flies."""
    text = run(sys.executable, converter, source, "--pick", icao, "--for", str(SECONDS),
               "--every", "0.5", *how.split())
    with open(os.path.join(folder, "real.csv"), "w") as file:
        file.write(text)
    points = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(text.splitlines())]
    origin = (points[0]["lat"], points[0]["lon"],
              min(min(p["height"] for p in points) - 50.0, HIGHEST_SITE_M))
    length = math.floor(points[-1]["time"])
    with open(os.path.join(folder, "site.yaml"), "w") as file:
        file.write(SITE.format(lat=origin[0], lon=origin[1], height=origin[2]))
    with open(os.path.join(folder, "real.yaml"), "w") as file:
        file.write(SCENARIO.format(seconds=length, icao=icao))
    return origin, length


def enu(origin, lat, lon, height):
    """WGS 84 to the site's frame, through ECEF; nothing of the program's is used."""
    a, e2 = 6378137.0, 6.69437999014e-3

    def ecef(lat_deg, lon_deg, h):
        phi, lam = math.radians(lat_deg), math.radians(lon_deg)
        n = a / math.sqrt(1.0 - e2 * math.sin(phi) ** 2)
        return ((n + h) * math.cos(phi) * math.cos(lam), (n + h) * math.cos(phi) * math.sin(lam),
                (n * (1.0 - e2) + h) * math.sin(phi))
    x, y, z = (p - o for p, o in zip(ecef(lat, lon, height), ecef(*origin)))
    phi, lam = math.radians(origin[0]), math.radians(origin[1])
    north = -math.sin(phi) * (math.cos(lam) * x + math.sin(lam) * y) + math.cos(phi) * z
    up = math.cos(phi) * (math.cos(lam) * x + math.sin(lam) * y) + math.sin(phi) * z
    return -math.sin(lam) * x + math.cos(lam) * y, north, up


def place(origin, track):
    """East, north, up of a track, whose height_m is its up: the height over the ellipsoid that
    belongs to it is found by trying."""
    height = origin[2]
    for _ in range(4):
        east, north, up = enu(origin, track["lat"], track["lon"], height)
        height += track["height_m"] - up
    return east, north, up


def truth_at(truth, at):
    """Between two lines, a tenth of a second apart."""
    i = min(max(int((at - truth[0][0]) * 10.0), 0), len(truth) - 2)
    (t0, *p), (t1, *q) = truth[i], truth[i + 1]
    share = (at - t0) / (t1 - t0)
    return [x + share * (y - x) for x, y in zip(p, q)]


def compare(origin, truth, pictures, icao):
    """Distances of the track, flat and in height; pictures in which it is not alone."""
    flat, high, wrong, compared = [], [], 0, 0
    for picture in pictures:
        now = seconds(picture["time"])
        if not truth[0][0] + SETTLED_S <= now <= truth[-1][0]:
            continue
        compared += 1
        tracks = [t for t in picture["tracks"] if t["state"] == "confirmed"]
        if [t["claim"] for t in tracks] != [f"ICAO {icao.upper()}"]:
            wrong += 1
            continue
        east, north, up = place(origin, tracks[0])
        real = truth_at(truth, now)
        flat.append(math.hypot(east - real[0], north - real[1]))
        high.append(abs(up - real[2]))
    return sorted(flat), sorted(high), wrong, compared


def one(tocsin, converter, name, source, icao, how):
    with tempfile.TemporaryDirectory() as folder:
        origin, length = write_scenario(folder, converter, source, icao, how)
        sim = os.path.join(folder, "sim")
        run(tocsin, "simulate", os.path.join(folder, "real.yaml"), "--files", sim, "--quiet")
        tracks = os.path.join(folder, "tracks.jsonl")
        summary = json.loads(run(tocsin, "run", os.path.join(sim, "site.yaml"), "--tracks", tracks,
                                 "--quiet"))
        with open(tracks) as file:
            pictures = [json.loads(line) for line in file]
        with open(os.path.join(sim, "truth.csv")) as file:
            truth = [(seconds(row["time"]), *(float(row[k]) for k in ("east", "north", "up")))
                     for row in csv.DictReader(file)]
    flat, high, wrong, compared = compare(origin, truth, pictures, icao)
    good = (len(summary["tracks"]) == 1 and wrong == 0 and compared >= length - 10 and
            not summary["alarms"] and flat[len(flat) // 2] <= MOST_M and
            high[len(high) // 2] <= MOST_HEIGHT_M)
    print(json.dumps({
        "trajectory": name, "icao": icao, "seconds": length,
        "way_m": round(sum(math.dist(a[1:], b[1:]) for a, b in zip(truth, truth[1:]))),
        "tracks": len(summary["tracks"]), "pictures": compared, "pictures_without_it": wrong,
        "distance_m_median": flat and round(flat[len(flat) // 2], 1),
        "distance_m_p95": flat and round(flat[len(flat) * 95 // 100], 1), "at_most": round(MOST_M, 1),
        "height_m_median": high and round(high[len(high) // 2], 1),
        "height_at_most": round(MOST_HEIGHT_M, 1), "good": good}), flush=True)
    return good


def main(tocsin, converter):
    shared = os.environ.get("TOCSIN_SHARED", os.path.join(HERE, "../../../shared"))
    folder = os.path.join(shared, "data", "adsb_tracks")
    if not os.path.isdir(folder):
        print("SKIP: no trajectories at TOCSIN_SHARED")
        return 77
    results = [one(tocsin, converter, name, os.path.join(folder, path), icao, how)
               for name, path, icao, how in TRACKS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(*sys.argv[1:]))
