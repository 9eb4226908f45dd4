#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cursor on Target, syslog, webhooks and tracks over MQTT, to real peers on loopback.

usage: outputs.py SINK_POST TOCSIN [unittest arguments]

sink_post opens the outputs of a site file and says what it is told to (sink_post.c). The peers are
rsyslog, mosquitto, and small servers over UDP, TCP, TLS and HTTP that go away and come back, refuse,
or do not read. Where a peer is not installed its part is skipped.
"""
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from xml.etree import ElementTree

from peers import SITE, Datagrams, Hook, Keys, Post, Server, events, free_port, negotiate, until

TOCSIN = ""
NORMAL, UNACK, ACK, LATCHED = 0, 1, 2, 4 # enum tcs_alarm_state

def takes(octets, form):
    """What `tocsin decode` makes of octets."""
    done = subprocess.run([TOCSIN, "decode", form, "-"], input=octets, capture_output=True,
                          check=False)
    return [json.loads(line) for line in done.stdout.splitlines() if b'"uid"' in line]


def as_stream(payload):
    """A payload of TAK protocol as it stands in a stream: its length, seven bits at a time, before it."""
    length, left = b"", len(payload)
    while left > 0x7f:
        length, left = length + bytes([left & 0x7f | 0x80]), left >> 7
    return b"\xbf" + length + bytes([left]) + payload


class CotDatagrams(unittest.TestCase):
    def test_tracks_their_ends_and_alerts_as_xml(self):
        peer = Datagrams()
        post = Post(f"{{ id: tak, cot: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }}, period_s: 0.2 }} }}")
        post.say("tracks 7 8")
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        self.assertTrue(until(lambda: len(peer.got) > 8))
        post.say("tracks 8")
        gone = until(lambda: [g for g in peer.got if b"t-x-d-d" in g])
        post.change(1, LATCHED, NORMAL)
        self.assertTrue(post.delivered(2))
        counts = post.counts()["tak"]
        self.assertEqual(post.close(), 0)
        peer.close()
        self.judge(peer.got)
        all_events = [event for datagram in peer.got for event in events(datagram)]
        self.assertEqual(len(all_events), len(peer.got))
        by_uid = {e.get("uid"): e for e in all_events}
        track = by_uid["tocsin.Outputs.7"]
        self.assertEqual((track.get("type"), track.get("how")), ("a-u-A-M-H-Q", "m-r"))
        self.assertEqual(track.find("point").get("ce"), "3.000")
        self.assertEqual(track.find("detail/track").get("speed"), "15.000")
        end = ElementTree.fromstring(gone[0].split(b"\n", 1)[1])
        self.assertEqual(end.find("detail/link").get("uid"), "tocsin.Outputs.7")
        self.assertIsNotNone(end.find("detail/__forcedelete"))
        self.assertEqual(len(gone), 1) # told once, and no track after it
        self.assertFalse([e for e in all_events[peer.got.index(gone[0]):]
                          if e.get("uid") == "tocsin.Outputs.7"])
        kinds = [e.get("type") for e in all_events if e.get("uid") == "tocsin.Outputs.alarm.1"]
        self.assertEqual((kinds[0], kinds[-1]), ("b-a-o-tbl", "b-a-o-can"))
        self.assertIn('track 7 <&> "] café', by_uid["tocsin.Outputs.alarm.1"].find("detail/remarks").text
                      + [e for e in all_events if e.get("type") == "b-a-o-tbl"][0].find("detail/remarks").text)
        self.assertEqual(counts["failed"], 0)
        self.assertTrue(counts["up"])

    def judge(self, datagrams):
        """Where node-cot is installed: it takes each, and writes it again with what counts in it."""
        judges = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../judges")
        node = os.path.join(judges, "node_modules/.bin/node")
        if not os.path.exists(node):
            print("no node_modules in tests/judges (npm ci): not judged by node-cot", file=sys.stderr)
            return
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.writelines(json.dumps({"xml": d.split(b"\n", 1)[1].decode()}) + "\n" for d in datagrams)
            file.flush()
            done = subprocess.run([node, os.path.join(judges, "cot.mjs"), file.name], capture_output=True,
                                  text=True, check=True)
        verdicts = [json.loads(line) for line in done.stdout.splitlines()]
        for ours, verdict in zip([events(d)[0] for d in datagrams], verdicts, strict=True):
            self.assertNotIn("error", verdict)
            again = ElementTree.fromstring(verdict["again"])
            for name in ("uid", "type", "how"):
                self.assertEqual(again.get(name), ours.get(name))
            for name in ("link", "emergency", "__forcedelete"):
                there = ours.find("detail/" + name)
                if there is not None:
                    self.assertEqual(again.find("detail/" + name).attrib, there.attrib)

    def test_an_alert_of_an_earlier_run_is_said_again(self):
        peer = Datagrams()
        post = Post(f"{{ id: tak, cot: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }}, period_s: 0.2 }} }}")
        post.say(f"recall 1 {LATCHED}", f"recall 2 {NORMAL}", "tracks 7")
        self.assertTrue(until(lambda: len(peer.got) > 3))
        self.assertEqual(post.close(), 0)
        peer.close()
        alerts = [e for d in peer.got for e in events(d) if e.get("type").startswith("b-a")]
        self.assertEqual([(e.get("uid"), e.get("type")) for e in alerts],
                         [("tocsin.Outputs.alarm.1", "b-a-o-tbl")])

    def test_tracks_without_a_place_are_counted(self):
        peer = Datagrams()
        post = Post(f"{{ id: tak, cot: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }}, period_s: 1 }} }}")
        post.say("tracks " + " ".join(map(str, range(1, 1031)))) # places: 1024
        self.assertTrue(until(lambda: post.counts()["tak"]["posted"] >= 1030))
        counts = post.counts()["tak"]
        self.assertEqual(counts["failed"] * 1030, counts["posted"] * 6) # of each picture
        self.assertEqual(counts["trouble"], "more tracks than can be shown")
        self.assertEqual(post.close(), 0)
        peer.close()

    def test_a_mesh_of_tak_protocol(self):
        peer = Datagrams()
        post = Post(f"{{ id: tak, cot: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }}, form: tak, period_s: 0.2 }} }}")
        post.say("tracks 7")
        self.assertTrue(until(lambda: len(peer.got) > 2))
        post.close()
        peer.close()
        for datagram in peer.got:
            self.assertEqual(datagram[:3], b"\xbf\x01\xbf")
            [event] = takes(as_stream(datagram[3:]), "tak")
            self.assertEqual((event["uid"], event["type"]), ("tocsin.Outputs.7", "a-u-A-M-H-Q"))


@unittest.skipUnless(os.environ.get("TOCSIN_INSIDE"), "runs in namespaces of its own, from Namespaces")
class Inside(unittest.TestCase):
    def test_a_group_hears_it(self):
        peer = Datagrams()
        peer.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                               socket.inet_aton("239.2.3.1") + socket.inet_aton("127.0.0.1"))
        post = Post(f"{{ id: tak, cot: {{ udp: {{ address: 239.2.3.1, port: {peer.port} }} }} }}")
        post.say("tracks 7")
        self.assertTrue(until(lambda: peer.got))
        self.assertEqual(post.close(), 0)
        peer.close()

    def test_a_name_that_nobody_resolves_holds_nobody_up(self):
        """The one server of names takes questions and is silent; libcurl gives up after 5 s."""
        names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        names.bind(("127.0.0.1", 53))
        peer = Datagrams()
        post = Post("{ id: tak, cot: { tcp: { address: tak.example, port: 8087 } } }",
                    '{ id: hook, webhook: { url: "http://hook.example/" } }',
                    f"{{ id: log, syslog: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }} }} }}")
        slowest = 0.0
        for count in range(1, 61):
            began = time.monotonic()
            post.change(1, NORMAL if count % 2 else UNACK, UNACK if count % 2 else NORMAL)
            self.assertTrue(until(lambda n=count: len(peer.got) >= n))
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.11)
        self.assertIn("timed out", post.counts()["tak"]["trouble"])
        self.assertLess(slowest, 3.0) # not the 5 s
        began = time.monotonic()
        self.assertEqual(post.close(), 0)
        self.assertLess(time.monotonic() - began, 3.0)
        peer.close()
        names.close()


class Namespaces(unittest.TestCase):
    """Where multicast goes is a matter of routes, and who resolves names of a file: so in namespaces."""

    INSIDE = ["unshare", "-rnm", "sh", "-c",
              "ip link set lo up && ip route add 224.0.0.0/4 dev lo && mount --bind \"$1\" /etc/resolv.conf && "
              "shift && exec \"$@\"", "sh"]

    def test_all_that_is_inside(self):
        with tempfile.NamedTemporaryFile("w") as names:
            names.write("nameserver 127.0.0.1\n")
            names.flush()
            try:
                subprocess.run([*self.INSIDE, names.name, "true"], check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                self.skipTest("no namespaces here")
            done = subprocess.run([*self.INSIDE, names.name, sys.executable, __file__, Post.program, TOCSIN,
                                   "Inside"], env={**os.environ, "TOCSIN_INSIDE": "1"}, capture_output=True,
                                  text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


class Drill(unittest.TestCase):
    def test_reaches_no_output(self):
        for mode, heard in (("live", True), ("drill", False)):
            peer = Datagrams()
            with tempfile.TemporaryDirectory() as folder:
                site = os.path.join(folder, "site.yaml")
                with open(site, "w", encoding="utf-8") as file:
                    file.write(SITE.replace("port: 9 ", f"port: {free_port(socket.SOCK_DGRAM)} ") +
                               f"  - {{ id: log, syslog: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }} }} }}\n")
                done = subprocess.run([TOCSIN, "run", site, "--no-api", "--quiet", "--for", "1.5", "--mode", mode],
                                      capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(any(b" status [" in got for got in peer.got), heard)
            peer.close()


class CotStreams(unittest.TestCase):
    def test_a_server_that_comes_late_and_goes_away_loses_no_alert(self):
        port = free_port()
        post = Post(f"{{ id: tak, cot: {{ tcp: {{ address: localhost, port: {port} }}, period_s: 0.2 }} }}")
        post.say("tracks 7")
        post.change(1, NORMAL, UNACK)
        time.sleep(0.5)
        self.assertEqual(post.reports, [])
        self.assertFalse(post.counts()["tak"]["up"])
        server = Server(port)
        self.assertTrue(post.delivered())
        self.assertEqual(post.reports[0]["detail"], "taken by the other side")
        self.assertGreater(post.reports[0]["delay_ms"], 400)
        self.assertTrue(until(lambda: b"tocsin.Outputs.7" in server.connections[-1] and
                              b"t-x-c-t" in server.connections[-1]))
        server.close()
        self.assertEqual({e.get("type") for e in events(server.connections[-1])},
                         {"a-u-A-M-H-Q", "b-a-o-tbl", "t-x-c-t"})
        self.assertTrue(until(lambda: not post.counts()["tak"]["up"]))
        post.change(2, NORMAL, UNACK)
        post.say("tracks")
        server = Server(port)
        self.assertTrue(post.delivered(2))
        # The alert that is on is said again to who may not have heard it, and the end too.
        self.assertTrue(until(lambda: b"alarm.1" in server.connections[-1] and
                              b"t-x-d-d" in server.connections[-1]))
        self.assertGreaterEqual(post.counts()["tak"]["connects"], 2)
        self.assertEqual(post.close(), 0)
        server.close()
        self.assertIn("tocsin.Outputs.alarm.2", [e.get("uid") for e in events(server.connections[-1])])

    def test_who_does_not_read_stops_nobody(self):
        server = Server(reads=False)
        peer = Datagrams()
        post = Post(f"{{ id: slow, cot: {{ tcp: {{ address: 127.0.0.1, port: {server.port} }}, period_s: 0.2 }} }}",
                    f"{{ id: log, syslog: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }} }} }}")
        post.say("tracks " + " ".join(str(i) for i in range(1, 1025)))
        self.assertTrue(until(lambda: post.counts()["slow"]["failed"] > 0, 30))
        post.change(1, NORMAL, UNACK)
        self.assertTrue(until(lambda: [r for r in post.reports if r["sink"] == "log"]))
        self.assertLess([r for r in post.reports if r["sink"] == "log"][0]["delay_ms"], 1000)
        self.assertEqual(post.counts()["slow"]["trouble"], "the other side is too slow")
        self.assertEqual(post.close(), 0)
        server.close()
        peer.close()


@unittest.skipUnless(shutil.which("openssl"), "openssl is not installed")
class CotTls(unittest.TestCase):
    """A TAK server: TLS, certificates on both sides, and TAK protocol after a negotiation."""

    @classmethod
    def setUpClass(cls):
        cls.keys = Keys()
        for name in ("takserver", "tocsin"):
            cls.keys.make(name, f"DNS:{name}")

    @classmethod
    def tearDownClass(cls):
        cls.keys.close()

    def server(self, answer):
        return Server(context=self.keys.context("takserver", asks=True), answer=answer)

    def post(self, port, ca="ca", more=", name: takserver"):
        certificate = f"certificate: {self.keys.path('tocsin.pem')}, key: {self.keys.path('tocsin.key')}"
        return Post(f"{{ id: tak, cot: {{ tls: {{ address: 127.0.0.1, port: {port}, ca: {self.keys.path(ca + '.pem')}, "
                    f"{certificate}{more} }}, form: tak, period_s: 0.2 }} }}")

    def test_goes_over_to_tak_protocol(self):
        server = self.server(negotiate("true"))
        post = self.post(server.port)
        post.say("tracks 7")
        self.assertTrue(until(lambda: server.connections and server.connections[0].partition(b"</TakControl>")[2]
                              .count(b"tocsin.Outputs.7") > 5), server.problems)
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        post.close()
        server.close()
        xml, _, after = server.connections[0].partition(b"</TakControl></detail></event>")
        asked = events(xml + b"</TakControl></detail></event>")[-1]
        self.assertEqual((asked.get("uid"), asked.get("type")), ("proto-1", "t-x-takp-q"))
        self.assertEqual(after[:1], b"\xbf") # no XML after the request
        said = takes(after, "tak")
        self.assertGreater(len(said), 5)
        self.assertEqual({e["uid"] for e in said} - {"tocsin.Outputs.ping"},
                         {"tocsin.Outputs.7", "tocsin.Outputs.alarm.1"})

    def test_a_server_that_refuses_gets_xml(self):
        server = self.server(negotiate("false"))
        post = self.post(server.port)
        post.say("tracks 7")
        self.assertTrue(until(lambda: server.connections and server.connections[0].count(b"Outputs.7") > 3),
                        server.problems)
        post.close()
        server.close()
        self.assertIn("tocsin.Outputs.7", [e.get("uid") for e in events(server.connections[0])])

    def test_a_certificate_of_somebody_else_is_refused(self):
        server = self.server(None)
        for post, why in ((self.post(server.port, ca="other"), "self-signed certificate in certificate chain"),
                          (self.post(server.port, more=", name: elsewhere"), "host name 'elsewhere'")):
            self.assertTrue(until(lambda p=post: p.counts()["tak"]["trouble"]))
            self.assertIn(why, post.counts()["tak"]["trouble"])
            self.assertEqual(post.counts()["tak"]["connects"], 0)
            post.close()
        server.close()


@unittest.skipUnless(os.path.exists("/usr/sbin/rsyslogd"), "rsyslog is not installed")
class Syslog(unittest.TestCase):
    """rsyslog takes what is sent over UDP and TCP, and says how it understands it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.udp, cls.tcp = free_port(socket.SOCK_DGRAM), free_port()
        cls.out = os.path.join(cls.folder.name, "out")
        config = os.path.join(cls.folder.name, "rsyslog.conf")
        fields = ["pri", "timereported:::date-rfc3339", "hostname", "app-name", "procid", "msgid",
                  "structured-data", "protocol-version", "inputname", "msg"]
        template = "\\t".join(f"%{f}%" if f != "msg" else "%msg%" for f in fields)
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"""\
global(workDirectory="{cls.folder.name}" maxMessageSize="16k" parser.escapeControlCharactersOnReceive="off")
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="127.0.0.1" port="{cls.udp}")
input(type="imtcp" address="127.0.0.1" port="{cls.tcp}")
template(name="all" type="string" string="{template}\\n")
action(type="omfile" file="{cls.out}" template="all")
""")
        cls.daemon = subprocess.Popen(["/usr/sbin/rsyslogd", "-n", "-f", config, "-i",
                                       os.path.join(cls.folder.name, "pid")],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if not until(cls.answers):
            raise AssertionError(cls.daemon.stderr.read1().decode())

    @classmethod
    def answers(cls):
        try:
            socket.create_connection(("127.0.0.1", cls.tcp)).close()
            return True
        except OSError:
            return cls.daemon.poll() is not None

    @classmethod
    def tearDownClass(cls):
        cls.daemon.terminate()
        cls.daemon.wait()
        cls.daemon.stderr.close()
        cls.folder.cleanup()

    def lines(self):
        if not os.path.exists(self.out):
            return []
        with open(self.out, encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t") for line in file if line.count("\t") == 9]

    def test_changes_and_status_over_both(self):
        post = Post(f"{{ id: udp, syslog: {{ udp: {{ address: 127.0.0.1, port: {self.udp} }} }} }}",
                    f"{{ id: tcp, syslog: {{ tcp: {{ address: localhost, port: {self.tcp} }}, message: ocsf }} }}")
        self.assertTrue(until(lambda: post.counts()["tcp"]["up"]))
        post.say("tracks 7", "status")
        post.change(1, NORMAL, UNACK)
        post.change(1, UNACK, UNACK) # numbers alone are not logged
        post.change(1, UNACK, ACK)
        self.assertTrue(post.delivered(4))
        self.assertEqual(post.close(), 0)
        until(lambda: len(self.lines()) >= 6)
        lines = self.lines()
        self.assertEqual(len(lines), 6, lines)
        for source in ("imudp", "imtcp"):
            status, raised, acknowledged = [x for x in lines if x[8] == source]
            self.assertEqual((status[0], status[5]), ("134", "status"))
            self.assertIn('[status@32473 mode="live" tracks="1" feeds="1" feeds_up="1" outputs="2"', status[6])
            # local0: 16 x 8, and alert 1, notice 5
            self.assertEqual((raised[0], acknowledged[0]), ("129", "133"))
            self.assertEqual(raised[2:6], ["Outputs", "tocsin", "-", "take-cover"])
            self.assertRegex(raised[1], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|\+00:00)$")
            self.assertIn('state="unacknowledged"', raised[6])
            self.assertEqual(raised[7], "1")
        udp = [x for x in lines if x[8] == "imudp"][1][9]
        self.assertTrue(udp.lstrip("\ufeff").startswith("take-cover house: unacknowledged, 14 s left"), udp)
        event = json.loads([x for x in lines if x[8] == "imtcp"][1][9])
        self.assertEqual((event["class_uid"], event["severity_id"]), (8001, 5))
        self.assertEqual(event["unmanned_aerial_system"]["uid"], "7")
        self.assertEqual(event["unmapped"]["alarm"]["why"], 'track 7 <&> "] café')


class Webhook(unittest.TestCase):
    def setUp(self):
        Hook.codes, Hook.got = [], []

    def serve(self, port=0):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Hook)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def test_what_fails_is_tried_again_and_what_is_refused_is_not(self):
        server = self.serve()
        with tempfile.NamedTemporaryFile("w", suffix=".token") as token:
            token.write("secret\n")
            token.flush()
            post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{server.server_port}/alarm", '
                        f"token_file: {token.name} }} }}")
            post.change(1, NORMAL, UNACK)
            self.assertTrue(post.delivered())
            self.assertLess(post.reports[0]["delay_ms"], 1000)
            self.assertEqual(post.reports[0]["detail"], "HTTP 200")
            Hook.codes = [503, 503, 204, 404]
            post.change(1, UNACK, ACK)
            post.change(1, ACK, ACK) # numbers alone are not posted
            self.assertTrue(post.delivered(2))
            self.assertGreater(post.reports[1]["delay_ms"], 700) # after 0.25 s and 0.5 s
            post.change(1, ACK, NORMAL)
            self.assertTrue(until(lambda: len(post.reports) == 3))
            self.assertEqual((post.reports[2]["delivered"], post.reports[2]["detail"]), (False, "HTTP 404"))
            counts = post.counts()["hook"]
            self.assertEqual((counts["posted"], counts["delivered"], counts["failed"]), (3, 2, 1))
            self.assertEqual(post.close(), 0)
        server.shutdown()
        server.server_close()
        self.assertEqual([g[0] for g in Hook.got], [200, 503, 503, 204, 404])
        for _, path, authorization, kind, body in Hook.got:
            self.assertEqual((path, authorization, kind), ("/alarm", "Bearer secret", "application/json"))
            self.assertEqual((body["type"], body["alarm"]["subject"]), ("alarm", "house"))

    def test_is_up_when_it_was_reached_and_not_before(self):
        port = free_port()
        post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{port}/" }} }}')
        self.assertFalse(post.counts()["hook"]["up"]) # nobody has answered yet
        self.assertTrue(until(lambda: post.counts()["hook"]["trouble"]))
        self.assertFalse(post.counts()["hook"]["up"])
        server = self.serve(port)
        self.assertTrue(until(lambda: post.counts()["hook"]["up"])) # without any change
        Hook.codes = [404]
        post.change(1, NORMAL, UNACK)
        self.assertTrue(until(lambda: post.reports))
        counts = post.counts()["hook"]
        self.assertEqual((counts["up"], counts["trouble"]), (False, "HTTP 404"))
        post.close()
        server.shutdown()
        server.server_close()
        self.assertEqual(len(Hook.got), 1) # a look is no request

    def test_a_token_is_read_anew_and_one_that_never_comes_holds_nobody_up(self):
        server, peer = self.serve(), Datagrams()
        with tempfile.TemporaryDirectory() as folder:
            token = os.path.join(folder, "token")
            os.mkfifo(token) # to open it waits for somebody who writes
            post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{server.server_port}/", '
                        f"token_file: {token} }} }}",
                        f"{{ id: log, syslog: {{ udp: {{ address: 127.0.0.1, port: {peer.port} }} }} }}")
            post.change(1, NORMAL, UNACK)
            self.assertTrue(until(lambda: peer.got))
            self.assertTrue(until(lambda: post.counts()["hook"]["trouble"]))
            counts = post.counts()["hook"]
            self.assertEqual((counts["up"], counts["trouble"]), (False, "the token cannot be read"))
            os.unlink(token)
            for reports, text in ((2, "first\n"), (4, "second")): # of both outputs, each time
                with open(token, "w", encoding="utf-8") as file:
                    file.write(text)
                if text == "second":
                    post.change(1, UNACK, ACK)
                self.assertTrue(post.delivered(reports))
            self.assertEqual(post.close(), 0)
        server.shutdown()
        server.server_close()
        peer.close()
        self.assertEqual([g[2] for g in Hook.got], ["Bearer first", "Bearer second"])

    def test_proxies_of_the_environment_are_not_asked(self):
        server, proxy = self.serve(), Server()
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY")
        os.environ.update(dict.fromkeys(names, f"http://127.0.0.1:{proxy.port}"))
        try:
            post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{server.server_port}/" }} }}')
        finally:
            for name in names:
                del os.environ[name]
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        self.assertEqual(post.close(), 0)
        proxy.close()
        server.shutdown()
        server.server_close()
        self.assertEqual((len(Hook.got), proxy.connections), (1, []))

    def test_an_outage_delays_and_take_cover_goes_in_order(self):
        port = free_port()
        post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{port}/" }} }}')
        post.change(1, NORMAL, UNACK)
        post.change(2, NORMAL, UNACK)
        self.assertTrue(until(lambda: post.counts()["hook"]["trouble"]))
        self.assertFalse(post.counts()["hook"]["up"])
        server = self.serve(port)
        self.assertTrue(post.delivered(2))
        self.assertTrue(post.counts()["hook"]["up"])
        post.close()
        server.shutdown()
        server.server_close()
        self.assertEqual([g[4]["alarm"]["subject"] for g in Hook.got], ["house", "gate"])

    def test_a_server_that_never_answers_holds_nobody_up_at_the_end(self):
        server = Server(reads=False)
        post = Post(f'{{ id: hook, webhook: {{ url: "http://127.0.0.1:{server.port}/" }} }}')
        post.change(1, NORMAL, UNACK)
        time.sleep(0.3)
        began = time.monotonic()
        self.assertEqual(post.close(), 0)
        self.assertLess(time.monotonic() - began, 3) # not the 10 s of patience
        self.assertEqual(post.reports[0]["detail"], "closing")
        server.close()


@unittest.skipUnless(shutil.which("mosquitto") and shutil.which("mosquitto_sub"), "mosquitto is not installed")
class MqttTracks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.port = free_port()
        with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
            file.write(f"listener {cls.port} 127.0.0.1\nallow_anonymous true\nlog_dest none\n")
        cls.config = file.name
        cls.setUpBroker()

    @classmethod
    def setUpBroker(cls):
        cls.broker = subprocess.Popen(["mosquitto", "-c", cls.config], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        cls.broker.terminate()
        cls.broker.wait()
        os.unlink(cls.config)

    def retained(self):
        """Topics under t/track to their messages, as one who comes late hears them."""
        done = subprocess.run(["mosquitto_sub", "-p", str(self.port), "-t", "t/track/+", "-v", "-W", "1",
                               "--retained-only"], capture_output=True, text=True, check=False)
        return dict(line.split(" ", 1) for line in done.stdout.splitlines())

    def post(self):
        return Post(f"{{ id: mqtt, mqtt: {{ address: 127.0.0.1, port: {self.port}, topic: t, tracks_s: 0.2 }} }}")

    def test_a_take_cover_of_an_earlier_run_is_retained(self):
        self.broker.terminate() # so that it is known before there is a connection
        self.broker.wait()
        post = self.post()
        post.say(f"recall 1 {LATCHED}")
        self.assertTrue(post.counts())
        self.setUpBroker()
        said = until(lambda: subprocess.run(
            ["mosquitto_sub", "-p", str(self.port), "-t", "t/zone/house", "-C", "1", "-W", "2"],
            capture_output=True, text=True, check=False).stdout)
        self.assertEqual(post.close(), 0)
        said = json.loads(said)
        self.assertEqual((said["from"], said["alarm"]["state"]), ("latched", "latched"))

    def test_tracks_are_there_while_they_last(self):
        post = self.post()
        post.say("tracks 7 8")
        self.assertTrue(until(lambda: set(self.retained()) == {"t/track/7", "t/track/8"}))
        message = json.loads(self.retained()["t/track/7"])
        self.assertEqual((message["type"], message["site"], message["track"]["id"]), ("track", "Outputs", "7"))
        post.say("tracks 8")
        self.assertTrue(until(lambda: set(self.retained()) == {"t/track/8"}))
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        # What a killed process leaves behind is cleared by the next one.
        post.kill()
        self.assertEqual(set(self.retained()), {"t/track/8"})
        post = self.post()
        post.say("tracks 9")
        self.assertTrue(until(lambda: set(self.retained()) == {"t/track/9"}))
        self.assertEqual(post.counts()["mqtt"]["failed"], 0)
        self.assertEqual(post.close(), 0)
        self.assertFalse(self.retained())


if __name__ == "__main__":
    Post.program, TOCSIN = sys.argv[1:3]
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
