#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""export.py TOCSIN: a simulated attack, recorded, then exported in every format.

Judges: ajv with COURAGEOUS' own schema and the schemas of docs/schema, tshark for ASTERIX, ogrinfo
(GDAL) for GeoPackage, KML and GeoJSON, xmllint for KML, SQLite's integrity check, a grammar of
RFC 5424. What the files say is compared with the CSV and that with the simulation's truth.
"""
import csv
import json
import math
import os
import re
import shutil
import sqlite3
import sys
import tempfile

from shared import ROOT, Table, data, decode, run, skip

FORMATS = ["asterix", "cot", "courageous", "csv", "geojson", "gpkg", "kml", "mqtt", "ocsf", "sapient",
           "syslog", "tak"]
SYSLOG = re.compile(r"<(\d{1,3})>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z [!-~]{1,255} [!-~]{1,48} "
                    r"[!-~]{1,128} [!-~]{1,32} \[[^ =\]\"]{1,32}( [^ =\]\"]{1,32}=\"(\\[\"\\\]]|[^\"\\\]])*\")*\]"
                    r" \ufeff[^\x00-\x1f]+")


def record(tocsin, work):
    """A record of a simulated attack."""
    files, kept = os.path.join(work, "files"), os.path.join(work, "record")
    scenario = os.path.join(ROOT, "sites", "example", "attack.yaml")
    for command in ([tocsin, "simulate", scenario, "--files", files, "--quiet"],
                    [tocsin, "run", os.path.join(files, "site.yaml"), "--record", kept, "--no-api",
                     "--quiet"]):
        _, err, code = run(command)
        if code != 0:
            sys.exit(f"{command[1]}: exit {code}: {err}")
    return kept, os.path.join(files, "truth.csv")


def ogr(path):
    """Layers of a file, as GDAL sees them: their numbers of features."""
    out, err, code = run(["ogrinfo", "-so", "-al", path])
    if code != 0 or "ERROR" in out + err:
        return {"error": (out + err)[:500]}
    names = re.findall(r"^Layer name: (.*)$", out, re.M)
    return dict(zip(names, map(int, re.findall(r"^Feature Count: (\d+)$", out, re.M))))


def check_truth(table, rows, truth):
    """A drone's row lies where a drone flies, within five of its sigmas, ten metres and what it flies in a second."""
    with open(truth) as file:
        flown = {}
        for row in csv.DictReader(file):
            flown.setdefault(row["time"][:19], []).append((float(row["east"]), float(row["north"])))
    near = drones = 0
    for row in rows:
        if float(row["p_multirotor"]) < 0.9 or row["state"] != "confirmed":
            continue
        second = flown.get(row["time_utc"][:19], [])
        drones += 1
        reach = 35.0 + 5.0 * float(row["sigma_horizontal_m"]) # 25 m are flown in a second
        near += any(math.dist(at, (float(row["east_m"]), float(row["north_m"]))) < reach
                    for at in second)
    table.check("rows of drones are many", drones > 50, True)
    table.check("and lie where something flies", near >= 0.98 * drones, True)


def check_syslog(table, path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    table.check("syslog: lines that RFC 5424 takes", sum(bool(SYSLOG.fullmatch(x)) for x in lines),
                len(lines))
    raised = [x for x in lines if x.startswith("<129>")]
    table.check("syslog: a take-cover is an alert", all("take-cover" in x for x in raised) and
                len(raised) >= 1, True)


def check_ocsf(table, path, rows):
    with open(path, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    needed = {"activity_id", "category_uid", "class_uid", "dst_endpoint", "metadata", "severity_id",
              "time", "type_uid", "unmanned_aerial_system", "unmanned_system_operator"}
    table.check("ocsf: events with all that is required",
                sum(needed <= set(e) and e["type_uid"] == 800102 for e in events), len(events))
    table.check("ocsf: an event a row", sum("is_alert" not in e for e in events), len(rows))
    table.check("ocsf: critical events", any(e["severity_id"] == 5 for e in events), True)


def check_gpkg(table, path, rows):
    layers = ogr(path)
    table.check("gpkg: points", layers.get("points", layers), len(rows))
    table.check("gpkg: tracks", layers.get("tracks"), len({r["track"] for r in rows}))
    with sqlite3.connect(path) as db:
        table.check("gpkg: integrity", db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
        table.check("gpkg: foreign keys", db.execute("PRAGMA foreign_key_check").fetchall(), [])
    out, _, _ = run(["ogrinfo", "-q", "-sql",
                     "SELECT geom, track FROM points ORDER BY fid LIMIT 1", path])
    x, y, z = map(float, re.search(r"POINT Z \((\S+) (\S+) (\S+)\)", out).groups())
    number = re.search(r"track \(Integer64\) = (\d+)|track \(Integer\) = (\d+)", out)
    first = next(r for r in rows if r["track"] == (number[1] or number[2]))
    table.check("gpkg: the first point", (round(x, 6), round(y, 6), round(z, 1)),
                (round(float(first["lon_deg"]), 6), round(float(first["lat_deg"]), 6),
                 round(float(first["height_ellipsoid_m"]), 1)))


def check_courageous(table, path, rows):
    judges = os.path.join(ROOT, "tests", "judges")
    schema = data("courageous/courageous.schema.json")
    out, err, code = run(["node", os.path.join(judges, "ajv.mjs"), schema, path])
    table.check("courageous: ajv", (code, out + err), (0, ""))
    with open(path) as file:
        log = json.load(file)
    records = [r for t in log["tracks"] for r in t["records"]]
    table.check("courageous: a record a row", len(records), len(rows))
    table.check("courageous: record numbers are unique", len({r["record_number"] for r in records}),
                len(records))
    table.check("courageous: some are alarmed", any(r["alarm"]["active"] for r in records), True)
    # ajv must be able to say no.
    del log["tracks"][0]["records"][0]["alarm"]
    with open(path + ".wrong", "w") as file:
        json.dump(log, file)
    table.check("courageous: ajv refuses what lacks an alarm",
                run(["node", os.path.join(judges, "ajv.mjs"), schema, path + ".wrong"])[2], 1)


def check_places(table, work, rows):
    tracks = len({r["track"] for r in rows})
    if shutil.which("xmllint") is not None:
        out, err, code = run(["xmllint", "--noout", os.path.join(work, "out.kml")])
        table.check("kml: well formed for xmllint", (code, out + err), (0, ""))
    table.check("kml: placemarks", ogr(os.path.join(work, "out.kml")).get("tracks"), tracks)
    with open(os.path.join(work, "out.geojson")) as file:
        features = json.load(file)["features"]
    layers = [f["properties"]["layer"] for f in features]
    table.check("geojson: tracks, zones, sensors",
                (layers.count("track"), layers.count("zone"), layers.count("sensor")), (tracks, 3, 5))
    table.check("geojson: features for GDAL", sum(ogr(os.path.join(work, "out.geojson")).values()),
                len(features))
    table.check("geojson: as many times as places",
                all(len(f["properties"]["times"]) == len(f["geometry"]["coordinates"])
                    for f in features if f["geometry"]["type"] == "LineString"
                    and f["properties"]["layer"] == "track"), True)


def check_asterix(table, tocsin, path, rows):
    if shutil.which("tshark") is None:
        print("no tshark: asterix is not judged")
        return
    out, _, code = run(["tshark", "-r", path, "-d", "udp.port==8600,asterix", "-V"])
    table.check("asterix: tshark", (code, len(re.findall("Malformed", out))), (0, 0))
    ours, counts, code = decode(tocsin, "asterix", path)
    table.check("asterix: records by tshark", len(re.findall("Asterix message, #", out)), len(ours))
    tracks = [r["items"] for r in ours if r["category"] == 62]
    # A track that has ended is told once more (TSE).
    ended = sum(t["I062/080"].get("TSE", 0) == 1 for t in tracks)
    table.check("asterix: a record a row", len(tracks) - ended, len(rows))
    first = next(t for t in tracks if t["I062/080"].get("TSE", 0) == 0)
    table.check("asterix: the first place", any(
        abs(first["I062/105"]["LAT_deg"] - float(r["lat_deg"])) < 1e-5 and
        abs(first["I062/105"]["LON_deg"] - float(r["lon_deg"])) < 1e-5 for r in rows[:20]), True)
    table.check("asterix: sensors and service", {r["category"] for r in ours}, {62, 63, 65})
    table.check("asterix: nothing damaged", (code, counts.get("damaged", 0)), (0, 0))


def check_sapient(table, tocsin, path, rows):
    out, _, code = run([tocsin, "validate", "sapient", "--session", path])
    table.check("sapient: every rule", (code, out), (0, path + ": valid\n"))
    messages, _, _ = decode(tocsin, "sapient", path)
    kinds = [m["kind"] for m in messages]
    confirmed = sum(r["state"] == "confirmed" for r in rows)
    table.check("sapient: registered once, first", (kinds[0], kinds.count("registration")),
                ("registration", 1))
    table.check("sapient: a detection a confirmed row", kinds.count("detectionReport"), confirmed)
    table.check("sapient: alerts", kinds.count("alert") >= 1, True)


def check_mqtt(table, work, rows):
    judges, schemas = (os.path.join(ROOT, *p) for p in (("tests", "judges"), ("docs", "schema")))
    with open(os.path.join(work, "out.mqtt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for kind in ("track", "alarm"):
        path = os.path.join(work, kind + ".jsonl")
        mine = [line for line in lines if json.loads(line)["type"] == kind]
        schema = os.path.join(schemas, kind + ".schema.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(mine))
        judge = ["node", os.path.join(judges, "ajv_lines.mjs"), schema, path]
        table.check(f"mqtt: {kind}s for ajv", run(judge), ("", "", 0))
        table.check(f"mqtt: {kind}s", len(mine) == len(rows) if kind == "track" else len(mine) > 5, True)
        for wrong in ({**json.loads(mine[0]), "site": 7}, {**json.loads(mine[0]), "more": 1}):
            with open(path, "w", encoding="utf-8") as file:
                file.write(json.dumps(wrong))
            table.check(f"mqtt: ajv refuses a wrong {kind}", run(judge)[2], 1)


def check_use(table, tocsin, kept, work):
    """What people type wrong, and windows of time."""
    out = os.path.join(work, "part.csv")
    run([tocsin, "export", kept, "--format", "csv", "-o", out, "--from", "2021-11-06T23:00:30Z",
         "--to", "2021-11-06T23:00:40Z", "--every", "5"])
    with open(out) as file:
        times = sorted({r["time_utc"][:19] for r in csv.DictReader(file)})
    table.check("a window of ten seconds, every five",
                all("2021-11-06T23:00:30" <= t <= "2021-11-06T23:00:40" for t in times) and
                1 <= len(times) <= 3, True)
    for what, arguments, code in (
            ("no such format", [kept, "--format", "shp"], 2),
            ("gpkg to standard output", [kept, "--format", "gpkg"], 2),
            ("no such record", [os.path.join(work, "none"), "--format", "csv", "-o", out], 3),
            ("a folder that is not there", [kept, "--format", "csv", "-o", work + "/no/x.csv"], 3)):
        table.check(what, run([tocsin, "export"] + arguments)[2], code)
    table.check("nothing half done is left", [f for f in os.listdir(work) if f.endswith(".part")], [])


def main():
    tocsin = sys.argv[1]
    if shutil.which("ogrinfo") is None:
        skip("ogrinfo (gdal-bin) is not installed")
    if not os.path.isdir(os.path.join(ROOT, "tests", "judges", "node_modules")):
        skip("tests/judges has no node_modules (npm ci)")
    table = Table()
    with tempfile.TemporaryDirectory() as work:
        kept, truth = record(tocsin, work)
        for name in FORMATS:
            _, err, code = run([tocsin, "export", kept, "--format", name, "-o",
                                os.path.join(work, "out." + name)])
            table.check(f"export {name}", (code, err.startswith("1")), (0, True))
        with open(os.path.join(work, "out.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        check_truth(table, rows, truth)
        check_places(table, work, rows)
        check_gpkg(table, os.path.join(work, "out.gpkg"), rows)
        check_courageous(table, os.path.join(work, "out.courageous"), rows)
        check_asterix(table, tocsin, os.path.join(work, "out.asterix"), rows)
        check_sapient(table, tocsin, os.path.join(work, "out.sapient"), rows)
        check_mqtt(table, work, rows)
        check_ocsf(table, os.path.join(work, "out.ocsf"), rows)
        check_syslog(table, os.path.join(work, "out.syslog"))
        check_use(table, tocsin, kept, work)
    table.exit()


if __name__ == "__main__":
    main()
