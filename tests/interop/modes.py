#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""modes.py TOCSIN: extended squitters in recordings, against decodes of two other
programs."""
import json
import sys

from shared import Table, data, decode

FRAMES = 2000


def check_counts(table, records, counts, form, foreign):
    table.check(f"{form}: frames with their parity right", len(records), FRAMES)
    table.check(f"{form}: damaged, foreign, impossible",
                (counts["damaged"], counts["foreign"], counts["impossible"]),
                (0, foreign, 0))


def without_transport(records):
    return [{k: v for k, v in r.items()
             if k not in ("frame", "utc", "ticks", "signal_raw")} for r in records]


def same_fields(record, golden):
    """The golden file's fields, under our names."""
    ours = {"df": record["df"], "icao": record["icao"],
            "typecode": record["type_code"]}
    if record["kind"] == "airborne_position":
        ours["altitude"] = record.get("altitude_ft")
        ours["cpr_format"] = record["cpr_format"]
    elif record["kind"] == "velocity":
        ours["groundspeed"] = int(record["ground_speed_kt"])
        ours["track"] = record["track_deg"]
        ours["vertical_rate"] = record["vertical_rate_ftpmin"]
    elif record["kind"] == "identity":
        ours["callsign"] = record["callsign"].ljust(8).replace(" ", "_")
        ours["category"] = int(record["category"][1])
    close = abs(ours.pop("track", 0.0) - golden.pop("track", 0.0)) < 1e-9
    return close and ours == golden


def check_golden(table, records):
    with open(data("modes/golden.json"), encoding="utf-8") as file:
        golden = {k: v for k, v in json.load(file).items() if v["df"] in (17, 18)}
    by_hex = {r["hex"]: r for r in records}
    agree = sum(same_fields(by_hex[k], v) for k, v in golden.items() if k in by_hex)
    table.check("golden decodes of formats 17 and 18, field by field", agree,
                len(golden))


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
    check_golden(table, timed)
    check_places(table, timed)
    for form, path, foreign in (("AVR", "adsb.avr", 0), ("Beast", "out.beast", 5)):
        records, counts, _ = decode(tocsin, "modes",
                                    data("modes/readsb_generated/" + path))
        check_counts(table, records, counts, form, foreign)
        table.check(f"{form}: the same as the timed lines",
                    without_transport(records) == without_transport(timed), True)
    _, counts, _ = decode(tocsin, "modes", data("modes/modes1.antirez-dump1090.avr"))
    table.check("another receiver: squitters, other formats, damaged",
                (counts["records"], counts["foreign"], counts["damaged"]), (120, 97, 0))
    table.exit()


main()
