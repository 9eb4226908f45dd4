#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""remoteid.py TOCSIN: Remote ID in real captures, against what is known of them and
against tshark, octet by octet of each vendor element and NAN service."""
import os
import shutil
import sys

from shared import Table, agreed, data, decode, run, skip, version

# capture: frames with Remote ID; then messages by type, damaged
KNOWN = {
    "parrot_anafi4_real.pcapng": (
        1140,
        {"basic_id": 385, "location": 1140, "system": 385, "operator_id": 385},
        0,
    ),
    # Its packs announce four messages; their element holds three and a part.
    "parrot_anafi4_spoofed.pcapng": (
        26, {"basic_id": 26, "location": 26, "system": 26}, 26),
    "odid_wifi_bcn_sample.pcap": (
        21,
        {"basic_id": 21, "location": 21, "self_id": 21, "system": 21,
         "operator_id": 21},
        0,
    ),
    "odid_wifi_sample.pcap": (
        42, {"location": 31, "self_id": 4, "system": 4, "operator_id": 3}, 0),
    # DJI's element, said in the same messages.
    "mavic_alessa_spoofed.pcapng": (
        10, {"basic_id": 10, "location": 10, "system": 10}, 0),
}


def tshark(path):
    """Of every frame with Remote ID: number, and counter and pack as hexadecimal."""
    out, err, code = run([
        "tshark", "-r", path, "-T", "fields", "-e", "frame.number",
        "-e", "wlan.tag.vendor.data", "-e", "nan.sda.service_info", "-Y",
        "(wlan.fc.type_subtype == 8 && wlan.tag.oui == 0xfa0bbc) || "
        "nan.service_id == 88:69:19:9d:92:09"])
    if code != 0:
        raise RuntimeError(err)
    found = {}
    for line in out.splitlines():
        number, elements, info = line.split("\t")
        # Type 0d of the element, its counter, then a pack: fT or f?.
        parts = [e[2:] for e in elements.split(",") if e[:2] == "0d" and e[4:5] == "f"]
        parts += [i.replace("-", "") for i in info.split(",") if i]
        if parts:
            found[int(number)] = parts[-1]
    return found


def check_known(table, tocsin, name, frames, messages, damaged):
    records, counts, code = decode(tocsin, "remoteid", data("remoteid/" + name))
    kinds = {}
    for record in records:
        for message in record["messages"]:
            if "type" in message:
                kinds[message["type"]] = kinds.get(message["type"], 0) + 1
    table.check(f"{name}: frames", len(records), frames)
    table.check(f"{name}: messages", kinds, messages)
    table.check(f"{name}: damaged", counts["damaged"], damaged)
    table.check(f"{name}: exit", code, 0 if frames else 1)
    return records


def check_parrot(table, records):
    ids = {m["id"] for r in records for m in r["messages"] if m["type"] == "basic_id"}
    places = [m for r in records for m in r["messages"] if m["type"] == "location"]
    table.check("the Parrot's serial number", ids, {"1588E040445AC004418"})
    # It hovers at 47.1986, 8.7301: all it says lies within 200 m of that.
    table.check("the Parrot stays where it is", all(
        abs(p["lat_deg"] - 47.1986) < 0.002 and abs(p["lon_deg"] - 8.7301) < 0.003
        for p in places), True)


def main():
    tocsin, golden = sys.argv[1:3]
    table = Table()
    paths = [os.path.join(golden, n) for n in ("remoteid.pcap", "remoteid_bare.pcap")]
    recordings = []
    for name, known in KNOWN.items():
        records = check_known(table, tocsin, name, *known)
        if name.startswith("parrot_anafi4_real"):
            check_parrot(table, records)
        recordings.append(data("remoteid/" + name))
    if shutil.which("tshark") is None:
        skip("no tshark")
    for path in paths + recordings:
        records, _, _ = decode(tocsin, "remoteid", path)
        ours = {r["packet"]: f"{r['counter']:02x}" + r["payload_hex"] for r in records
                if r["payload_hex"].startswith("f")}
        theirs = tshark(path)
        if path in recordings: # our own goldens hold frames that are damaged on purpose
            table.check(f"{os.path.basename(path)}: frames that tshark has and we do not",
                        sorted(set(theirs) - set(ours)), [])
        agree = sum(ours[n] == theirs.get(n) for n in ours)
        octets = sum(len(ours[n]) // 2 for n in ours)
        if ours:
            agreed("Remote ID, octets of elements", os.path.basename(path), version("tshark", "--version"),
                   len(ours), octets, sum(len(ours[n]) // 2 for n in ours if ours[n] != theirs.get(n)))
        table.check(f"{os.path.basename(path)}: elements as tshark has them", agree,
                    len(ours))
    table.exit()


main()
