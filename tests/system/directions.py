#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A direction finder, microphones and two cameras see one drone, each in its own protocol.

usage: directions.py TOCSIN

KrakenSDR's lines come from an HTTP server, ODAS connects to tocsin, ONVIF metadata is a multipart
stream over HTTP, Frigate speaks through mosquitto (without one it is left out). Their directions
are computed here from where the drone is; tocsin has to find it there. The record replays.
"""
import http.server
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from feeds import free_port

SITE = """\
site: {{ name: Directions, origin: {{ lat: 50, lon: 8, height: 100 }} }}
sensors:
  - id: df
    kind: radio
    position: {{ east: -300, north: 0, up: 2 }}
    rotation: 40
    sigma: {{ azimuth: 2 }}
    clock_sigma: 0.1
    coverage: {{ range: [10, 3000], azimuth: all, elevation: [-5, 80] }}
  - id: mic
    kind: acoustic
    position: {{ east: 100, north: 50, up: 2 }}
    pose: {{ azimuth: 30 }}
    sigma: {{ azimuth: 3, elevation: 3 }}
    clock_sigma: 0.1
    coverage: {{ range: [1, 600], azimuth: all, elevation: [-5, 90] }}
  - id: cam-north
    kind: camera
    position: {{ east: 0, north: 0, up: 5 }}
    pose: {{ azimuth: 5, elevation: 10, roll: 2 }}
    lens: {{ width: 1280, height: 720, field_of_view: 60 }}
    sigma: {{ azimuth: 0.2, elevation: 0.2 }}
    clock_sigma: 0.1
    coverage: {{ range: [10, 2000], azimuth: [335, 35], elevation: [-8, 28] }}
  - id: cam-turning
    kind: camera
    position: {{ east: 250, north: 200, up: 5 }}
    pose: {{ azimuth: 180 }}
    lens: {{ width: 1920, height: 1080, field_of_view: 50 }}
    pan_tilt: {{ pan: [-180, 180], tilt: [-90, 90] }}
    sigma: {{ azimuth: 0.3, elevation: 0.3 }}
    clock_sigma: 0.1
    coverage: {{ range: [10, 2000], azimuth: all, elevation: [-20, 60] }}
feeds:
  - id: kraken
    protocol: kraken
    sources: [{{ sensor: df }}]
    http: {{ url: "http://127.0.0.1:{http}/DOA_value.html", period_s: 0.2 }}
  - id: odas
    protocol: odas
    sources: [{{ sensor: mic }}]
    tcp: {{ listen: 127.0.0.1, port: {odas} }}
  - id: onvif
    protocol: onvif
    sources: [{{ sensor: cam-turning }}]
    http: {{ url: "http://127.0.0.1:{http}/metadata" }}
{frigate}zones:
  - {{ id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[0, 0], [10, 0], [10, 10], [0, 10]] }}
api: {{ address: 127.0.0.1, port: {api} }}
"""

FRIGATE = """\
  - id: frigate
    protocol: frigate
    sources: [{{ sensor: cam-north }}]
    mqtt: {{ broker: 127.0.0.1, port: {mqtt}, topic: frigate/events }}
"""

DRONE = (60.0, 350.0, 80.0)  # east, north, up; it drifts a little, see place()
START = time.time()
STOP = threading.Event()


def place():
    t = time.time() - START
    return (DRONE[0] + 8 * math.sin(t / 4), DRONE[1] + 8 * math.cos(t / 4), DRONE[2])


def direction(sensor):
    """Azimuth and elevation, degrees, from a sensor's place."""
    e, n, u = (a - b for a, b in zip(place(), sensor))
    return math.degrees(math.atan2(e, n)) % 360, math.degrees(math.atan2(u, math.hypot(e, n)))


def own_axes(azimuth, elevation, pose):
    """forward, right, up of a direction in the axes of a pose (azimuth, elevation, roll)."""
    a, e, (pa, pe, pr) = map(lambda x: x, (math.radians(azimuth), math.radians(elevation),
                                           [math.radians(x) for x in pose]))
    v = (math.cos(e) * math.sin(a), math.cos(e) * math.cos(a), math.sin(e))
    forward = (math.cos(pe) * math.sin(pa), math.cos(pe) * math.cos(pa), math.sin(pe))
    right = (math.cos(pa), -math.sin(pa), 0)
    up = (-math.sin(pe) * math.sin(pa), -math.sin(pe) * math.cos(pa), math.cos(pe))
    dot = lambda x: sum(p * q for p, q in zip(v, x))
    f, r, u = dot(forward), dot(right), dot(up)
    return f, r * math.cos(pr) - u * math.sin(pr), r * math.sin(pr) + u * math.cos(pr)


def pixel(axes, width, height, fov):
    focal = width / 2 / math.tan(math.radians(fov / 2))
    return ((width - 1) / 2 + focal * axes[1] / axes[0], (height - 1) / 2 - focal * axes[2] / axes[0])


def stamp(at):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at)) + f".{int(at % 1 * 1e6):06}Z"


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/metadata":
            self.metadata()
            return
        bearing = (direction((-300, 0, 2))[0] - 40) % 360
        theta = round(360 - bearing) % 360
        away = lambda i: min(abs(i - theta), 360 - abs(i - theta))
        values = "".join(f", {max(0.0, 60 - 2 * away(i)):.2f}" for i in range(360))
        body = (f"{int(time.time() * 1000)}, {bearing:.1f}, 11.2, -30.5, 2437000000, UCA, 10, df, 50.0, 8.0, "
                f"0.0, 0.0, GPS, R, R, R, R{values} \n").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def metadata(self):
        """Statuses that follow the drone, and frames with a box near the middle."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=part")
        self.end_headers()
        while not STOP.is_set():
            azimuth, elevation = direction((250, 200, 5))
            pan = (round(azimuth) - 180 + 180) % 360 - 180
            tilt = round(elevation)
            x, y = pixel(own_axes(azimuth, elevation, (180 + pan, tilt, 0)), 1920, 1080, 50)
            x, y = (x + 0.5) / 960 - 1, 1 - (y + 0.5) / 540
            now = stamp(time.time())
            text = (f'<?xml version="1.0"?><m:MetadataStream xmlns:m="http://www.onvif.org/ver10/schema">'
                    f'<m:VideoAnalytics><m:Frame UtcTime="{now}"><m:PTZStatus><m:Position>'
                    f'<m:PanTilt x="{pan / 180:.6f}" y="{tilt / 90:.6f}"/></m:Position>'
                    f"<m:UtcTime>{now}</m:UtcTime></m:PTZStatus>"
                    f'<m:Object ObjectId="1"><m:Appearance><m:Shape><m:BoundingBox left="{x - .005:.6f}" '
                    f'right="{x + .005:.6f}" bottom="{y - .004:.6f}" top="{y + .004:.6f}"/>'
                    f'<m:CenterOfGravity x="0" y="0"/></m:Shape><m:Class><m:Type Likelihood="0.8">Drone'
                    f"</m:Type></m:Class></m:Appearance></m:Object></m:Frame></m:VideoAnalytics>"
                    f"</m:MetadataStream>")
            try:
                self.wfile.write(f"--part\r\nContent-Type: application/xml\r\n\r\n{text}\r\n".encode())
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)


def speak_odas(port):
    hop = 1000
    while not STOP.is_set():
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as s:
                begun = time.time()
                while not STOP.is_set():
                    azimuth, elevation = direction((100, 50, 2))
                    f, r, u = own_axes(azimuth, elevation, (30, 0, 0))
                    s.sendall((json.dumps({"timeStamp": hop + int((time.time() - begun) / 0.008), "src": [
                        {"id": 4, "tag": "dynamic", "x": round(r, 3), "y": round(f, 3), "z": round(u, 3),
                         "activity": 0.9},
                        {"id": 0, "tag": "", "x": 0.0, "y": 0.0, "z": 0.0, "activity": 0.0}]},
                        indent=4) + "\n").encode())
                    time.sleep(0.05)
        except OSError:
            time.sleep(0.2)


def wait_for_port(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def speak_frigate(port):
    wait_for_port(port)
    pub = subprocess.Popen(["mosquitto_pub", "-p", str(port), "-t", "frigate/events", "-l"],
                           stdin=subprocess.PIPE, text=True)
    while not STOP.is_set():
        azimuth, elevation = direction((0, 0, 5))
        x, y = pixel(own_axes(azimuth, elevation, (5, 10, 2)), 1280, 720, 60)
        after = {"id": "1.5-a", "camera": "cam-north", "frame_time": time.time(), "label": "drone",
                 "score": 0.8, "top_score": 0.9, "false_positive": False, "stationary": False,
                 "box": [round(x) - 6, round(y) - 4, round(x) + 6, round(y) + 4]}
        try:
            pub.stdin.write(json.dumps({"type": "update", "before": after, "after": after}) + "\n")
            pub.stdin.flush()
        except OSError:
            return
        time.sleep(0.2)
    pub.stdin.close()
    pub.wait(5)


def get(api, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{api}{path}", timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return None


def wait_for_feeds(api, seconds=20):
    end = time.monotonic() + seconds
    while True:
        status = get(api, "/api/status")
        if all(feed["up"] and feed["records"] > 5 for feed in status["feeds"]):
            return status
        if time.monotonic() > end:
            raise SystemExit(f"feeds that say nothing: {status['feeds']}")
        time.sleep(0.3)


def off_metres(track):
    e, n, u = place()
    north = (track["lat"] - 50) * 111229.0  # metres a degree at 50 degrees north
    east = (track["lon"] - 8) * 71696.0
    return math.dist((east, north, track["height_m"]), (e, n, u))


def wait_for_track(api, process, seconds=40):
    """A confirmed track by at least two kinds within 25 m of the drone."""
    end = time.monotonic() + seconds
    tracks = []
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit("tocsin has ended: " + process.stderr.read())
        state = get(api, "/api/state")
        tracks = [t for t in state["tracks"] if t["state"] == "confirmed"] if state else []
        near = [t for t in tracks if off_metres(t) < 25 and len(t["kinds"]) >= 2]
        if near:
            return near[0]
        time.sleep(0.5)
    raise SystemExit(f"no track where the drone is: {[(off_metres(t), t) for t in tracks]}")


def main(tocsin):
    has_broker = shutil.which("mosquitto") and shutil.which("mosquitto_pub")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = {"odas": free_port(), "api": free_port(), "mqtt": free_port(),
             "http": server.server_address[1]}
    broker = subprocess.Popen(["mosquitto", "-p", str(ports["mqtt"])], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) if has_broker else None
    with tempfile.TemporaryDirectory() as folder:
        site, record = os.path.join(folder, "site.yaml"), os.path.join(folder, "record")
        with open(site, "w") as f:
            f.write(SITE.format(frigate=FRIGATE.format(**ports) if has_broker else "", **ports))
        process = subprocess.Popen([tocsin, "run", site, "--record", record], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            threading.Thread(target=speak_odas, args=(ports["odas"],), daemon=True).start()
            if has_broker:
                threading.Thread(target=speak_frigate, args=(ports["mqtt"],), daemon=True).start()
            track = wait_for_track(ports["api"], process)
            print(f"track {track['id']}: {off_metres(track):.1f} m off, kinds {track['kinds']}, "
                  f"class {track['class']}")
            status = wait_for_feeds(ports["api"])
            for feed in status["feeds"]:
                assert feed["damaged"] + feed["foreign"] + feed["impossible"] + feed["unmapped"] == 0, feed
            for sensor in status["sensors"]:
                assert sensor["looks"] > 3 or (sensor["id"] == "cam-north" and not has_broker), sensor
        finally:
            STOP.set()
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=30)
            server.shutdown()
            if broker:
                broker.terminate()
                broker.wait()
        assert process.returncode == 0, said
        done = subprocess.run([tocsin, "replay", record, "--verify"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    main(sys.argv[1])
