#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ble.py TOCSIN GOLDEN: Remote ID over Bluetooth, as our encoder writes it, against tshark:
sender, service data octet by octet, the check. Advertisements in parts are compared part by
part: tshark does not put them together."""
import os
import shutil
import sys
import tempfile

from shared import Table, agreed, decode, run, skip, version

FIELDS = ["frame.number", "btle.advertising_address", "btcommon.eir_ad.entry.uuid_16",
          "btcommon.eir_ad.entry.service_data", "bthci_evt.bd_addr"]


def tshark(path, fields):
    command = ["tshark", "-r", path, "-T", "fields"]
    for field in fields:
        command += ["-e", field]
    out, err, code = run(command)
    if code != 0:
        raise RuntimeError(err)
    return [line.split("\t") for line in out.splitlines()]


def compare(table, tocsin, path):
    """Of the advertisements that lie in one packet: sender and service data."""
    name = os.path.basename(path)
    records, _, _ = decode(tocsin, "remoteid", path)
    ours = {r["packet"]: f"0d{r['counter']:02x}" + r["payload_hex"] for r in records}
    senders = {r["packet"]: r["transmitter"] for r in records}
    theirs, addresses = {}, {}
    for number, address, uuid, data, report in tshark(path, FIELDS):
        if uuid == "0xfffa" and data.startswith("0d"):
            theirs[int(number)] = data
            addresses[int(number)] = address or report
    table.check(f"{name}: tshark has Remote ID", len(theirs) >= 2, True)
    data_wrong = sum(ours.get(n) != d for n, d in theirs.items())
    from_wrong = sum(senders.get(n) != a for n, a in addresses.items() if a)
    agreed("Remote ID over Bluetooth", name, version("tshark", "--version"), len(theirs),
           len(theirs) + sum(bool(a) for a in addresses.values()), data_wrong + from_wrong)
    table.check(f"{name}: service data of tshark that is ours too",
                sum(ours.get(n) == d for n, d in theirs.items()), len(theirs))
    table.check(f"{name}: senders", sum(
        senders.get(n) == a for n, a in addresses.items() if a),
        sum(bool(a) for a in addresses.values()))


def compare_check(table, tocsin, path):
    """One bit of the name of each advertisement: both call the check wrong."""
    with open(path, "rb") as file:
        octets = bytearray(file.read())
    at = octets.find(b"1TCSF")
    while at >= 0:
        octets[at] ^= 1
        at = octets.find(b"1TCSF", at + 1)
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(octets)
        file.flush()
        good = {n for n, bad in tshark(path, ["frame.number", "btle.crc.incorrect"])
                if not bad}
        bad = [n for n, bad in tshark(file.name, ["frame.number", "btle.crc.incorrect"])
               if bad and n in good]
        _, before, _ = decode(tocsin, "remoteid", path)
        _, after, _ = decode(tocsin, "remoteid", file.name)
    table.check("checks that tshark calls wrong", len(bad) > 0, True)
    # What tshark does not take apart (parts of a chain) we check as well.
    table.check("and we", after["damaged"] - before["damaged"] >= len(bad), True)


def main():
    tocsin, golden = sys.argv[1:3]
    if shutil.which("tshark") is None:
        skip("no tshark")
    table = Table()
    for name in ("ble_air", "ble_phdr", "ble_nordic", "ble_hci"):
        compare(table, tocsin, os.path.join(golden, name + ".pcap"))
    compare_check(table, tocsin, os.path.join(golden, "ble_air.pcap"))
    table.exit()


main()
