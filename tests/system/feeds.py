#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds over MQTT, HTTP and a serial line, with real peers on loopback.

usage: feeds.py TOCSIN

A mosquitto, a small HTTP server and a pseudo-terminal speak to one running tocsin. Each feed
comes up, what is said on it is counted, and a peer that goes away and comes back is found again.
Without mosquitto that part is skipped.
"""
import http.server
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty
import unittest
import urllib.request

TOCSIN = ""

SITE = """\
site: {{ name: Feeds, origin: {{ lat: 50, lon: 8, height: 100 }} }}
sensors:
  - id: df
    kind: radio
    position: {{ east: 0, north: 0, up: 2 }}
    sigma: {{ azimuth: 3 }}
    clock_sigma: 0.1
    coverage: {{ range: [10, 3000], azimuth: all, elevation: [-5, 80] }}
feeds:
  - id: poll
    protocol: bearing
    sources: [{{ sensor: df }}]
    http: {{ url: "http://127.0.0.1:{http}/poll", period_s: 0.1 }}
  - id: stream
    protocol: bearing
    sources: [{{ sensor: df }}]
    http: {{ url: "http://127.0.0.1:{http}/stream" }}
  - id: line
    protocol: bearing
    sources: [{{ sensor: df }}]
    serial: {{ device: {tty}, baud: 115200 }}
  - id: broker
    protocol: bearing
    sources: [{{ sensor: df }}]
    mqtt: {{ broker: localhost, port: {mqtt}, topic: "df/+/bearings", user: tocsin, password_file: {password} }}
zones:
  - {{ id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[0, 0], [10, 0], [10, 10], [0, 10]] }}
api: {{ address: 127.0.0.1, port: {api} }}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def bearing():
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1e3):03}Z"
    return json.dumps({"sensor": "df", "time": stamp, "bearings": [{"azimuth_deg": 41.7}]}) + "\n"


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    counts = {}
    tag = 0
    broken = False
    last = ""

    def log_message(self, *_):
        pass

    def do_GET(self):
        kind = type(self)
        if kind.broken:
            self.send_error(503)
            return
        if self.path == "/stream":
            self.stream()
            return
        tag = f'"{kind.tag}"'
        same = self.headers.get("If-None-Match") == tag
        kind.counts[304 if same else 200] = kind.counts.get(304 if same else 200, 0) + 1
        body = b"" if same else bearing().encode()
        self.send_response(304 if same else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self):
        """Three lines in odd pieces, then the connection ends."""
        self.close_connection = True
        self.send_response(200)
        self.end_headers()
        text = (bearing() * 3).encode()
        for piece in (text[:7], text[7:100], text[100:]):
            self.wfile.write(piece)
            self.wfile.flush()
            time.sleep(0.05)


class Broker:
    def __init__(self, folder):
        self.port = free_port()
        self.config = os.path.join(folder, "mosquitto.conf")
        passwords = os.path.join(folder, "passwords")
        with open(self.config, "w") as f:
            f.write(f"listener {self.port} 127.0.0.1\nallow_anonymous false\n"
                    f"password_file {passwords}\nuser {os.environ.get('USER', 'root')}\n")
        subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, "tocsin", "secret"], check=True,
                       capture_output=True)
        self.process = None

    def start(self):
        self.process = subprocess.Popen(["mosquitto", "-c", self.config],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def say(self, topic, text, *options):
        subprocess.run(["mosquitto_pub", "-p", str(self.port), "-u", "tocsin", "-P", "secret", "-t",
                        topic, "-m", text, *options], check=False, capture_output=True)


class Feeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.master, slave = pty.openpty()
        tty.setraw(slave)
        cls.has_broker = shutil.which("mosquitto") and shutil.which("mosquitto_passwd")
        cls.broker = Broker(cls.folder.name) if cls.has_broker else None
        password = os.path.join(cls.folder.name, "password")
        with open(password, "w") as f:
            f.write("secret\n")
        cls.api = free_port()
        site = os.path.join(cls.folder.name, "site.yaml")
        with open(site, "w") as f:
            f.write(SITE.format(http=cls.server.server_address[1], tty=os.ttyname(slave), api=cls.api,
                                mqtt=cls.broker.port if cls.has_broker else free_port(),
                                password=password))
        cls.process = subprocess.Popen([TOCSIN, "run", site, "--record",
                                        os.path.join(cls.folder.name, "record")],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @classmethod
    def tearDownClass(cls):
        cls.process.send_signal(signal.SIGTERM)
        out, said = cls.process.communicate(timeout=30)
        cls.server.shutdown()
        if cls.has_broker and cls.broker.process:
            cls.broker.stop()
        assert cls.process.returncode == 0, said
        assert json.loads(out), out
        record = os.path.join(cls.folder.name, "record")
        done = subprocess.run([TOCSIN, "replay", record, "--verify"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.folder.cleanup()

    def feed(self, name):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.api}/api/status", timeout=5) as answer:
                return next(f for f in json.load(answer)["feeds"] if f["id"] == name)
        except OSError:
            return {"up": False, "records": 0, "damaged": 0}

    def until(self, name, what, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition(feed := self.feed(name)):
            self.assertLess(time.monotonic(), end, f"{name}: never {what}: {feed}")
            time.sleep(0.1)
        return feed

    def test_an_url_is_asked_again_and_what_has_not_changed_is_no_event(self):
        self.until("poll", "heard", lambda f: f["up"] and f["records"] == 1)
        asked = Answers.counts.get(304, 0)
        time.sleep(1)
        self.assertGreater(Answers.counts.get(304, 0), asked + 3)
        Answers.tag += 1
        self.until("poll", "heard again", lambda f: f["records"] == 2)
        Answers.broken = True
        self.until("poll", "down", lambda f: not f["up"])
        Answers.broken = False
        Answers.tag += 1
        self.until("poll", "back", lambda f: f["up"] and f["records"] == 3)

    def test_an_answer_without_end_is_a_stream(self):
        feed = self.until("stream", "heard twice", lambda f: f["records"] >= 6)
        self.assertEqual(feed["damaged"], 0)

    def test_a_serial_line_is_a_stream(self):
        self.until("line", "up", lambda f: f["up"])
        text = (bearing() * 2).encode()
        os.write(self.master, text[:50])
        time.sleep(0.1)
        os.write(self.master, text[50:])
        feed = self.until("line", "heard", lambda f: f["records"] == 2)
        self.assertEqual((feed["damaged"], feed["octets"]), (0, len(text)))

    def test_messages_of_the_topics_come_and_a_broker_may_go_and_come_back(self):
        if not self.has_broker:
            self.skipTest("mosquitto is not installed")
        self.assertFalse(self.feed("broker")["up"])
        self.broker.start()
        self.until("broker", "up", lambda f: f["up"])
        time.sleep(0.3)
        self.broker.say("df/one/bearings", bearing())
        self.broker.say("df/one/other", bearing())
        self.broker.say("df/two/bearings", "no JSON", "-r")
        feed = self.until("broker", "heard", lambda f: f["records"] == 1 and f["damaged"] == 1)
        self.assertEqual(feed["events"], 2)
        self.broker.stop()
        self.until("broker", "down", lambda f: not f["up"])
        self.broker.start()
        self.until("broker", "back", lambda f: f["up"])
        time.sleep(0.3)
        self.broker.say("df/two/bearings", bearing())
        feed = self.until("broker", "heard again", lambda f: f["records"] == 2)
        self.assertEqual(feed["damaged"], 1)


    def status(self, *options):
        return subprocess.run([TOCSIN, "status", *options], capture_output=True, text=True, timeout=20)

    def test_status_tells_how_the_feeds_fare(self):
        self.until("line", "up", lambda f: f["up"])
        os.write(self.master, bearing().encode())
        feed = self.until("line", "rated", lambda f: f["rate_hz"] > 0)
        self.assertEqual((feed["connects"], feed["kernel_dropped"]), (1, 0))
        self.assertGreaterEqual(feed["observed_us"]["max"], feed["observed_us"]["p50"])
        self.assertGreaterEqual(feed["delay_us"]["max"], feed["observed_us"]["max"])
        self.assertLess(abs(feed["offset_s"]), 2)
        url = f"http://127.0.0.1:{self.api}"
        answer = self.status("--url", url, "--json")
        up = all(row["up"] for row in json.loads(answer.stdout)["feeds"])
        self.assertEqual(answer.returncode, 0 if up else 1)
        table = self.status("--url", url)
        self.assertIn(table.returncode, (0, 1))
        self.assertRegex(table.stdout, r"(?m)^line +up +[0-9.]+ +[0-9.]+ +[0-9.]+ +-?[0-9.]+ ")
        self.assertRegex(table.stdout, r"(?m)^df +[0-9.]+ +[1-9]")
        self.assertEqual(self.status("--url", f"http://127.0.0.1:{free_port()}").returncode, 3)
        self.assertEqual(self.status("now").returncode, 2)

    def test_metrics_are_openmetrics(self):
        """The grammar of OpenMetrics 1.0: families in one piece, types before samples, counters that
        end in _total, histograms in buckets, count and sum, units that end the name, one # EOF at the
        end."""
        ends = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}
        with urllib.request.urlopen(f"http://127.0.0.1:{self.api}/metrics", timeout=5) as answer:
            self.assertEqual(answer.headers["Content-Type"],
                             "application/openmetrics-text; version=1.0.0; charset=utf-8")
            text = answer.read().decode()
        self.assertTrue(text.endswith("\n# EOF\n"))
        families, current = {}, None
        for line in text.splitlines()[:-1]:
            if line.startswith("# "):
                word, name, value = line[2:].split(" ", 2)
                if word == "TYPE":
                    self.assertNotIn(name, families)
                    current, families[name] = name, value
                self.assertEqual(name, current)
                self.assertIn(word, ("TYPE", "UNIT", "HELP"))
                if word == "UNIT":
                    self.assertTrue(name.endswith("_" + value), line)
                continue
            sample = re.fullmatch(r'([a-z_]+)((?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"'
                                  r'(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})?) (-?[0-9.e+-]+)', line)
            self.assertTrue(sample, line)
            self.assertIn(sample[1], [current + end for end in ends[families[current]]])
            float(sample[3])
        self.assertIn('tocsin_feed_records_total{feed="line",result="decoded"}', text)
        self.assertIn("tocsin_sensor_silence_seconds", families)


if __name__ == "__main__":
    TOCSIN = sys.argv.pop(1)
    unittest.main(verbosity=2)
