#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""uat.py TOCSIN: a recording of UAT, against a decoder that is written here.

It shares nothing with tocsin: a frame is one large number, a field a slice of its text in
binary, by the octets and bits of RTCA DO-282B 2.2.4.5. Every field of every downlink frame
is compared, and what aircraft say has to fit: they move as they say they do.
"""
import gzip
import math
import sys
import tempfile

from shared import Table, agreed, data, decode

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ "
QUALIFIERS = ("adsb_icao adsb_other tisb_icao tisb_trackfile vehicle beacon adsr_other "
              "reserved").split()


class Frame:
    """Fields by octet and bit, both counted from 1."""

    def __init__(self, octets):
        self.text = bin(int("1" + octets, 16))[3:]

    def at(self, octet, bit, count):
        first = octet * 8 - 9 + bit
        return int(self.text[first:first + count], 2)

    def signed(self, octet, bit, count, unit):
        """A sign and a magnitude plus one; None: not known."""
        magnitude = self.at(octet, bit + 1, count)
        return None if magnitude == 0 else unit * (magnitude - 1) * (-1) ** self.at(octet, bit, 1)


def altitude(code):
    return None if code == 0 else 25 * code - 1025


def places(f, out):
    lat, lon = f.at(5, 1, 23) * 360 / 2 ** 24, f.at(7, 8, 24) * 360 / 2 ** 24
    if lat or lon or f.at(12, 5, 4):
        out["lat_deg"] = lat if lat <= 90 else lat - 180
        out["lon_deg"] = lon if lon <= 180 else lon - 360


def state_vector(f, out):
    places(f, out)
    geometric = f.at(10, 8, 1)
    out["gnss_height_ft" if geometric else "altitude_ft"] = altitude(f.at(11, 1, 12))
    out["first_altitude"] = "geometric" if geometric else "barometric"
    out["nic"] = f.at(12, 5, 4)
    state = f.at(13, 1, 2)
    out["air_ground"] = ("airborne", "supersonic", "ground", "reserved")[state]
    if state < 2:
        north, east = f.signed(13, 4, 10, 4 ** state), f.signed(14, 7, 10, 4 ** state)
        out["north_kt"], out["east_kt"] = north, east
        if north is not None and east is not None:
            out["ground_speed_kt"] = math.hypot(north, east)
            out["track_deg"] = math.degrees(math.atan2(east, north)) % 360
        out["vertical_rate_ftpmin"] = f.signed(16, 3, 9, 64)
        if out["vertical_rate_ftpmin"] is not None:
            out["vertical_rate_source"] = "barometric" if f.at(16, 2, 1) else "geometric"
    qualifier = f.at(1, 6, 3)
    if qualifier in (0, 1, 4, 5):
        out["utc_coupled"] = f.at(17, 5, 1) == 1
        out["uplink_feedback"] = f.at(17, 6, 3)
    elif qualifier != 7:
        out["tisb_site"] = f.at(17, 5, 4)


def mode_status(f, out):
    nine = []
    for octet in (18, 20, 22):
        high, low = divmod(f.at(octet, 1, 16), 40)
        nine += [*divmod(high, 40), low]
    out["category"] = "ABCDE"[nine[0] // 8] + str(nine[0] % 8)
    name = "".join((CHARACTERS + "   ")[n] for n in nine[1:]).rstrip()
    if name:
        squawk = len(name) == 4 and set(name) <= set("01234567")
        out["callsign" if f.at(27, 7, 1) else "squawk" if squawk else "flight_plan_id"] = name
    out["emergency"] = "none general medical fuel radio unlawful downed reserved".split()[f.at(24, 1, 3)]
    version = out["version"] = f.at(24, 4, 3)
    out["sil"], out["transmit_slot"] = f.at(24, 7, 2), f.at(25, 1, 6)
    out["nac_p"], out["nac_v"], out["nic_baro"] = f.at(26, 1, 4), f.at(26, 5, 3), f.at(26, 8, 1)
    if version >= 2:
        can, modes = ("uat_in", "es_in", "acas"), 4
        out["sda"], out["sil_supplement"] = f.at(25, 7, 2), f.at(27, 8, 1)
        out["gva"], out["nic_supplement"] = f.at(28, 1, 2), f.at(28, 4, 1)
        out["single_antenna"] = f.at(28, 3, 1) == 1
    else:
        can, modes = ("cdti", "acas"), 3
        out["heading_reference"] = "magnetic" if f.at(27, 6, 1) else "true"
    out["capabilities"] = [name for i, name in enumerate(can) if f.at(27, 1 + i, 1)]
    out["operational_modes"] = [name for i, name in
                                enumerate(("acas_advisory", "ident", "atc_services"))
                                if f.at(27, modes + i, 1)]


def read(octets):
    """Every field of a downlink frame, None where it is not known."""
    f = Frame(octets)
    kind, qualifier = f.at(1, 1, 5), f.at(1, 6, 3)
    out = {"payload_type": kind, "address_qualifier": QUALIFIERS[qualifier],
           "icao" if qualifier in (0, 2) else "address": octets[2:8]}
    if kind <= 10:
        state_vector(f, out)
    if kind in (1, 3):
        mode_status(f, out)
    if kind in (1, 2, 5, 6):
        out["altitude_ft" if f.at(10, 8, 1) else "gnss_height_ft"] = altitude(f.at(30, 1, 12))
    return {name: value for name, value in out.items() if value is not None}


def same(ours, theirs):
    if isinstance(theirs, float):
        return isinstance(ours, (int, float)) and abs(ours - theirs) < 1e-9
    return ours == theirs


def compare(table, records, frames):
    """Field by field; a field that only one has counts as one that differs."""
    names, agree, whole = {}, {}, 0
    for record, (number, octets, corrected) in zip(records, frames):
        theirs = read(octets) | {"line": number, "hex": octets}
        if corrected is not None:
            theirs["corrected_symbols"] = corrected
        for name in theirs.keys() | record.keys():
            good = name in record and name in theirs and same(record[name], theirs[name])
            names[name] = names.get(name, 0) + 1
            agree[name] = agree.get(name, 0) + good
            if not good:
                print(f"  {octets}: {name}: {record.get(name)}, here {theirs.get(name)}")
        whole += all(same(record.get(n), v) for n, v in theirs.items()) and record.keys() == theirs.keys()
    for name in sorted(names):
        print(f"       {name}: {agree[name]} of {names[name]}")
    agreed("UAT", "sample-data.txt.gz", "a decoder of the test's own", len(frames), sum(names.values()),
           sum(names.values()) - sum(agree.values()))
    table.check("frames that agree in every field", whole, len(frames))
    table.check("fields that agree", sum(agree.values()), sum(names.values()))


def metres(a, b):
    north = math.radians(b["lat_deg"] - a["lat_deg"]) * 6371000
    east = math.radians(b["lon_deg"] - a["lon_deg"]) * 6371000 * math.cos(math.radians(a["lat_deg"]))
    return north, east


def step(a, b):
    """Metres, seconds at the speed of the first, and degrees by which the step leads off the
    mean of both tracks."""
    north, east = metres(a, b)
    speed = a["ground_speed_kt"] * 1852 / 3600
    mean = math.atan2(*(sum(f(math.radians(r["track_deg"])) for r in (a, b))
                        for f in (math.sin, math.cos)))
    off = (math.degrees(math.atan2(east, north) - mean) + 180) % 360 - 180
    return math.hypot(north, east), math.hypot(north, east) / max(speed, 1e-9), abs(off)


def check_sense(table, records):
    """Aircraft go where they say that they go, both heights lie close together, and all are
    near the receiver. Frames have no times here; a step is taken to last as long as it
    takes at its speed, and one of more than 15 s may hold turns. What the ground tells of
    others lags behind their turns."""
    flights = {}
    for record in records:
        if record["address_qualifier"] == "adsb_icao":
            flights.setdefault(record["icao"], []).append(record)
    steps = [step(a, b) for flight in flights.values() for a, b in zip(flight, flight[1:])]
    off = [o for d, s, o in steps if d > 200 and s < 15]
    table.check(f"steps of more than 200 m, {len(flights)} aircraft: within 10 degrees of their track",
                sum(o < 10 for o in off), len(off))
    both = [r["gnss_height_ft"] - r["altitude_ft"] for r in records
            if "gnss_height_ft" in r and "altitude_ft" in r]
    table.check(f"differences of height: within {min(both)} to {max(both)} ft, below 1000",
                max(map(abs, both)) < 1000, True)
    lats, lons = (sorted(r[k] for r in records)[len(records) // 2] for k in ("lat_deg", "lon_deg"))
    far = [r for r in records if math.hypot(*metres({"lat_deg": lats, "lon_deg": lons}, r)) > 150e3]
    for r in far:
        print(f"       far away: {r['hex']}, {r.get('corrected_symbols', 0)} symbols corrected")
    # One frame has seven symbols corrected, as many as there can be, and wrongly: its
    # address and place differ in a few bits from those of the frames around it.
    table.check("frames more than 150 km away, of them with fewer than 7 symbols corrected",
                (len(far), sum(r.get("corrected_symbols", 0) < 7 for r in far)), (1, 0))


def main():
    table = Table()
    frames, uplinks = [], 0
    with gzip.open(data("uat/sample-data.txt.gz"), "rt") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        octets, *remarks = line[1:].split(";")
        uplinks += line[0] == "+" and len(octets) == 864
        if line[0] == "-":
            corrected = [int(r[3:]) for r in remarks if r.startswith("rs=")]
            frames.append((number, octets, corrected[0] if corrected else None))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines))
        file.flush()
        records, counts, code = decode(sys.argv[1], "uat", file.name)
    table.check("downlink frames", (len(records), code), (len(frames), 0))
    table.check("uplink frames, counted as foreign",
                (counts["foreign"], counts["uplink frame"]), (uplinks, uplinks))
    table.check("damaged, impossible, remarks",
                (counts["damaged"], counts["impossible"], counts["remarks"]), (0, 0, 0))
    compare(table, records, frames)
    check_sense(table, records)
    table.exit()


if __name__ == "__main__":
    main()
