#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The API over real sockets, against api_demo (a stand-in for the daemon).

usage: api.py API_DEMO
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import http.client

DEMO = ""


class Demo:
    """api_demo on a port of its own; stopped, and its counts read, at the end."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [DEMO, *map(str, options)], stdout=subprocess.PIPE, text=True
        )
        self.port = json.loads(self.process.stdout.readline())["port"]
        self.counts = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.counts is None:
            self.process.send_signal(signal.SIGTERM)
            out, _ = self.process.communicate(timeout=20)
            self.counts = json.loads(out)
            assert self.process.returncode == 0, self.process.returncode
        return self.counts

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, method, path, body=None, headers=None):
        """One request; (status, headers, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response.status, response.headers, data

    def raw(self, octets):
        """All that comes back for these octets until the server closes or is silent."""
        with self.connect() as s:
            s.sendall(octets)
            s.settimeout(2)
            data = b""
            try:
                while chunk := s.recv(65536):
                    data += chunk
            except (TimeoutError, ConnectionResetError):
                pass
            return data

    def act(self, alarm, action, body, headers=None):
        text = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.ask(
            "POST",
            f"/api/alarms/{alarm}/{action}",
            text,
            {"Content-Type": "application/json"} if headers is None else headers,
        )


class Live:
    """A WebSocket client of a page's worth of code (RFC 6455)."""

    def __init__(self, demo, path="/api/live", headers=(), host=None):
        self.socket = demo.connect()
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host or f'127.0.0.1:{demo.port}'}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *headers,
        ]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            chunk = self.socket.recv(65536)
            if not chunk:
                break
            self.data += chunk
        head, _, self.data = self.data.partition(b"\r\n\r\n")
        self.status = int(head.split(b" ")[1]) if head else 0
        self.head = head.decode().lower()
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode())
        self.accepted = base64.b64encode(digest.digest()).decode().lower() in self.head

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _take(self, n):
        while len(self.data) < n:
            chunk = self.socket.recv(1 << 16)
            if not chunk:
                raise EOFError
            self.data += chunk
        part, self.data = self.data[:n], self.data[n:]
        return part

    def frame(self):
        """(opcode, payload); fragments are joined."""
        payload, opcode = b"", None
        while True:
            first, second = self._take(2)
            length = second & 127
            if length == 126:
                (length,) = struct.unpack(">H", self._take(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._take(8))
            assert not second & 128, "servers do not mask"
            opcode = opcode or first & 15
            payload += self._take(length)
            if first & 128:
                return opcode, payload

    def message(self):
        while True:
            opcode, payload = self.frame()
            if opcode == 1:
                return json.loads(payload)
            if opcode == 9:
                self.send(10, payload)

    def until(self, kind):
        while True:
            message = self.message()
            if message["type"] == kind:
                return message

    def send(self, opcode, payload):
        mask = os.urandom(4)
        body = bytes(c ^ mask[i % 4] for i, c in enumerate(payload))
        self.socket.sendall(bytes([128 | opcode, 128 | len(payload)]) + mask + body)


class Rest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        root = pathlib.Path(cls.folder, "dist")
        (root / "assets").mkdir(parents=True)
        (root / "index.html").write_text("<p>console")
        (root / "assets" / "a-1.js").write_text("1;" * 50_000)
        pathlib.Path(cls.folder, "secret.txt").write_text("secret")
        cls.map = os.urandom(5 << 20)
        pathlib.Path(cls.folder, "m.pmtiles").write_bytes(cls.map)
        cls.demo = Demo("--console", root, "--map", pathlib.Path(cls.folder, "m.pmtiles"),
                        "--skip", 26)
        time.sleep(0.3)

    @classmethod
    def tearDownClass(cls):
        cls.demo.stop()
        shutil.rmtree(cls.folder)

    def check(self, answer, status):
        self.assertEqual(answer[0], status, answer[2][:200])
        if status >= 400:
            self.assertIn("error", json.loads(answer[2]))
        return answer

    def test_documents_are_served_and_agree_with_each_other(self):
        state = json.loads(self.check(self.demo.ask("GET", "/api/state"), 200)[2])
        site = json.loads(self.check(self.demo.ask("GET", "/api/site"), 200)[2])
        self.assertEqual(state["type"], "state")
        self.assertEqual(state["site"], site)
        self.assertEqual(len(state["alarms"]), 12)
        self.assertEqual([a["id"] for a in state["alarms"]], list(range(1, 13)))
        self.assertTrue(state["time"].endswith("Z"))
        alarms = json.loads(self.check(self.demo.ask("GET", "/api/alarms"), 200)[2])
        self.assertEqual([a["id"] for a in alarms], [a["id"] for a in state["alarms"]])
        self.assertIn("feeds", json.loads(self.check(self.demo.ask("GET", "/api/status"), 200)[2]))
        for path, shape in (("tracks", "Point"), ("zones", "Polygon")):
            _, headers, data = self.check(self.demo.ask("GET", f"/api/{path}"), 200)
            self.assertEqual(headers["Content-Type"], "application/geo+json")
            collection = json.loads(data)
            self.assertEqual(collection["type"], "FeatureCollection")
            for feature in collection["features"]:
                self.assertEqual(feature["geometry"]["type"], shape)

    def test_answers_are_guarded_by_headers(self):
        for path in ("/", "/api/state", "/nothing"):
            _, headers, _ = self.demo.ask("GET", path)
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertNotIn("unsafe", headers["Content-Security-Policy"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")
        self.assertEqual(self.demo.ask("GET", "/api/state")[1]["Cache-Control"], "no-store")

    def test_files_have_their_type_and_are_kept_as_long_as_they_may(self):
        status, headers, data = self.demo.ask("GET", "/")
        self.assertEqual((status, data), (200, b"<p>console"))
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        self.assertEqual(headers["Cache-Control"], "no-cache")
        status, headers, data = self.demo.ask("GET", "/assets/a-1.js")
        self.assertEqual(len(data), 100_000)
        self.assertIn("immutable", headers["Cache-Control"])
        again = self.demo.ask("GET", "/assets/a-1.js", headers={"If-None-Match": headers["ETag"]})
        self.assertEqual((again[0], again[2]), (304, b""))
        head = self.demo.ask("HEAD", "/assets/a-1.js")
        self.assertEqual((head[0], head[1]["Content-Length"], head[2]), (200, "100000", b""))
        head = self.demo.ask("HEAD", "/api/state")
        self.assertEqual((head[0], head[2]), (200, b""))

    def test_no_path_leads_out(self):
        for path in ("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt",
                     "/..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
                     "//etc/passwd", "/./../secret.txt", "/..\\secret.txt", "/assets/", "/assets"):
            data = self.demo.raw(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            self.assertNotIn(b"secret", data, path)
            self.assertNotIn(b"root:", data, path)
            self.assertNotIn(b" 200 ", data.split(b"\r\n")[0], path)
        # A zero octet ends a path: what is behind it is not looked at.
        for path in ("/%00/../secret.txt", "/index.html%00.js"):
            data = self.demo.raw(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            self.assertNotIn(b"secret", data)

    def test_unknown_paths_and_methods_are_refused(self):
        self.check(self.demo.ask("GET", "/nothing"), 404)
        self.check(self.demo.ask("GET", "/api/nothing"), 404)
        self.check(self.demo.ask("GET", "/api/alarms/1/explode"), 404)
        self.check(self.demo.act(1, "explode", {"who": "A"}), 404)
        self.check(self.demo.act(99, "ack", {"who": "A"}), 404)
        self.check(self.demo.act(999_999, "ack", {"who": "A"}), 404)
        self.check(self.demo.act(0, "ack", {"who": "A"}), 404)
        answer = self.check(self.demo.ask("GET", "/api/alarms/1/ack"), 405)
        self.assertEqual(answer[1]["Allow"], "POST")
        self.check(self.demo.ask("POST", "/api/state", "{}",
                                 {"Content-Type": "application/json"}), 405)
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            self.check(self.demo.ask(method, "/api/alarms/1/ack", "{}"), 405)
        self.check(self.demo.ask("GET", "/api/live"), 426)

    def test_bad_bodies_are_refused(self):
        for body in ("", "{", "[]", "null", "{}", '{"who":""}', '{"who":7}',
                     '{"who":"A","seconds":5}', '{"who":"A","x":1}', '{"who":"A"}}',
                     "{" * 2000, b"\xff\xfe"):
            self.check(self.demo.act(4, "ack", body), 400)
        self.check(self.demo.act(4, "ack", {"who": "A", "why": "x" * 2100}), 413)
        self.check(self.demo.act(4, "ack", {"who": "A"}, {"Content-Type": "text/plain"}), 415)
        self.check(self.demo.act(4, "ack", {"who": "A"}, {}), 415)
        data = self.demo.raw(b"POST /api/alarms/4/ack HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: application/json\r\n\r\n")
        self.assertIn(b" 411 ", data.split(b"\r\n")[0])
        data = self.demo.raw(b"POST /api/alarms/4/ack HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: application/json\r\nContent-Length: -5\r\n\r\n")
        self.assertNotIn(b" 200 ", data.split(b"\r\n")[0])
        state = json.loads(self.demo.ask("GET", "/api/state")[2])
        self.assertEqual(state["alarms"][3]["state"], "unacknowledged")

    def test_actions_are_decided_and_answered(self):
        status, _, data = self.demo.act(1, "ack", {"who": "A. Karim"})
        self.assertEqual(status, 200)
        alarm = json.loads(data)
        self.assertEqual((alarm["state"], alarm["who"]), ("acknowledged", "A. Karim"))
        self.check(self.demo.act(1, "ack", {"who": "A. Karim"}), 409)
        self.check(self.demo.act(1, "shelve", {"who": "A. Karim", "seconds": 60}), 409)
        late = self.check(self.demo.act(2, "ack", {"who": "late"}), 409)
        self.assertEqual(json.loads(late[2]), {"error": "later: no"})
        began = time.monotonic()
        self.check(self.demo.act(2, "ack", {"who": "never"}), 504)
        self.assertLess(abs(time.monotonic() - began - 5.3), 1.0)

    def test_web_pages_of_others_cannot_ask(self):
        host = f"127.0.0.1:{self.demo.port}"
        for headers in ({"Host": "evil.example"}, {"Host": f"evil.example:{self.demo.port}"},
                        {"Host": host, "Origin": "http://evil.example"},
                        {"Host": host, "Origin": "null"},
                        {"Host": host, "Origin": "http://127.0.0.1:1"}):
            self.check(self.demo.ask("GET", "/api/state", headers=headers), 403)
            self.check(self.demo.act(1, "ack", {"who": "A"},
                                     {"Content-Type": "application/json", **headers}), 403)
        data = self.demo.raw(b"GET /api/state HTTP/1.1\r\n\r\n")
        self.assertIn(b" 403 ", data.split(b"\r\n")[0])
        ours = {"Host": host, "Origin": f"http://{host}"}
        self.check(self.demo.ask("GET", "/api/state", headers=ours), 200)

    def test_one_connection_serves_many_requests(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.demo.port, timeout=10)
        for i in range(20):
            connection.request("GET", ("/api/status", "/", "/nothing")[i % 3])
            response = connection.getresponse()
            self.assertEqual(response.status, (200, 200, 404)[i % 3])
            response.read()
        connection.request("POST", "/api/alarms/9/ack", '{"who":"A"}',
                           {"Content-Type": "application/json"})
        self.assertEqual(connection.getresponse().read()[:9], b'{"error":')
        connection.close()

    def test_the_map_comes_in_ranges(self):
        for text, first, end in (("bytes=0-126", 0, 127), ("bytes=1000000-1065535", 1000000, 1065536),
                                 ("bytes=-100", len(self.map) - 100, len(self.map))):
            status, headers, data = self.demo.ask("GET", "/map.pmtiles", headers={"Range": text})
            self.assertEqual(status, 206)
            self.assertEqual(data, self.map[first:end])
            self.assertEqual(headers["Content-Range"], f"bytes {first}-{end - 1}/{len(self.map)}")
        self.check(self.demo.ask("GET", "/map.pmtiles"), 416)
        self.check(self.demo.ask("GET", "/map.pmtiles", headers={"Range": "bytes=0-"}), 416)
        self.check(self.demo.ask("GET", "/map.pmtiles",
                                 headers={"Range": "bytes=99999999-"}), 416)
        status, headers, _ = self.demo.ask("HEAD", "/map.pmtiles")
        self.assertEqual((status, headers["Content-Length"]), (200, str(len(self.map))))

    def test_rubbish_is_survived(self):
        for octets in (b"\x00" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00" * 50,
                       b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
                       b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 64,
                       b"POST /api/alarms/4/ack HTTP/1.1\r\nHost: localhost\r\n"
                       b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                       b"5\r\n{\"who\r\n0\r\n\r\n",
                       b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n"
                       b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"):
            with self.demo.connect() as s:
                s.sendall(octets)
                s.settimeout(0.3)
                try:
                    s.recv(4096)
                except OSError:
                    pass
        self.check(self.demo.ask("GET", "/api/state"), 200)


class LiveTest(unittest.TestCase):
    def test_a_client_gets_the_state_then_changes(self):
        with Demo("--skip", 22) as demo, Live(demo) as live:
            self.assertEqual(live.status, 101)
            self.assertTrue(live.accepted)
            first = live.message()
            self.assertEqual(first["type"], "state")
            self.assertEqual(first["alarms"][0]["state"], "normal")
            tracks = live.until("tracks")
            self.assertGreaterEqual(len(tracks["tracks"]), 20)
            self.assertIn("status", live.until("status"))
            alarm = live.until("alarm")["alarm"]
            while alarm["kind"] != "take-cover":
                alarm = live.until("alarm")["alarm"]
            self.assertEqual((alarm["subject"], alarm["state"]), ("residence", "unacknowledged"))
            began = time.monotonic()
            self.assertEqual(demo.act(alarm["id"], "ack", {"who": "B"})[0], 200)
            change = live.until("alarm")["alarm"]
            self.assertLess(time.monotonic() - began, 0.5)
            self.assertEqual((change["state"], change["who"]), ("acknowledged", "B"))

    def test_a_second_client_sees_what_the_first_has_done(self):
        with Demo("--skip", 26) as demo:
            time.sleep(0.4)
            with Live(demo) as first, Live(demo) as second:
                first.message(), second.message()
                self.assertEqual(demo.act(1, "ack", {"who": "C"})[0], 200)
                self.assertEqual(second.until("alarm")["alarm"]["who"], "C")
            with Live(demo) as third:
                self.assertEqual(third.message()["alarms"][0]["state"], "acknowledged")

    def test_handshakes_of_others_are_refused(self):
        with Demo() as demo:
            time.sleep(0.3)
            for path, headers, host, status in (
                ("/api/live", ["Origin: http://evil.example"], None, 403),
                ("/api/live", [], "evil.example", 403),
                ("/api/state", [], None, 404),
                ("/", [], None, 404),
            ):
                with Live(demo, path, headers, host) as live:
                    self.assertEqual(live.status, status, path)
            host = f"127.0.0.1:{demo.port}"
            with Live(demo, headers=[f"Origin: http://{host}"]) as live:
                self.assertEqual(live.message()["type"], "state")

    def test_a_client_that_talks_is_shown_out(self):
        with Demo() as demo:
            time.sleep(0.3)
            with Live(demo) as live:
                live.message()
                live.send(1, b"hello")
                opcode, payload = 1, b""
                try:
                    while opcode != 8:
                        opcode, payload = live.frame()
                    self.assertEqual(struct.unpack(">H", payload[:2])[0], 1008)
                except EOFError:
                    pass  # shown out without a word, as when much waits to be sent

    def test_pings_are_answered(self):
        with Demo() as demo:
            time.sleep(0.3)
            with Live(demo) as live:
                live.send(9, b"are you there")
                opcode, payload = live.frame()
                while opcode != 10:
                    opcode, payload = live.frame()
                self.assertEqual(payload, b"are you there")

    def test_a_hundred_clients_get_the_same_alarm(self):
        with Demo("--skip", 26) as demo:
            time.sleep(0.4)
            clients = [Live(demo) for _ in range(100)]
            try:
                for client in clients:
                    self.assertEqual(client.message()["type"], "state")
                self.assertEqual(demo.act(1, "ack", {"who": "D"})[0], 200)
                for client in clients:
                    change = client.until("alarm")["alarm"]
                    self.assertEqual((change["id"], change["who"]), (1, "D"))
            finally:
                for client in clients:
                    client.socket.close()
            time.sleep(0.3)
            counts = demo.stop()
            self.assertEqual(counts["live"], 0)
            self.assertEqual(counts["slow_dropped"], 0)

    def test_a_slow_client_is_dropped_and_others_do_not_notice(self):
        # 400 more tracks, 20 pictures a second: about 4 MB a second for each client.
        with Demo("--extra", 400, "--hz", 20, "--stall-ms", 1500) as demo:
            time.sleep(0.3)
            slow = demo.connect()
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{demo.port}\r\n"
                         "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                         "Sec-WebSocket-Version: 13\r\n\r\n".encode())
            with Live(demo) as fast:
                fast.message()
                end = time.monotonic() + 5
                pictures = 0
                while time.monotonic() < end:
                    pictures += fast.message()["type"] == "tracks"
            self.assertGreater(pictures, 15)
            counts = demo.stop()
            self.assertEqual(counts["slow_dropped"], 1)
            self.assertGreater(counts["replaced"], 10)
            slow.close()

    def test_limits_hold_and_are_counted(self):
        with Demo("--live", 3, "--connections", 6) as demo:
            time.sleep(0.3)
            live = [Live(demo) for _ in range(3)]
            with Live(demo) as fourth:
                self.assertEqual(fourth.status, 503)
            time.sleep(0.2)
            idle = [demo.connect() for _ in range(3)]
            time.sleep(0.2)
            with demo.connect() as seventh:
                seventh.settimeout(2)
                try:
                    self.assertEqual(seventh.recv(1), b"")
                except ConnectionResetError:
                    pass
            for s in [*idle, *(client.socket for client in live)]:
                s.close()
            time.sleep(0.3)
            self.assertEqual(demo.ask("GET", "/api/status")[0], 200)
            counts = demo.stop()
            self.assertEqual(counts["refused_connections"], 1)

    def test_it_closes_while_everything_is_under_way(self):
        with Demo("--extra", 500, "--hz", 20) as demo:
            time.sleep(0.3)
            clients = [Live(demo) for _ in range(10)]
            waiting = demo.connect()
            body = b'{"who":"never"}'
            waiting.sendall(b"POST /api/alarms/1/ack HTTP/1.1\r\nHost: localhost\r\n"
                            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            % (len(body), body))
            half = demo.connect()
            half.sendall(b"POST /api/alarms/1/ack HTTP/1.1\r\nHost: localhost\r\n"
                         b"Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{")
            time.sleep(0.2)
            demo.stop()
            for s in [waiting, half, *(client.socket for client in clients)]:
                s.close()

    def test_no_connection_is_leaked(self):
        with Demo() as demo:
            time.sleep(0.3)
            for _ in range(300):
                demo.connect().close()
            for _ in range(50):
                with Live(demo) as live:
                    live.message()
            for _ in range(50):
                demo.ask("GET", "/api/state")
            time.sleep(0.5)
            self.assertEqual(demo.stop()["connections"], 0)


if __name__ == "__main__":
    DEMO = sys.argv.pop(1)
    unittest.main(verbosity=2)
