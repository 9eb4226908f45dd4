#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes site files whose feeds are real captures: parrot.yaml and aircraft.yaml.

usage: capture_sites.py SHARED DIR
"""
import os
import sys

SITE = """site:
  name: {name}
  origin: {{ lat: {lat}, lon: {lon}, height: {height} }}
sensors:
  - id: receiver
    kind: {kind}
    position: {{ east: 0, north: 0, up: 2 }}
    sigma: {{ position: {position}, height: {vertical} }}
    clock_sigma: {clock}
    coverage: {{ range: [0, {range}], azimuth: all, elevation: [-90, 90] }}
feeds:
  - id: capture
    protocol: {protocol}
    sources: [{{ sensor: receiver }}]
    file: {{ path: {path} }}
zones: []
"""

SITES = {
    # A drone that hovers, heard through its Wi-Fi beacons.
    "parrot": dict(name="Parrot", lat=47.1986, lon=8.7301, height=470, kind="remote-id",
                   position=10, vertical=20, clock=1.0, range=5000, protocol="remote-id",
                   file="data/remoteid/parrot_anafi4_real.pcapng"),
    # An airliner; its time stamps are cut to whole seconds.
    "aircraft": dict(name="Aircraft", lat=52.3, lon=4.76, height=0, kind="ads-b",
                     position=30, vertical=60, clock=0.3, range=500000,
                     protocol="mode-s\n    form: hex", file="data/modes/sample_data_adsb.csv"),
}


def main(shared, folder):
    for name, values in SITES.items():
        path = os.path.abspath(os.path.join(shared, values["file"]))
        with open(os.path.join(folder, f"{name}.yaml"), "w") as file:
            file.write(SITE.format(path=path, **values))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    main(*sys.argv[1:])
