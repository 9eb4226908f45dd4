#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TLS of syslog and webhooks: whom they believe, whom they refuse and what they say of it.

usage: outputs_tls.py SINK_POST [unittest arguments]

The peers are servers over TLS on loopback, with certificates of an authority made here. What Cursor
on Target does with it is in outputs.py.
"""
import http.server
import re
import shutil
import signal
import sys
import threading
import unittest

from peers import Hook, Keys, Post, Server, free_port, until

NORMAL, UNACK, ACK = 0, 1, 2 # enum tcs_alarm_state
STRANGER = "unable to get local issuer certificate"


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keys = Keys()
        cls.keys.make("server", "DNS:log.example,DNS:localhost")
        cls.keys.make("tocsin", "DNS:tocsin")

    @classmethod
    def tearDownClass(cls):
        cls.keys.close()

    def setUp(self):
        Hook.codes, Hook.got = [], []

    def refused(self, output, why):
        """It is never up, and says why."""
        post = Post(output)
        counts = until(lambda: (c := post.counts()["o"])["trouble"] and c)
        self.assertEqual(post.close(), 0)
        self.assertIn(why, counts["trouble"])
        self.assertEqual((counts["up"], counts["connects"], counts["delivered"]), (False, 0, 0))


class Syslog(Tls):
    def output(self, port, ca="ca", name="log.example", more=""):
        name = f", name: {name}" if name else ""
        return (f"{{ id: o, syslog: {{ tls: {{ address: 127.0.0.1, port: {port}, ca: {self.keys.path(ca + '.pem')}"
                f"{name}{more} }} }} }}")

    def test_the_right_one_is_believed_and_again_when_it_comes_back(self):
        port = free_port()
        server = Server(port, self.keys.context("server"))
        post = Post(self.output(port))
        self.assertTrue(until(lambda: post.counts()["o"]["up"]))
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        self.assertTrue(until(lambda: server.connections and b"take-cover house" in server.connections[-1]), server.problems)
        length, _, line = server.connections[-1].partition(b" ")
        self.assertEqual(int(length), len(line)) # RFC 5425, 4.3
        server.close()
        self.assertTrue(until(lambda: not post.counts()["o"]["up"]))
        post.change(1, UNACK, ACK)
        server = Server(port, self.keys.context("server"))
        self.assertTrue(post.delivered(2))
        self.assertTrue(until(lambda: b"acknowledged" in server.connections[-1]))
        self.assertEqual(post.counts()["o"]["connects"], 2)
        self.assertEqual(post.close(), 0)
        server.close()

    def test_others_are_refused_with_the_reason(self):
        server = Server(context=self.keys.context("server"))
        self.refused(self.output(server.port, ca="other"), STRANGER)
        self.refused(self.output(server.port, name="elsewhere"), "host name 'elsewhere'")
        self.refused(self.output(server.port, name=""), "host name '127.0.0.1'")
        self.refused(self.output(server.port, ca="none"), "error setting certificate")
        server.close()
        self.assertEqual([c for c in server.connections if c], []) # nobody was told anything
        plain = Server()
        self.refused(self.output(plain.port), "SSL")
        plain.close()

    def test_a_server_that_asks_gets_our_certificate(self):
        server = Server(context=self.keys.context("server", asks=True))
        post = Post(self.output(server.port))
        # The server refuses after the handshake: what we hear first is its word or its end.
        self.assertTrue(until(lambda: re.search("certificate required|getpeername|lost|reset|closed",
                                                post.counts()["o"]["trouble"])),
                        post.counts())
        post.close()
        post = Post(self.output(server.port, more=f", certificate: {self.keys.path('tocsin.pem')}, "
                                                  f"key: {self.keys.path('tocsin.key')}"))
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        self.assertTrue(until(lambda: server.connections and b"take-cover house" in server.connections[-1]), server.problems)
        self.assertEqual(post.close(), 0)
        server.close()


class Webhook(Tls):
    def serve(self, port=0):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Hook)
        server.handle_error = lambda *_: None # who is refused breaks off
        server.socket = self.keys.context("server").wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def output(self, port, ca="ca", host="localhost"):
        ca = f", ca: {self.keys.path(ca + '.pem')}" if ca else ""
        return f'{{ id: o, webhook: {{ url: "https://{host}:{port}/x"{ca} }} }}'

    @staticmethod
    def end(server):
        server.shutdown()
        server.server_close()

    def test_the_right_one_is_believed_and_again_when_it_comes_back(self):
        port = free_port()
        server = self.serve(port)
        post = Post(self.output(port))
        self.assertTrue(until(lambda: post.counts()["o"]["up"])) # before there is anything to send
        self.assertEqual(Hook.got, [])
        post.change(1, NORMAL, UNACK)
        self.assertTrue(post.delivered())
        self.end(server)
        post.change(1, UNACK, ACK)
        server = self.serve(port)
        self.assertTrue(post.delivered(2))
        self.assertTrue(post.counts()["o"]["up"])
        self.assertEqual(post.close(), 0)
        self.end(server)
        self.assertEqual([(code, path) for code, path, *_ in Hook.got], [(200, "/x")] * 2)

    def test_others_are_refused_with_the_reason(self):
        server = self.serve()
        for ca in ("other", ""): # the system's know nothing of ours
            self.refused(self.output(server.server_port, ca), STRANGER)
        self.refused(self.output(server.server_port, host="127.0.0.1"), "host name '127.0.0.1'")
        self.refused(self.output(server.server_port, ca="none"), "error setting certificate")
        post = Post(self.output(server.server_port, "other"))
        post.change(1, NORMAL, UNACK) # and a change is not given to them either
        self.assertTrue(until(lambda: STRANGER in post.counts()["o"]["trouble"]))
        post.close()
        self.end(server)
        self.assertEqual(Hook.got, [])
        self.assertFalse(any(r["delivered"] for r in post.reports))


if __name__ == "__main__":
    Post.program = sys.argv[1]
    if not shutil.which("openssl"):
        print("openssl is not installed", file=sys.stderr)
        sys.exit(77)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
