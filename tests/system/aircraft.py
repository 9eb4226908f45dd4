#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Four aircraft, each told in another way: UAT, SBS, and readsb's JSON in lines and as a document.

usage: aircraft.py TOCSIN

Three TCP servers and a small HTTP server speak to one running tocsin, all for one ads-b sensor. What
they say is written here, without tocsin's encoders; the picture has to have the four, where they
are. The document is longer than one event holds and tells each position several times. The record
replays.
"""
import http.server
import json
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from directions import get, wait_for_feeds
from feeds import free_port

SITE = """\
site: {{ name: Aircraft, origin: {{ lat: 50, lon: 8, height: 100 }} }}
sensors:
  - id: roof
    kind: ads-b
    position: {{ east: 0, north: 0, up: 5 }}
    sigma: {{ position: 20, height: 30 }}
    clock_sigma: 0.1
    coverage: {{ range: [0, 50000], azimuth: all, elevation: [-5, 90] }}
feeds:
  - {{ id: uat, protocol: uat, sources: [{{ sensor: roof }}], tcp: {{ connect: 127.0.0.1, port: {uat} }} }}
  - {{ id: sbs, protocol: sbs, sources: [{{ sensor: roof }}], tcp: {{ connect: 127.0.0.1, port: {sbs} }} }}
  - {{ id: lines, protocol: readsb, sources: [{{ sensor: roof }}], tcp: {{ connect: 127.0.0.1, port: {lines} }} }}
  - id: document
    protocol: readsb
    sources: [{{ sensor: roof }}]
    http: {{ url: "http://127.0.0.1:{http}/data/aircraft.json", period_s: 0.25 }}
zones:
  - {{ id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[0, 0], [10, 0], [10, 10], [0, 10]] }}
api: {{ address: 127.0.0.1, port: {api} }}
"""

SPEED, HEIGHT = 25.0, 700.0  # m/s; m over the ellipsoid
METRES = (111229.0, 71696.0)  # a degree of latitude and of longitude at 50 degrees north
START = time.time()
STOP = threading.Event()


def place(which, at):
    """Aircraft 0 to 3 fly 2 km from the site, each in its own direction: latitude, longitude,
    track."""
    way = SPEED * (at - START)
    track = 45.0 + 90.0 * which
    east = 2000.0 * math.cos(math.radians(track)) + way * math.sin(math.radians(track))
    north = -2000.0 * math.sin(math.radians(track)) + way * math.cos(math.radians(track))
    return 50 + north / METRES[0], 8 + east / METRES[1], track


def uat(at):
    """A long frame: header, state vector, mode status of version 2, auxiliary state vector."""
    lat, lon, track = place(0, at)
    bits = ""

    def put(value, width):
        nonlocal bits
        bits += f"{int(value):0{width}b}"

    def signed(value, width):
        put(value < 0, 1)
        put(abs(round(value)) + 1, width)
    put(1, 5), put(0, 3), put(0xa00000, 24)
    put(round(lat / 360 * 2 ** 24), 23), put(round(lon / 360 * 2 ** 24), 24), put(0, 1)
    put((HEIGHT / 0.3048 - 200 + 1000) / 25 + 1, 12), put(8, 4), put(0, 3)
    knots = SPEED * 3600 / 1852
    signed(knots * math.cos(math.radians(track)), 10)
    signed(knots * math.sin(math.radians(track)), 10)
    put(0, 1), signed(0, 9), put(8, 4)
    put(7 * 1600 + 37 * 40 + 37, 16), put(37 * 1641, 16), put(37 * 1641, 16)  # a rotorcraft
    put(2, 6), put(3, 2), put(0, 6), put(2, 2), put(10, 4), put(2, 3), put(1, 1)
    put(0b11000011, 8), put(0b10000000, 8), put(0, 8)
    put((HEIGHT / 0.3048 + 1000) / 25 + 1, 12), put(0, 28)
    return f"-{int(bits, 2):068x};rs=1;\n"


def sbs(at):
    lat, lon, track = place(1, at)
    feet = round(HEIGHT / 0.3048 / 25) * 25
    day = time.strftime("%Y/%m/%d,%H:%M:%S", time.localtime(at)) + ".000"
    return (f"MSG,4,1,1,A00001,1,{day},{day},,,{SPEED * 3600 / 1852:.1f},{track:.1f},,,0,,,,,0\r\n"
            f"MSG,3,1,1,A00001,1,{day},{day},,{feet},,,{lat:.5f},{lon:.5f},,,0,0,0,0\r\n"
            f"AIR,,1,1,A00001,1,{day},{day}\r\n")


def aircraft(which, at):
    lat, lon, track = place(which, at)
    return {"hex": f"a0000{which}", "type": "adsb_icao", "flight": "D-HXYZ  ", "category": "A7",
            "alt_baro": round(HEIGHT / 0.3048) - 200, "alt_geom": round(HEIGHT / 0.3048),
            "gs": round(SPEED * 3600 / 1852, 1), "track": track, "geom_rate": 0, "lat": round(lat, 6),
            "lon": round(lon, 6), "nic": 8, "nac_p": 10, "nac_v": 2, "gva": 2, "mlat": [], "tisb": []}


def line(at):
    return json.dumps({"now": round(at, 3), **aircraft(2, at - 0.2), "seen_pos": 0.2}) + "\n"


class Document(http.server.BaseHTTPRequestHandler):
    """aircraft.json: one position a second, and 400 aircraft that say no place."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        now = time.time()
        told = [aircraft(3, int(now)) | {"seen_pos": round(now - int(now), 3)}]
        told += [{"hex": f"{0xb00000 + i:06x}", "type": "mode_s", "alt_baro": 35000, "squawk": "1000",
                  "emergency": "none", "mlat": [], "tisb": [], "messages": i, "seen": 1.2, "rssi": -30.5,
                  "alert": 0, "spi": 0} for i in range(400)]
        body = json.dumps({"now": round(now, 3), "messages": 1, "aircraft": told}, indent=1).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def speak(server, make, period_s):
    """To whoever connects, in pieces that are no lines."""
    server.settimeout(0.5)
    while not STOP.is_set():
        try:
            peer, _ = server.accept()
        except OSError:
            continue
        with peer:
            try:
                while not STOP.is_set():
                    text = make(time.time()).encode()
                    peer.sendall(text[:7])
                    time.sleep(0.01)
                    peer.sendall(text[7:])
                    time.sleep(period_s)
            except OSError:
                pass


def off_metres(track, which):
    """The picture is a moment old: the nearest place within that."""
    now = time.time()
    return min(math.hypot((track["lat"] - lat) * METRES[0], (track["lon"] - lon) * METRES[1])
               for lat, lon, _ in (place(which, now - 0.1 * i) for i in range(15)))


def found_in(tracks):
    """Of each aircraft, how far off the nearest track is, and that track."""
    return [min(((off_metres(t, which), t) for t in tracks), key=lambda pair: pair[0], default=(1e9, None))
            for which in range(4)]


def wait_for_tracks(api, process, seconds=40):
    """Confirmed tracks, of which one is within 40 m of each aircraft."""
    end = time.monotonic() + seconds
    tracks = []
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("tocsin has ended: " + process.stderr.read())
        state = get(api, "/api/state")
        tracks = [t for t in state["tracks"] if t["state"] == "confirmed"] if state else []
        if all(off < 40 for off, _ in found_in(tracks)):
            return tracks
        time.sleep(0.5)
    raise SystemExit(f"not all four are tracked: {found_in(tracks)}")


def main(tocsin):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Document)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = {"http": server.server_address[1], "api": free_port()}
    for name, make, period_s in (("uat", uat, 1.0), ("sbs", sbs, 0.5), ("lines", line, 0.5)):
        listener = socket.create_server(("127.0.0.1", 0))
        ports[name] = listener.getsockname()[1]
        threading.Thread(target=speak, args=(listener, make, period_s), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        site, record = os.path.join(folder, "site.yaml"), os.path.join(folder, "record")
        with open(site, "w") as f:
            f.write(SITE.format(**ports))
        process = subprocess.Popen([tocsin, "run", site, "--record", record], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            wait_for_tracks(ports["api"], process)
            status = wait_for_feeds(ports["api"])
            tracks = wait_for_tracks(ports["api"], process)
            assert len(tracks) == 4, tracks
            for which, (off, track) in enumerate(found_in(tracks)):
                print(f"{('UAT', 'SBS', 'JSON lines', 'aircraft.json')[which]}: {off:.1f} m off, height "
                      f"{track['height_m']:.0f} m, most likely {max(track['class'], key=track['class'].get)}")
                # SBS has the pressure altitude alone.
                assert which == 1 or abs(track["height_m"] - (HEIGHT - 100)) < 60, track
            for feed in status["feeds"]:
                assert feed["damaged"] + feed["impossible"] + feed["unmapped"] == 0, feed
                assert (feed["foreign"] > 0) == (feed["id"] == "sbs"), feed
            document = next(f for f in status["feeds"] if f["id"] == "document")
            print(f"aircraft.json: {document['events']} events, {document['records']} aircraft, "
                  f"{document['octets']} octets, {document['dropped']} dropped")
            assert document["dropped"] == 0 and document["records"] * 65535 < document["octets"] * 401
        finally:
            STOP.set()
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
            server.shutdown()
        assert process.returncode == 0, said
        done = subprocess.run([tocsin, "replay", record, "--verify"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    main(sys.argv[1])
