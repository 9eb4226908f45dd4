# SPDX-License-Identifier: Apache-2.0
"""What tests of outputs send to: sockets, servers that come and go, a webhook; and sink_post, which
sends."""
import http.server
import json
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from xml.etree import ElementTree


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(condition, seconds=10.0):
    """What the condition gives when it is true; its last answer when it never is."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.02)


def end(sock):
    """Closes it, and wakes who waits for it."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    sock.close()


SITE = """\
site: { name: Outputs, origin: { lat: 50, lon: 8, height: 100 } }
sensors:
  - { id: rid, kind: remote-id, position: { east: 0, north: 0, up: 2 }, sigma: { position: 10, height: 20 },
      clock_sigma: 1, coverage: { range: [0, 5000], azimuth: all, elevation: [-90, 90] } }
feeds:
  - { id: feed, protocol: remote-id, sources: [{ sensor: rid }], udp: { address: 127.0.0.1, port: 9 } }
zones:
  - { id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[0, 0], [10, 0], [10, 10], [0, 10]] }
  - { id: gate, people: 3, seconds_to_cover: 7, ceiling: 20, corners: [[50, 0], [60, 0], [60, 10], [50, 10]] }
outputs:
"""


class Post:
    """A running sink_post with these outputs."""

    program = "" # where it is

    def __init__(self, *outputs):
        self.folder = tempfile.TemporaryDirectory()
        site = os.path.join(self.folder.name, "site.yaml")
        with open(site, "w", encoding="utf-8") as file:
            file.write(SITE + "".join(f"  - {line}\n" for line in outputs))
        self.reports, self.counted = [], None
        self.process = subprocess.Popen([self.program, site], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            value = json.loads(line)
            if "counts" in value:
                self.counted = value["counts"]
            else:
                self.reports.append(value)

    def say(self, *lines):
        self.process.stdin.write("".join(line + "\n" for line in lines))
        self.process.stdin.flush()

    def change(self, alarm, before, after):
        self.say(f"change {alarm} {before} {after}")

    def counts(self):
        self.counted = None
        self.say("counts")
        return until(lambda: self.counted)

    def delivered(self, count=1, seconds=10.0):
        return until(lambda: sum(r["delivered"] for r in self.reports) >= count, seconds)

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=10)
        self.reader.join()
        self.process.stdout.close()
        self.folder.cleanup()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.process.stdin.close()
        self.folder.cleanup()


class Datagrams:
    """Everything that arrives on a port."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("", 0) if os.environ.get("TOCSIN_INSIDE") else ("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.got = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            try:
                octets = self.socket.recv(65535)
            except OSError:
                return
            if not octets:
                return # closed: nobody sends empty ones
            self.got.append(octets)

    def close(self):
        end(self.socket)


class Server:
    """Takes one connection after the other; `answer(octets so far)` gives what to say."""

    def __init__(self, port=0, context=None, answer=None, reads=True):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.context, self.answer, self.reads = context, answer, reads
        self.connections = []
        self.sockets = []
        self.problems = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            try:
                if self.context is not None:
                    peer = self.context.wrap_socket(peer, server_side=True)
            except (OSError, ssl.SSLError) as error:
                self.problems.append(str(error))
                continue
            self.sockets.append(peer)
            if self.reads:
                threading.Thread(target=self.read, args=(peer,), daemon=True).start()

    def read(self, peer):
        self.connections.append(b"")
        index = len(self.connections) - 1
        said = 0
        while True:
            if self.answer is not None:
                answers = self.answer(self.connections[index])
                for text in answers[said:]:
                    peer.sendall(text)
                said = max(said, len(answers))
            try:
                octets = peer.recv(65536)
            except OSError:
                return
            if not octets:
                return
            self.connections[index] += octets

    def close(self):
        for one in [self.listener] + self.sockets:
            end(one)


DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def events(octets):
    """The XML events of a stream, each behind its declaration and with nothing between."""
    pieces = octets.split(DECLARATION)
    if pieces[0] != b"":
        raise AssertionError(f"begins with {pieces[0][:60]!r}")
    return [ElementTree.fromstring(piece) for piece in pieces[1:] if piece.endswith(b"</event>")]


OFFER = ("<event version='2.0' uid='proto-1' type='t-x-takp-{}' time='2026-05-04T10:00:00Z' "
         "start='2026-05-04T10:00:00Z' stale='2026-05-04T10:01:00Z' how='m-g'>"
         "<point lat='0.0' lon='0.0' hae='0.0' ce='999999' le='999999'/><detail><TakControl>"
         "{}</TakControl></detail></event>")


def negotiate(status):
    """A server that offers TAK protocol 1 and gives this answer to who asks for it."""
    def answer(octets):
        said = [OFFER.format("v", '<TakProtocolSupport version="1"/>').encode()]
        if b'<TakRequest version="1"/>' in octets:
            said.append(OFFER.format("r", f'<TakResponse status="{status}"/>').encode())
        return said
    return answer


class Keys:
    """A private authority, another one, and what they vouch for; by openssl."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        for name in ("ca", "other"):
            self.request(name, ["-x509", "-days", "2"], f"/CN=Test {name}")

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def request(self, name, more, subject):
        subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", self.path(name + ".key"), "-out", self.path(name + ".pem"), "-subj", subject,
                        *more], check=True, capture_output=True)

    def make(self, name, for_whom):
        """name.pem and name.key, of the authority, for these subjectAltNames."""
        self.request(name, ["-addext", f"subjectAltName={for_whom}"], f"/CN={name}")
        subprocess.run(["openssl", "x509", "-req", "-in", self.path(name + ".pem"), "-CA", self.path("ca.pem"),
                        "-CAkey", self.path("ca.key"), "-CAcreateserial", "-copy_extensions", "copy",
                        "-days", "2", "-out", self.path(name + ".pem")], check=True, capture_output=True)

    def context(self, name, asks=False):
        """Of a server with that certificate, which asks for one of the authority's."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(name + ".pem"), self.path(name + ".key"))
        if asks:
            context.load_verify_locations(self.path("ca.pem"))
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def close(self):
        self.folder.cleanup()


class Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    codes = []  # to answer with, one after the other; then 200
    got = []

    def log_message(self, *_):
        pass

    def do_POST(self):
        kind = type(self)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        code = kind.codes.pop(0) if kind.codes else 200
        kind.got.append((code, self.path, self.headers.get("Authorization"),
                         self.headers["Content-Type"], json.loads(body)))
        self.send_response(code)
        self.send_header("Content-Length", "0" if code == 204 else "2")
        self.end_headers()
        self.wfile.write(b"" if code == 204 else b"ok")
