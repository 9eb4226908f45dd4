#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""modes.py TOCSIN: extended squitters in recordings, against decodes of two other
programs."""
import json
import sys
import tempfile

from shared import Table, agreed, data, decode

FRAMES = 2000


def check_counts(table, records, counts, form, foreign):
    table.check(f"{form}: frames with their parity right", len(records), FRAMES)
    table.check(f"{form}: damaged, foreign, impossible",
                (counts["damaged"], counts["foreign"], counts["impossible"]),
                (0, foreign, 0))


def without_transport(records):
    return [{k: v for k, v in r.items()
             if k not in ("frame", "utc", "ticks", "signal_raw")} for r in records]


# The golden file's names and ours; what is not here has the same name.
NAMES = {
    "typecode": "type_code", "altitude": "altitude_ft", "groundspeed": "ground_speed_kt",
    "track": "track_deg", "vertical_rate": "vertical_rate_ftpmin",
    "selected_altitude_mcp": "selected_altitude_mcp_ft",
    "selected_altitude_fms": "selected_altitude_fms_ft",
    "baro_pressure_setting": "baro_pressure_setting_hpa", "roll": "roll_deg",
    "true_track": "true_track_deg", "track_rate": "track_rate_degps",
    "true_airspeed": "true_airspeed_kt", "magnetic_heading": "magnetic_heading_deg",
    "indicated_airspeed": "indicated_airspeed_kt", "heading": "heading_deg",
    "baro_vertical_rate": "baro_vertical_rate_ftpmin",
    "inertial_vertical_rate": "inertial_vertical_rate_ftpmin",
}


def value_of(record, name, golden):
    """The value under our name, written as the golden file writes it."""
    ours = record.get(NAMES.get(name, name))
    if name == "airspeed":
        ours = record.get("true_airspeed_kt", record.get("indicated_airspeed_kt"))
    elif name == "airspeed_type":
        ours = "TAS" if "true_airspeed_kt" in record else "IAS"
    elif name == "icao":
        ours = ours.upper() if golden.isupper() else ours
    elif name == "callsign":
        ours = ours.ljust(8).replace(" ", "_")
    elif name == "category":
        ours = int(ours[1])
    elif name == "groundspeed" and isinstance(golden, int):
        ours = int(ours)
    elif name == "altitude" and ours is None:
        ours = record.get("gnss_height_ft")
    return ours


def wrong_fields(record, golden):
    wrong = 0
    for name, value in golden.items():
        ours = value_of(record, name, value)
        if isinstance(value, float):
            same = isinstance(ours, (int, float)) and abs(ours - value) < 1e-9
        else:
            same = ours == value
        if not same:
            print(f"  {record['hex']}: {name}: {ours}, golden {value}")
        wrong += not same
    return wrong


def check_golden(tocsin, table, path):
    """Every field of every decode of another program, from its octets."""
    with open(path, encoding="utf-8") as file:
        golden = json.load(file)
    with tempfile.NamedTemporaryFile("w", suffix=".avr") as file:
        file.writelines(f"*{octets};\n" for octets in golden)
        file.flush()
        records, _, _ = decode(tocsin, "modes", file.name)
    by_hex = {r["hex"]: r for r in records}
    wrong = [wrong_fields(by_hex.get(k, {"hex": k}), v) for k, v in golden.items()]
    fields = sum(map(len, golden.values()))
    agreed("Mode S", "golden.json", "another decoder's output", len(golden), fields, sum(wrong))
    table.check(f"golden decodes, {fields} fields", wrong.count(0), len(golden))
    bds = [r for r in records if "bds" in r]
    table.check("registers are marked as inferred",
                all(r["bds_inferred"] and r["address_from"] == "parity" for r in bds), True)


def metres(a, b):
    """Near 51 degrees north, a degree of longitude has about 70 km."""
    return max(abs(a[0] - b[0]) * 111200, abs(a[1] - b[1]) * 70000)


def check_places(table, records):
    """The positions of another program, frame by frame. Its recording was made by a fast
    replay, in which it took two positions into another zone, 680 km away; ours have to go
    on from one to the next."""
    theirs = []
    with open(data("modes/readsb_generated/out.sbs"), encoding="ascii") as file:
        for line in file:
            columns = line.split(",")
            theirs.append((float(columns[14]), float(columns[15]))
                          if columns[14] else None)
    ours = [(r["lat_deg"], r["lon_deg"]) if "lat_deg" in r else None for r in records]
    both = [(o, t) for o, t in zip(ours, theirs) if o and t]
    near = sum(metres(o, t) < 1.0 for o, t in both)
    agreed("Mode S", "positions of out.sbs (two of theirs lie 680 km off)", "readsb's output", len(both),
           len(both), len(both) - near)
    table.check("positions that both have", len(both), 449)
    table.check("of them within 1 m", near, 447)
    path = [o for o in ours if o]
    # 250 m/s, and gaps of up to 20 s in the recording.
    steps = [metres(a, b) for a, b in zip(path, path[1:])]
    table.check("largest step of our path below 6 km", max(steps) < 6000, True)
    table.check("positions in all", len(path), 933)


def main():
    tocsin = sys.argv[1]
    table = Table()
    timed, counts, _ = decode(tocsin, "modes", data("modes/sample_data_adsb.csv"))
    check_counts(table, timed, counts, "timed lines", 0)
    check_golden(tocsin, table, data("modes/golden.json"))
    check_places(table, timed)
    for form, path, foreign in (("AVR", "adsb.avr", 0), ("Beast", "out.beast", 5)):
        records, counts, _ = decode(tocsin, "modes",
                                    data("modes/readsb_generated/" + path))
        check_counts(table, records, counts, form, foreign)
        table.check(f"{form}: the same as the timed lines",
                    without_transport(records) == without_transport(timed), True)
    _, counts, _ = decode(tocsin, "modes", data("modes/modes1.antirez-dump1090.avr"))
    table.check("another receiver: frames, foreign, damaged",
                (counts["records"], counts["foreign"], counts["damaged"]), (217, 0, 0))
    table.exit()


main()
