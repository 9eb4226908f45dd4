#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""asterix_out.py TOCSIN SOURCE [SECONDS]

What tocsin sends as ASTERIX 062, 063 and 065 while it watches a simulated attack live over
loopback: caught by a socket, put into a capture, and judged by tshark: every datagram is
ASTERIX, nothing is malformed, and there are tracks, sensors, a service and ends of batch.
77 when there is no tshark.
"""
import collections
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from kill_run import private_site, wait_for_api  # noqa: E402
from shared import agreed, version  # noqa: E402


def listen(sock, datagrams, done):
    sock.settimeout(0.2)
    while not done.is_set():
        try:
            datagrams.append(sock.recv(65535))
        except socket.timeout:
            pass


def write_capture(path, datagrams):
    with open(path, "wb") as pcap:
        pcap.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, data in enumerate(datagrams):
            udp = struct.pack(">HHHH", 8600, 8600, 8 + len(data), 0) + data
            ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                             0x7F000001, 0x7F000001) + udp
            frame = bytes(12) + b"\x08\x00" + ip
            pcap.write(struct.pack("<IIII", number, 0, len(frame), len(frame)) + frame)


def caught(tocsin, source, seconds, folder):
    datagrams, done = [], threading.Event()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    site, scenario, port = private_site(source, folder)
    with open(site, encoding="utf-8") as file:
        text = re.sub(r"(?m)^outputs:.*\n(?:[ \t-].*\n)*", "", file.read())
    with open(site, "w", encoding="utf-8") as file:
        file.write(text + "\noutputs:\n  - id: sdps\n    asterix: { udp: { address: 127.0.0.1, "
                   f"port: {sock.getsockname()[1]} }}, sac: 25, sic: 100, period_s: 0.5, "
                   "edition: '1.19' }\n")
    with open(scenario, encoding="utf-8") as file:
        text = re.sub(r"(?m)^duration:.*$", f"duration: {seconds}", file.read())
    with open(scenario, "w", encoding="utf-8") as file:
        file.write(text)
    listener = threading.Thread(target=listen, args=(sock, datagrams, done))
    listener.start()
    run = subprocess.Popen([tocsin, "run", site, "--record", os.path.join(folder, "record"),
                            "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                           text=True)
    try:
        wait_for_api(port, run)
        subprocess.run([tocsin, "simulate", scenario, "--quiet"], check=True, timeout=600,
                       stdout=subprocess.DEVNULL)
    finally:
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=60)
        done.set()
        listener.join()
    if run.returncode != 0:
        raise SystemExit(f"run: exit {run.returncode}: {said[-500:]}")
    return datagrams


def judged(capture):
    text = subprocess.run(["tshark", "-r", capture, "-d", "udp.port==8600,asterix", "-V"],
                          capture_output=True, text=True, check=True).stdout
    return len(re.findall(r"Malformed Packet", text)), text


def main(tocsin, source, seconds=20):
    if shutil.which("tshark") is None:
        print("SKIP: no tshark")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        datagrams = caught(tocsin, source, seconds, folder)
        capture = os.path.join(folder, "out.pcap")
        write_capture(capture, datagrams)
        malformed, text = judged(capture)
        ours = subprocess.run([tocsin, "decode", "asterix", capture, "--edition", "62=1.19"],
                              capture_output=True, text=True, check=True)
    categories = collections.Counter(re.findall(r"ASTERIX packet, Category (\d+)", text))
    messages = len(re.findall(r"Asterix message, #", text))
    records = [json.loads(line) for line in ours.stdout.splitlines()]
    tracks = [r["items"] for r in records if r["category"] == 62]
    numbers = {t["I062/040"]["TRK"] for t in tracks}
    problems = []
    if sum(categories.values()) != len(datagrams):
        problems.append(f"{len(datagrams)} datagrams, blocks by tshark: {dict(categories)}")
    if malformed:
        problems.append(f"tshark calls {malformed} malformed")
    if messages != len(records):
        problems.append(f"{messages} records by tshark, {len(records)} by ourselves")
    if set(categories) != {"062", "063", "065"}:
        problems.append(f"not all three categories: {dict(categories)}")
    if len(tracks) < 10:
        problems.append(f"{len(tracks)} reports of tracks: the test proves nothing")
    print("\n".join(problems))
    agreed("ASTERIX 062, 063, 065 sent, blocks", "an attack, live", version("tshark", "--version"), messages,
           len(datagrams), max(malformed, abs(len(datagrams) - sum(categories.values()))))
    print(f"{len(datagrams)} datagrams, {messages} records, blocks {dict(categories)}, "
          f"{len(numbers)} track numbers, {malformed} malformed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:4])))
