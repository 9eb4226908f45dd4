#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""SAPIENT in each role, against a small peer of our own over loopback.

usage: sapient.py TOCSIN

One running tocsin: edge nodes call it, it calls a middleware, and it calls a higher system. A
drone flies towards a zone; a radar node and a radio node report it. The registrations, statuses,
detections and alerts that come out keep every rule (tocsin validate); an effector is refused, a
task is refused with its reason, connections that are lost are made again.
"""
import json
import math
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

SITE = """\
site: {{ name: Nodes, origin: {{ lat: 50, lon: 8, height: 100 }} }}
sensors:
  - id: radar
    kind: radar
    position: {{ east: 0, north: 0, up: 2 }}
    sigma: {{ range: 8, azimuth: 0.4, elevation: 1, position: 8, height: 12 }}
    period: 1
    clock_sigma: 0.1
    coverage: {{ range: [10, 5000], azimuth: all, elevation: [-5, 80] }}
feeds:
  - id: edge
    protocol: sapient
    sources: [{{ sensor: radar, node: {radar} }}]
    tcp: {{ listen: 127.0.0.1, port: {edge} }}
  - id: middleware
    protocol: sapient
    sources: [{{ sensor: radar, node: {radar} }}]
    tcp: {{ connect: 127.0.0.1, port: {middle} }}
zones:
  - {{ id: house, people: 3, seconds_to_cover: 7, ceiling: 120, corners: [[-40, -40], [40, -40], [40, 40], [-40, 40]] }}
outputs:
  - {{ id: higher, sapient: {{ address: 127.0.0.1, port: {higher} }} }}
api: {{ address: 127.0.0.1, port: {api} }}
"""
RADAR = "6f582b41-6c88-481c-bb0f-6021a1739f57"
HIGHER = "cee8b0c3-b739-49f5-9bd4-b5353b5ebb98"
ULID = "01H4R63D7NVN8444Z5M77WEB"
REGISTRATION, REGISTRATION_ACK, STATUS, DETECTION, TASK, TASK_ACK, ALERT, ALERT_ACK = range(4, 12)


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def put(number, value):
    if isinstance(value, (bytes, str)):
        value = value.encode() if isinstance(value, str) else value
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    return varint(number << 3) + varint(value)


def fields(data):
    """[(number, value)] of a message."""
    found, at = [], 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            octet = data[at]
            at += 1
            value |= (octet & 0x7F) << shift
            shift += 7
            if octet < 0x80:
                return value
    while at < len(data):
        key = number()
        if key & 7 == 0:
            found.append((key >> 3, number()))
        elif key & 7 == 2:
            size = number()
            found.append((key >> 3, data[at:at + size]))
            at += size
        else:
            size = 8 if key & 7 == 1 else 4
            found.append((key >> 3, struct.unpack("<d" if size == 8 else "<f", data[at:at + size])[0]))
            at += size
    return found


def one(data, *path):
    """The first value at a path of field numbers, or None."""
    for number in path:
        data = next((v for n, v in fields(data) if n == number), None)
        if data is None:
            return None
    return data


def message(node, content, body, to=None, at=None):
    at = time.time() if at is None else at
    stamp = put(1, int(at)) + put(2, int(at % 1 * 1e9))
    head = put(1, stamp) + put(2, node) + (put(3, to) if to else b"")
    whole = head + put(content, body)
    return struct.pack("<I", len(whole)) + whole


def registration(kind):
    return put(1, put(1, kind)) + put(2, "BSI Flex 335 v2.0")


class Peer:
    """One end of a connection, and all that has been heard on it."""

    def __init__(self, sock, log):
        self.sock, self.log, self.buffer, self.heard = sock, log, b"", []

    def send(self, octets):
        self.sock.sendall(octets)

    def wait(self, content, seconds=10, want=lambda body: True):
        """The next message of this content that is wanted: what was heard before is passed over."""
        until = time.monotonic() + seconds
        while True:
            for i, (kind, body, whole) in enumerate(self.heard):
                if kind == content and want(body):
                    del self.heard[:i + 1]
                    return body, whole
            left = until - time.monotonic()
            if left <= 0:
                raise SystemExit(f"no message of kind {content} in {seconds} s; heard "
                                 f"{[k for k, _, _ in self.heard]}")
            self.sock.settimeout(left)
            try:
                octets = self.sock.recv(65536)
            except socket.timeout:
                continue
            if not octets:
                raise SystemExit(f"connection closed while waiting for kind {content}")
            self.buffer += octets
            while len(self.buffer) >= 4:
                size = struct.unpack("<I", self.buffer[:4])[0]
                if len(self.buffer) < 4 + size:
                    break
                whole, self.buffer = self.buffer[4:4 + size], self.buffer[4 + size:]
                self.log.write(struct.pack("<I", size) + whole)
                self.log.flush()
                for number, value in fields(whole):
                    if 4 <= number <= 12:
                        self.heard.append((number, value, whole))


def listener():
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", 0))
    sock.listen(4)
    sock.settimeout(15)
    return sock, sock.getsockname()[1]


def call(port):
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            time.sleep(0.1)
    raise SystemExit("tocsin does not listen")


def detection(number, north, up):
    deg = 180 / math.pi / 6371000
    place = (put(1, 8.0) + put(2, 50 + north * deg) + put(3, 100.0 + up) + put(7, 1) + put(8, 1))
    return put(1, f"{ULID}{number % 30 + 20:02d}") + put(2, ULID + "00") + put(6, place) + \
        put(11, put(1, "UAV Rotary Wing") + varint(2 << 3 | 5) + struct.pack("<f", 0.9))


def expect(true, what):
    if not true:
        raise SystemExit(what)
    print("ok", what)


def refuse_effectors(edge):
    for kind, name in ((13, "kinetic"), (14, "jammer"), (15, "cyber"), (16, "laser"), (17, "rf")):
        edge.send(message(RADAR, REGISTRATION, registration(kind)))
        body, _ = edge.wait(REGISTRATION_ACK)
        expect(one(body, 1) in (0, None) and one(body, 3), f"a {name} node is not accepted: {one(body, 3).decode()}")


def fly(edge, higher):
    """A drone from 600 m north at 15 m/s, for as long as it takes to be seen upward and to warn the
    house. Gives the first detection upward, with where the drone was then, and the alert."""
    start = time.time()
    seen = alert = None
    number = 0
    while time.time() - start < 60 and not (seen and alert):
        north = 600 - 15 * (time.time() - start)
        edge.send(message(RADAR, DETECTION, detection(number, north, 60)))
        number += 1
        time.sleep(0.5)
        higher.sock.settimeout(0.01)
        try:
            higher.wait(99, 0.02)
        except SystemExit as end:
            if "closed" in str(end):
                raise
        for kind, body, _ in higher.heard:
            if kind == DETECTION and seen is None:
                seen = (body, north)
            if kind == ALERT and alert is None and b"take-cover" in one(body, 4):
                alert = body
    return seen, alert


def check_upward(seen, alert, higher):
    expect(seen is not None, "the drone comes up to the higher system as a detection")
    body, north = seen
    y = one(body, 6, 2)
    expect(abs((y - 50) * math.pi / 180 * 6371000 - north) < 60, "where it is")
    expect(alert is not None, "the house is warned, and the higher system told with an alert")
    higher.send(message(HIGHER, ALERT_ACK, put(1, one(alert, 1)) + put(5, 1)))


def outputs(port):
    status = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status", timeout=5))
    return status["outputs"][0], {f["id"]: f for f in status["feeds"]}


def accept_higher(higher_port, log):
    sock, _ = higher_port.accept()
    peer = Peer(sock, log)
    body, whole = peer.wait(REGISTRATION)
    peer.send(message(HIGHER, REGISTRATION_ACK, put(1, 1), to=one(whole, 2).decode()))
    peer.wait(STATUS)
    return peer, one(whole, 2).decode(), body


def main():
    tocsin = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder, \
            open(os.path.join(folder, "said"), "wb") as log, \
            open(os.path.join(folder, "errors"), "w+") as errors:
        (middle_sock, middle), (higher_sock, higher) = listener(), listener()
        free = [socket.socket() for _ in range(2)]
        for sock in free:
            sock.bind(("127.0.0.1", 0))
        edge_port, api = (sock.getsockname()[1] for sock in free)
        for sock in free:
            sock.close()
        site = os.path.join(folder, "site.yaml")
        with open(site, "w") as file:
            file.write(SITE.format(radar=RADAR, edge=edge_port, middle=middle, higher=higher, api=api))
        run = subprocess.Popen([tocsin, "run", site, "--record", os.path.join(folder, "record"), "--quiet"],
                               stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            talk(edge_port, middle_sock, higher_sock, api, log)
            run.send_signal(signal.SIGTERM)
            out, _ = run.communicate(timeout=20)
        finally:
            run.kill()
            errors.seek(0)
            said = errors.read()
            if said:
                print(said)
        feeds = {f["id"]: f for f in json.loads(out)["feeds"]}
        expect(feeds["edge"]["unmapped"] >= 6, "refused messages are counted")
        expect(feeds["edge"]["damaged"] == 0, "nothing is damaged")
        check = subprocess.run([tocsin, "validate", "sapient", log.name], capture_output=True, text=True)
        print(check.stdout.strip())
        expect(check.returncode == 0, "all that tocsin said keeps every rule")
        replay = subprocess.run([tocsin, "replay", os.path.join(folder, "record"), "--verify"],
                                capture_output=True, text=True)
        expect(replay.returncode == 0, "the record replays to the same digests")


def talk(edge_port, middle_sock, higher_sock, api, log):
    sock, _ = middle_sock.accept()
    fusion = Peer(sock, log)
    body, whole = fusion.wait(REGISTRATION)
    expect(one(body, 1, 1) == 20, "towards a middleware it registers as a fusion node")
    own = one(whole, 2).decode()
    fusion.send(message(HIGHER, REGISTRATION_ACK, put(1, 1), to=own))
    fusion.wait(STATUS)
    peer, upward, _ = accept_higher(higher_sock, log)
    expect(own != upward, "each connection is a node of its own")
    # Tasks: none that moves, aims or acts; a status on request.
    for command, name in ((put(1, "Start"), "start"), (put(6, put(2, put(1, b""))), "look at"),
                          (put(11, put(1, ULID + "01")), "follow")):
        peer.send(message(HIGHER, TASK, put(1, ULID + "07") + put(6, 1) + put(8, command), to=upward))
        body, _ = peer.wait(TASK_ACK)
        expect(one(body, 2) == 2 and one(body, 5), f"a task to {name} is refused: {one(body, 5).decode()}")
    peer.send(message(HIGHER, TASK, put(1, ULID + "08") + put(6, 1) + put(8, put(1, "Status")), to=upward))
    body, _ = peer.wait(TASK_ACK)
    expect(one(body, 2) == 1, "a request for a status is accepted")
    peer.wait(STATUS, 2)
    peer.wait(STATUS, 7)
    print("ok the status comes at the interval that was declared")
    # Lost and found again.
    peer.sock.close()
    peer, again, _ = accept_higher(higher_sock, log)
    expect(again == upward, "a connection that was lost is made again, with the same identity")
    edge = Peer(call(edge_port), log)
    refuse_effectors(edge)
    edge.send(message(RADAR, DETECTION, detection(0, 500, 60)))
    edge.send(message(RADAR, REGISTRATION, registration(2)))
    body, _ = edge.wait(REGISTRATION_ACK)
    expect(one(body, 1) == 1, "a radar is accepted")
    seen, alert = fly(edge, peer)
    check_upward(seen, alert, peer)
    time.sleep(1.5)
    output, feeds = outputs(api)
    expect(output["delivered"] >= 1, "the alert was acknowledged, so it is delivered")
    expect(feeds["edge"]["records"] > 10 and feeds["middleware"]["up"], "both feeds are heard")


if __name__ == "__main__":
    main()
