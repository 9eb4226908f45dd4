#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""modes_told.py TOCSIN: what readsb made of 2000 squitters, against what we make of them.

The same traffic is there as Beast, as SBS lines (one a squitter) and as JSON lines (one a
position). Beast is decoded frame by frame, SBS and JSON are read, and every field is
compared. A day of another aircraft, from a trace of readsb, has the names that these do not
have: each of its rows becomes a JSON line and has to come back as it was.
"""
import json
import sys
import tempfile

from shared import Table, agreed, data, decode

FOLDER = "modes/readsb_generated/"


def metres(a, b):
    """Near 51 degrees north, a degree of longitude has about 70 km."""
    return max(abs(a[0] - b[0]) * 111200, abs(a[1] - b[1]) * 70000)


class Fields:
    """How many of each field agree."""

    def __init__(self, table, what):
        self.table, self.what, self.counts = table, what, {}

    def add(self, name, good):
        agree, all_ = self.counts.get(name, (0, 0))
        self.counts[name] = agree + bool(good), all_ + 1

    def check(self, expected):
        agree, all_ = (sum(counts[i] for counts in self.counts.values()) for i in (0, 1))
        agreed(f"ADS-B, {self.what}", "what it told", "readsb's output",
               max(counts[1] for counts in self.counts.values()), all_, all_ - agree)
        for name, (agree, all_) in self.counts.items():
            self.table.check(f"{self.what}: {name}, of {all_}", agree, expected.get(name, all_))


def place(record):
    return (record["lat_deg"], record["lon_deg"]) if "lat_deg" in record else None


def near(ours, theirs, step):
    return ours is not None and theirs is not None and abs(ours - theirs) <= step / 2 + 1e-9


def check_sbs(table, frames, lines):
    """One line a frame, in the same order."""
    kinds = {"identity": 1, "airborne_position": 3, "velocity": 4}
    fields = Fields(table, "SBS")
    for frame, line in zip(frames, lines):
        fields.add("transmission type", kinds[frame["kind"]] == line["transmission_type"])
        fields.add("address", frame["icao"] == line["icao"])
        for name in ("callsign", "altitude_ft", "vertical_rate_ftpmin"):
            if name in frame or name in line:
                fields.add(name, frame.get(name) == line.get(name))
        for name in ("ground_speed_kt", "track_deg"):
            if name in frame or name in line:
                fields.add(name, near(frame.get(name), line.get(name), 1))
        if "lat_deg" in line:
            fields.add("position within 1 m", place(frame) and metres(place(frame), place(line)) < 1)
    # Two positions readsb took into another zone: see modes.py.
    fields.check({"position within 1 m": 447})


def states_after(frames):
    """What is known of the aircraft after each frame."""
    names = ("altitude_ft", "callsign", "category", "ground_speed_kt", "track_deg",
             "vertical_rate_ftpmin", "gnss_minus_baro_ft", "lat_deg", "lon_deg")
    state = {}
    for frame in frames:
        state = state | {name: frame[name] for name in names if name in frame}
        yield state


def check_json(table, frames, lines, objects):
    """An object belongs to the SBS line with its position, and so to that frame."""
    states, at = list(states_after(frames)), 0
    fields = Fields(table, "JSON")
    for told in objects:
        while at < len(lines) - 1 and place(lines[at]) != place(told):
            at += 1
        state = states[at]
        fields.add("its SBS line", place(lines[at]) == place(told))
        fields.add("address", told["icao"] == "406b90")
        for name in ("callsign", "category", "altitude_ft"):
            fields.add(name, state[name] == told[name])
        fields.add("gnss_height_ft",
                   state["altitude_ft"] + state["gnss_minus_baro_ft"] == told["gnss_height_ft"])
        fields.add("vertical rate",
                   state["vertical_rate_ftpmin"] == told["gnss_vertical_rate_ftpmin"])
        fields.add("ground_speed_kt", near(state["ground_speed_kt"], told["ground_speed_kt"], 0.1))
        fields.add("track_deg", near(state["track_deg"], told["track_deg"], 0.01))
        fields.add("position within 1 m", metres(place(state), place(told)) < 1)
    fields.check({"position within 1 m": 444})


# readsb's names and ours; what is not here has the same name.
NAMES = {
    "lat": "lat_deg", "lon": "lon_deg", "alt_baro": "altitude_ft", "alt_geom": "gnss_height_ft",
    "gs": "ground_speed_kt", "track": "track_deg", "baro_rate": "baro_vertical_rate_ftpmin",
    "geom_rate": "gnss_vertical_rate_ftpmin", "ias": "indicated_airspeed_kt",
    "tas": "true_airspeed_kt", "track_rate": "track_rate_degps", "roll": "roll_deg",
    "mag_heading": "magnetic_heading_deg", "true_heading": "true_heading_deg",
    "nav_qnh": "baro_pressure_setting_hpa", "nav_altitude_mcp": "selected_altitude_mcp_ft",
    "nav_altitude_fms": "selected_altitude_fms_ft", "nav_heading": "selected_heading_deg",
    "wd": "wind_from_deg", "ws": "wind_speed_kt", "rc": "containment_radius_m", "spi": "ident",
    "hex": "icao", "type": "source", "flight": "callsign",
}


def trace_objects(path):
    """The rows of a trace as aircraft."""
    with open(path, encoding="utf-8") as file:
        trace = json.load(file)
    for row in trace["trace"]:
        told = dict(row[8] or {})
        told |= {"hex": trace["icao"], "now": round(trace["timestamp"] + row[0], 3),
                 "lat": row[1], "lon": row[2], "alt_baro": row[3], "gs": row[4]}
        yield {name: value for name, value in told.items() if value is not None}


def check_trace(tocsin, table, path):
    objects = list(trace_objects(path))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.writelines(json.dumps(told) + "\n" for told in objects)
        file.flush()
        records, counts, _ = decode(tocsin, "modes", file.name)
    table.check("trace: rows", (len(records), counts["damaged"], counts["impossible"]),
                (len(objects), 0, 0))
    fields = Fields(table, "trace")
    for told, record in zip(objects, records):
        for name, value in told.items():
            if name == "now":
                continue
            if value == "ground":
                fields.add("on the ground", record["on_ground"])
                continue
            value = value.rstrip() if isinstance(value, str) else value
            fields.add(name, record.get(NAMES.get(name, name)) == value)
    fields.check({})


def main():
    tocsin = sys.argv[1]
    table = Table()
    frames, _, _ = decode(tocsin, "modes", data(FOLDER + "out.beast"))
    lines, counts, _ = decode(tocsin, "modes", data(FOLDER + "out.sbs"))
    table.check("frames, SBS lines, damaged and foreign",
                (len(frames), len(lines), counts["damaged"] + counts["foreign"]), (2000, 2000, 0))
    objects, counts, _ = decode(tocsin, "modes", data(FOLDER + "out.json"))
    table.check("JSON lines, damaged and foreign",
                (len(objects), counts["damaged"] + counts["foreign"]), (446, 0))
    check_sbs(table, frames, lines)
    check_json(table, frames, lines, objects)
    document, _, _ = decode(tocsin, "modes", data(FOLDER + "aircraft_live.json"))
    with open(data(FOLDER + "aircraft_live.json"), encoding="utf-8") as file:
        theirs = json.load(file)["aircraft"]
    table.check("aircraft.json: aircraft and their places", [place(r) for r in document],
                [(a["lat"], a["lon"]) for a in theirs])
    check_trace(tocsin, table, data("adsb_tracks/readsb/trace_full_ac671b.json"))
    table.exit()


main()
