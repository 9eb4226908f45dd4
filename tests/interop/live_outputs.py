#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""live_outputs.py TOCSIN SOURCE [SECONDS]

What tocsin sends while it watches a simulated attack live over loopback, with every kind of output
open: ASTERIX judged by tshark, Cursor on Target (XML over UDP, TAK protocol over TCP after a
negotiation) by @tak-ps/node-cot, MQTT and webhooks by ajv and the schemas of docs/schema, syslog by a
grammar of RFC 5424. Every output has to be up, and its messages delivered. A judge that is not
installed is left out, and said so; 77 when there is no tshark.
"""
import collections
import http.server
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from kill_run import get, private_site, wait_for_api  # noqa: E402
import peers  # noqa: E402
import cot  # noqa: E402
from export import SYSLOG  # noqa: E402
from shared import ROOT, Table, agreed, run, version  # noqa: E402

JUDGES = os.path.join(ROOT, "tests", "judges")


class Peers:
    """Everybody who is sent something."""

    def __init__(self, folder):
        self.asterix, self.mesh, self.log = (peers.Datagrams() for _ in range(3))
        self.server = peers.Server(answer=peers.negotiate("true"))
        peers.Hook.codes, peers.Hook.got = [503], []
        self.hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), peers.Hook)
        threading.Thread(target=self.hook.serve_forever, daemon=True).start()
        self.broker = self.subscriber = None
        self.heard = os.path.join(folder, "heard")
        if shutil.which("mosquitto") and shutil.which("mosquitto_sub"):
            self.start_broker(folder)

    def start_broker(self, folder):
        config = os.path.join(folder, "mosquitto.conf")
        self.mqtt_port = peers.free_port()
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"listener {self.mqtt_port} 127.0.0.1\nallow_anonymous true\nlog_dest none\n")
        self.broker = subprocess.Popen(["mosquitto", "-c", config])
        time.sleep(0.5)
        with open(self.heard, "wb") as file:
            self.subscriber = subprocess.Popen(["mosquitto_sub", "-p", str(self.mqtt_port), "-t", "t/#", "-q",
                                                "1", "-v"], stdout=file)

    def site(self):
        udp = "{ udp: { address: 127.0.0.1, port: %d }%s }"
        lines = ["id: sdps, asterix: " + udp % (self.asterix.port, ", sac: 25, sic: 100, period_s: 0.5, "
                                                "edition: '1.19'"),
                 "id: mesh, cot: " + udp % (self.mesh.port, ""),
                 "id: log, syslog: " + udp % (self.log.port, ", status_s: 5"),
                 f"id: server, cot: {{ tcp: {{ address: localhost, port: {self.server.port} }}, form: tak }}",
                 f'id: hook, webhook: {{ url: "http://127.0.0.1:{self.hook.server_port}/" }}']
        if self.broker is not None:
            lines.append(f"id: mqtt, mqtt: {{ address: 127.0.0.1, port: {self.mqtt_port}, topic: t, tracks_s: 0.5 }}")
        return "outputs:\n" + "".join(f"  - {{ {line} }}\n" for line in lines)

    def close(self):
        for one in (self.asterix, self.mesh, self.log, self.server):
            one.close()
        self.hook.shutdown()
        self.hook.server_close()
        for process in (self.subscriber, self.broker):
            if process is not None:
                process.terminate()
                process.wait()


def act(port, action):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/alarms/1/{action}", method="POST",
                                     data=json.dumps({"who": "test", "why": "a test"}).encode(),
                                     headers={"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=5).read()


def play(table, tocsin, source, seconds, folder, everybody):
    site, scenario, port = private_site(source, folder)
    with open(site, encoding="utf-8") as file:
        text = re.sub(r"(?m)^outputs:.*\n(?:[ \t-].*\n)*", "", file.read())
    with open(site, "w", encoding="utf-8") as file:
        file.write(text + "\n" + everybody.site())
    with open(scenario, encoding="utf-8") as file:
        text = re.sub(r"(?m)^duration:.*$", f"duration: {seconds}", file.read())
    with open(scenario, "w", encoding="utf-8") as file:
        file.write(text)
    running = subprocess.Popen([tocsin, "run", site, "--record", os.path.join(folder, "record"),
                                "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True)
    try:
        wait_for_api(port, running)
        simulation = subprocess.Popen([tocsin, "simulate", scenario, "--quiet"],
                                      stdout=subprocess.DEVNULL)
        time.sleep(2)
        act(port, "out-of-service")
        act(port, "in-service")
        code = simulation.wait(timeout=600)
        status = get(port, "/api/status")["outputs"]
        told = run([tocsin, "status", "--url", f"http://127.0.0.1:{port}"])[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            metrics = answer.read().decode()
    finally:
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    if running.returncode != 0 or code != 0:
        raise SystemExit(f"run: exit {running.returncode}, simulate: {code}: {said[-500:]}")
    time.sleep(0.5)
    for one in status:
        name = one["id"]
        table.check(f"{name}: up, delivered, none failed",
                    (one["up"], one["delivered"] > 1, one["failed"]), (True, True, 0))
        table.check(f"{name}: in tocsin status and /metrics",
                    (name in told, f'output_delivered_total{{output="{name}"}}' in metrics), (True, True))


def write_capture(path, datagrams):
    with open(path, "wb") as pcap:
        pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, data in enumerate(datagrams):
            udp = struct.pack(">HHHH", 8600, 8600, 8 + len(data), 0) + data
            ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                             0x7F000001, 0x7F000001) + udp
            frame = bytes(12) + b"\x08\x00" + ip
            pcap.write(struct.pack("<IIII", number, 0, len(frame), len(frame)) + frame)


def check_asterix(table, tocsin, datagrams, folder):
    capture = os.path.join(folder, "out.pcap")
    write_capture(capture, datagrams)
    text = subprocess.run(["tshark", "-r", capture, "-d", "udp.port==8600,asterix", "-V"],
                          capture_output=True, text=True, check=True).stdout
    ours = subprocess.run([tocsin, "decode", "asterix", capture, "--edition", "62=1.19"],
                          capture_output=True, text=True, check=True)
    categories = collections.Counter(re.findall(r"ASTERIX packet, Category (\d+)", text))
    records = [json.loads(line) for line in ours.stdout.splitlines()]
    tracks = [r["items"] for r in records if r["category"] == 62]
    malformed = len(re.findall(r"Malformed Packet", text))
    messages = len(re.findall(r"Asterix message, #", text))
    agreed("ASTERIX 062, 063, 065 sent, blocks", "an attack, live", version("tshark", "--version"), messages,
           len(datagrams), max(malformed, abs(len(datagrams) - sum(categories.values()))))
    table.check("asterix: blocks by tshark", sum(categories.values()), len(datagrams))
    table.check("asterix: malformed by tshark", malformed, 0)
    table.check("asterix: records by tshark", messages, len(records))
    table.check("asterix: categories", sorted(categories), ["062", "063", "065"])
    table.check("asterix: enough of them", len(tracks) >= 10, True)
    print(f"     {len(datagrams)} datagrams, {len(records)} records, "
          f"{len({t['I062/040']['TRK'] for t in tracks})} track numbers")


def check_cot(table, tocsin, everybody, folder):
    """node-cot reads each event and writes it again; tocsin reads that."""
    if not os.path.exists(cot.NODE):
        print("     tests/judges has no node_modules (npm ci): Cursor on Target and JSON are not judged")
        return
    xml = [datagram.split(b"\n", 1)[1].decode() for datagram in everybody.mesh.got]
    stream = everybody.server.connections[0]
    tak = cot.payloads(stream[stream.index(b"</TakControl></detail></event>") + 30:])
    verdicts = cot.judge("cot.mjs", [{"xml": x} for x in xml] + [{"tak": t.hex()} for t in tak], folder)
    table.check("cot: node-cot takes each", [v["error"] for v in verdicts if "error" in v][:1], [])
    records = cot.read(tocsin, "cot", "\n".join(xml).encode(), folder)[0]
    records += [r for r in cot.read(tocsin, "tak", cot.stream(t.hex() for t in tak), folder)[0]]
    cot.compare(table, "cot: and means by it what is meant here", "CoT and TAK protocol sent", "an attack, live",
                ((cot.ours(r), cot.seen(v["raw"])) for r, v in zip(records, verdicts)), len(verdicts))
    back = cot.read(tocsin, "cot", "".join(v["again"] for v in verdicts).encode(), folder)[0]
    table.check("cot: events whose XML means here what ours did",
                sum(cot.different(cot.ours(b), cot.seen(v["raw"])) == 0 for b, v in zip(back, verdicts)),
                len(verdicts))
    kinds = collections.Counter(r["type"] for r in records)
    table.check("cot: tracks in both forms", len(xml) > 10 and len(tak) > 10 and kinds["a-u-A-M-H-Q"] > 10, True)
    print(f"     {len(xml)} events of XML, {len(tak)} of TAK protocol: {dict(kinds)}")


def check_json(table, name, schema, texts, folder):
    if not os.path.exists(cot.NODE):
        return
    path = os.path.join(folder, name + ".jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(texts))
    judged = run([cot.NODE, os.path.join(JUDGES, "ajv_lines.mjs"),
                  os.path.join(ROOT, "docs", "schema", schema + ".schema.json"), path])
    table.check(f"{name}: {len(texts)} messages for ajv", (judged, len(texts) > 1), (("", "", 0), True))


def check_mqtt(table, everybody, folder):
    if everybody.broker is None:
        print("     no mosquitto: MQTT is not judged")
        return
    with open(everybody.heard, encoding="utf-8") as file:
        messages = [line.rstrip("\n").partition(" ") for line in file]
    tracks = [(topic, text) for topic, _, text in messages if topic.startswith("t/track/")]
    check_json(table, "mqtt tracks", "track", [text for _, text in tracks if text != "(null)"], folder)
    table.check("mqtt: each track under its own topic",
                all(topic == "t/track/" + json.loads(text)["track"]["id"] for topic, text in tracks
                    if text != "(null)"), True)
    last = {topic: text for topic, text in tracks}
    table.check("mqtt: each topic is cleared at the end", set(last.values()), {"(null)"})
    check_json(table, "mqtt alarms", "alarm",
               [text for topic, _, text in messages if topic == "t" or topic.startswith("t/zone/")], folder)


def check_log(table, datagrams):
    lines = [datagram.decode() for datagram in datagrams]
    table.check("syslog: lines that RFC 5424 takes", sum(bool(SYSLOG.fullmatch(x)) for x in lines), len(lines))
    table.check("syslog: changes and status", (sum(" take-cover [" in x for x in lines) >= 2,
                                               sum(" status [" in x for x in lines) >= 3), (True, True))


def main(tocsin, source, seconds=20):
    if shutil.which("tshark") is None:
        print("SKIP: no tshark")
        return 77
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        everybody = Peers(folder)
        try:
            play(table, tocsin, source, seconds, folder, everybody)
        finally:
            everybody.close()
        check_asterix(table, tocsin, everybody.asterix.got, folder)
        check_cot(table, tocsin, everybody, folder)
        check_mqtt(table, everybody, folder)
        check_json(table, "webhook", "alarm", [json.dumps(got[4]) for got in peers.Hook.got], folder)
        check_log(table, everybody.log.got)
    return table.exit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:4])))
