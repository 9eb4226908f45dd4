#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""asterix_oradis.py TOCSIN

A recording in the ORADIS framing, of categories 001 (tracks) and 002: `tocsin decode
asterix` finds the framing by itself, and every field has the value that another decoder
printed. 77 when the recording is not there.
"""
import json
import os
import subprocess
import sys

from shared import agreed

SHARED = os.environ.get("TOCSIN_SHARED", os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../../shared"))
FOLDER = os.path.join(SHARED, "data/asterix/croatia")
# Their name of a field: ours, and the factor from ours to theirs (who take the step of
# speed, 2^-14 NM/s or 0.2197 kt, as 0.22 kt).
FIELDS = {
    "I010.SAC": ("SAC", 1), "I010.SIC": ("SIC", 1),
    "I020.TYP": ("TYP", 1), "I020.SIM": ("SIM", 1), "I020.SSRPSR": ("SSRPSR", 1),
    "I020.ANT": ("ANT", 1), "I020.SPI": ("SPI", 1), "I020.RAB": ("RAB", 1),
    "I161.tpn": ("NUMBER", 1), "I040.RHO": ("RHO_NM", 1), "I040.THETA": ("THETA_deg", 1),
    "I200.CalcGS": ("GSP_NMps", 0.22 * 16384), "I200.CalcHdg": ("HDG_deg", 1),
    "I070.V": ("V", 1), "I070.G": ("G", 1), "I070.Mode3A": ("MODE3A", None),
    "I090.V": ("V", 1), "I090.G": ("G", 1), "I090.ModeC": ("HGT_FL", 1),
    "I141.Time": ("TTOD_s", 1),
    "I170.CON": ("CON", 1), "I170.RAD": ("RAD", 1), "I170.MAN": ("MAN", 1),
    "I170.DOU": ("DOU", 1), "I170.RDPC": ("RDPC", 1), "I170.GHO": ("GHO", 1),
    "I210.Qty": ("QI", 1), "I000.type": ("TYPE", 1), "I020.Azi": ("SECTOR_deg", 1),
    "I030.ToD": ("TOD_s", 1),
}
IGNORED = ("FX", "spare", "L")


def main():
    capture = os.path.join(FOLDER, "cat_001_002.pcap")
    listing = os.path.join(FOLDER, "sample_output/cat_001_002_json.txt")
    if not os.path.exists(capture):
        print(f"SKIP: no {capture}")
        return 77
    run = subprocess.run([sys.argv[1], "decode", "asterix", capture], check=True,
                         capture_output=True, text=True)
    ours = [json.loads(line) for line in run.stdout.splitlines()]
    theirs = [json.loads(line) for line in open(listing, encoding="utf-8")]
    problems = [] if "framing oradis" in run.stderr else ["the framing was not told"]
    if len(ours) != len(theirs):
        problems.append(f"{len(ours)} records, theirs {len(theirs)}")
    compared = 0
    for number, (mine, other) in enumerate(zip(ours, theirs), 1):
        if mine["category"] != other["cat"]:
            problems.append(f"record {number}: category")
            continue
        for item, fields in other[f"CAT{other['cat']:03d}"].items():
            values = mine["items"].get(f"I{other['cat']:03d}/{item[1:]}")
            if isinstance(fields, list):
                fields, values = fields[0], values and values[0]
            for field, value in fields.items():
                if field in IGNORED:
                    continue
                name, factor = FIELDS[f"{item}.{field}"]
                got = values.get(name) if values else None
                compared += 1
                if got is None or (got != value if factor is None
                                   else abs(got * factor - value) > 5e-7):
                    problems.append(f"record {number}: {item}.{field} {got}, not {value}")
    print("\n".join(problems))
    agreed("ASTERIX 001, 002", "cat_001_002.pcap", "another decoder's listing", len(ours), compared,
           len(problems))
    print(f"cat_001_002.pcap: {len(ours)} records, {compared} fields compared, "
          f"{len(problems)} differences")
    return 1 if problems or compared < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
