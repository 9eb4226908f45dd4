#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""MAVLink and AIS over every transport that they use, live on loopback.

usage: networks.py TOCSIN

Three vehicles speak over UDP, TCP (to which they connect) and a serial line, three ships over UDP,
TCP (to which tocsin connects) and MQTT (left out without mosquitto). Streams come in odd pieces.
Each has to be in the picture, where it is, and nothing may count as damaged. The record replays.
"""
import contextlib
import json
import math
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty
import urllib.request

from feeds import Broker, free_port

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "replay"))
from network import KT, class_a, class_b, degrees, heartbeat, vehicle  # noqa: E402

SENSOR = ("  - {{ id: {name}, kind: report, position: {{ east: 0, north: 0, up: 0 }}, sigma: {{ position: 5, "
          "height: 8 }}, clock_sigma: 1, coverage: {{ range: [0, 50000], azimuth: all, elevation: [-90, 90] }} }}\n")
SITE = """\
site: {{ name: Networks, origin: {{ lat: 33.305, lon: 44.385, height: 40 }} }}
sensors:
{sensors}feeds:
  - {{ id: drone-udp, protocol: mavlink, sources: [{{ sensor: own }}], udp: {{ address: 127.0.0.1, port: {udp} }} }}
  - {{ id: drone-tcp, protocol: mavlink, sources: [{{ sensor: own }}], tcp: {{ listen: 127.0.0.1, port: {tcp} }} }}
  - {{ id: drone-serial, protocol: mavlink, sources: [{{ sensor: own }}], serial: {{ device: {tty}, baud: 57600 }} }}
  - {{ id: ship-udp, protocol: ais, sources: [{{ sensor: ships }}], udp: {{ address: 127.0.0.1, port: {ais} }} }}
  - {{ id: ship-tcp, protocol: ais, sources: [{{ sensor: ships }}], tcp: {{ connect: 127.0.0.1, port: {server} }} }}
{mqtt}zones:
  - {{ id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[0, 0], [10, 0], [10, 10], [0, 10]] }}
api: {{ address: 127.0.0.1, port: {api} }}
"""
MQTT = """\
  - {{ id: ship-mqtt, protocol: ais, sources: [{{ sensor: ships }}],
      mqtt: {{ broker: localhost, port: {port}, topic: "ais/#", user: tocsin, password_file: {password} }} }}
"""
START = time.time()
SHIPS = {"ship-udp": 211234560, "ship-tcp": 211234561, "ship-mqtt": 211234562}


def drone_at(number, t):
    return 200.0 * number + 10.0 * t, 300.0 - 200.0 * number, 80.0


def ship_at(mmsi, t):
    return -500.0 + 8 * KT * t, -600.0 - 100.0 * (mmsi - 211234560)


def drone_says(number):
    return heartbeat(number, 2) + vehicle(number, *drone_at(number, time.time() - START), 10, 0)


def ship_says(mmsi):
    at = time.time()
    make = class_b if mmsi % 2 else class_a
    return make(mmsi, at, *ship_at(mmsi, math.floor(at) - START), 8, 90)


def in_pieces(send, octets):
    """Two pieces, so that a frame or a line is cut."""
    send(octets[:11])
    time.sleep(0.02)
    send(octets[11:])


class World:
    """All who speak; each of `says` is called four times a second."""

    def __init__(self, folder):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.ports = {"udp": free_port(), "tcp": free_port(), "ais": free_port(), "api": free_port(),
                      "server": self.server.getsockname()[1]}
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.tty = os.ttyname(slave)
        has_broker = shutil.which("mosquitto") and shutil.which("mosquitto_passwd")
        self.broker = Broker(folder) if has_broker else None
        self.stop = threading.Event()
        self.says = []

    def site(self, folder):
        password = os.path.join(folder, "password")
        with open(password, "w") as file:
            file.write("secret\n")
        mqtt = MQTT.format(port=self.broker.port, password=password) if self.broker else ""
        return SITE.format(sensors="".join(SENSOR.format(name=n) for n in ("own", "ships")), mqtt=mqtt,
                           tty=self.tty, **self.ports)

    def begin(self):
        """After tocsin has been started: connections both ways."""
        for _ in range(100):
            with contextlib.suppress(OSError):
                client = socket.create_connection(("127.0.0.1", self.ports["tcp"]))
                break
            time.sleep(0.1)
        self.server.settimeout(20)
        served, _ = self.server.accept()
        self.says = [
            lambda: self.udp.sendto(drone_says(1), ("127.0.0.1", self.ports["udp"])),
            lambda: in_pieces(client.sendall, drone_says(2)),
            lambda: in_pieces(lambda octets: os.write(self.master, octets), drone_says(3)),
            lambda: self.udp.sendto(ship_says(SHIPS["ship-udp"]), ("127.0.0.1", self.ports["ais"])),
            lambda: in_pieces(served.sendall, ship_says(SHIPS["ship-tcp"]))]
        if self.broker:
            self.says.append(lambda: self.broker.say("ais/one", ship_says(SHIPS["ship-mqtt"]).decode()))
        for say in self.says:
            threading.Thread(target=self.go_on, args=(say,), daemon=True).start()

    def go_on(self, say):
        while not self.stop.is_set():
            say()
            time.sleep(0.25)


def get(port, what):
    with contextlib.suppress(OSError):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/{what}", timeout=5) as answer:
            return json.load(answer)
    return None


def wanted(world):
    """By claim: where it is t seconds after START."""
    out = {f"MAVLink {n}": lambda t, n=n: drone_at(n, t)[:2] for n in (1, 2, 3)}
    for feed, mmsi in SHIPS.items():
        if feed != "ship-mqtt" or world.broker:
            out[f"vessel MMSI {mmsi}"] = lambda t, mmsi=mmsi: ship_at(mmsi, t)
    return out


def found(tracks, where):
    """Claims whose track lies within 40 m of where the object is now."""
    good = set()
    for feature in tracks["features"]:
        claim = feature["properties"]["claim"]
        if claim not in where:
            continue
        lat, lon = degrees(*where[claim](time.time() - START))
        at = feature["geometry"]["coordinates"]
        if math.hypot((at[1] - lat) * 110900.0, (at[0] - lon) * 93100.0) < 40.0:
            good.add(claim)
    return good


def watch(world):
    """Until each is there, 20 s at most: what is missing, and how the feeds fare."""
    where = wanted(world)
    missing = set(where)
    for _ in range(100):
        tracks = get(world.ports["api"], "tracks")
        if tracks:
            missing = set(where) - found(tracks, where)
        if not missing:
            break
        time.sleep(0.2)
    feeds = (get(world.ports["api"], "status") or {"feeds": []})["feeds"]
    return sorted(missing), {f["id"]: (f["damaged"], f["foreign"]) for f in feeds}


def main():
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        if world.broker:
            world.broker.start()
        else:
            print("     no mosquitto: without MQTT")
        site, record = os.path.join(folder, "site.yaml"), os.path.join(folder, "record")
        with open(site, "w") as file:
            file.write(world.site(folder))
        process = subprocess.Popen([sys.argv[1], "run", site, "--record", record],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            world.begin()
            missing, damage = watch(world)
        finally:
            world.stop.set()
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=30)[1]
            if world.broker:
                world.broker.stop()
        replay = subprocess.run([sys.argv[1], "replay", record, "--verify"], capture_output=True,
                                text=True, check=False)
        for what, got, good in (("missing in the picture", missing, []),
                                ("damaged and foreign", set(damage.values()), {(0, 0)}),
                                ("feeds", len(damage), 6 if world.broker else 5),
                                ("exit", process.returncode, 0), ("replay", replay.returncode, 0)):
            bad += got != good
            print(f"{'ok   ' if got == good else 'WRONG'} {what}: {got}"
                  + ("" if got == good else f", expected {good}\n{said}"))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
