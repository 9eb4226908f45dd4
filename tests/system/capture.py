#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Live capture: what is on the air of an interface reaches the engine through tocsin-capture, which
holds no capability once it listens.

usage: capture.py TOCSIN TOCSIN-CAPTURE CAPTURE.pcap

The interface is a TAP device of the kind of a Wi-Fi card in monitor mode (radiotap), on which the
packets of the capture are sent. The helper hands on all of them, octet for octet; it runs as nobody,
without any capability and without a way to get one; it ends with its reader. Then the program starts
it for a feed: the feed counts what `tocsin decode` counts. Needs root and /dev/net/tun.
"""
import fcntl
import json
import os
import struct
import subprocess
import sys
import tempfile
import time

TUNSETIFF, TUNSETLINK = 0x400454CA, 0x400454CD
TAP, NO_PI, RADIOTAP = 0x0002, 0x1000, 803

SITE = """site:
  name: Capture
  origin: {{ lat: 33.31, lon: -44.36, height: 40 }}
sensors:
  - id: receiver
    kind: remote-id
    position: {{ east: 0, north: 0, up: 2 }}
    sigma: {{ position: 10, height: 20 }}
    clock_sigma: 1.0
    coverage: {{ range: [0, 5000], azimuth: all, elevation: [-90, 90] }}
feeds:
  - id: air
    protocol: remote-id
    sources: [{{ sensor: receiver }}]
    capture: {{ interface: {name} }}
zones: []
"""


def expect(true, what):
    if not true:
        raise SystemExit(what)


def skip(reason):
    print(f"SKIP: {reason}")
    sys.exit(77)


def make_interface():
    """A TAP device of our own; it goes with the descriptor."""
    name = f"tcs{os.getpid() % 1000000}"
    try:
        tap = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), TAP | NO_PI))
        fcntl.ioctl(tap, TUNSETLINK, RADIOTAP)
        subprocess.run(["ip", "link", "set", name, "up"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        skip(f"no TAP device can be made: {error}")
    return tap, name


def packets_of(octets):
    """Of a pcap file: the octets of its packets, those that a frame on the air can have."""
    at, found = 24, []
    while at + 16 <= len(octets):
        length = struct.unpack_from("<I", octets, at + 8)[0]
        found.append(octets[at + 16:at + 16 + length])
        at += 16 + length
    return found


def status_of(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def send(tap, packets):
    for packet in packets:
        os.write(tap, packet)


def check_helper(helper, tap, name, packets):
    run = subprocess.Popen([helper, name], stdout=subprocess.PIPE)
    try:
        head = run.stdout.read(24) # written when it listens, and has given up the rest
        expect(struct.unpack_from("<I", head, 20)[0] == 127, f"link type: {head.hex()}")
        status = status_of(run.pid)
        for key in ("CapInh", "CapPrm", "CapEff"):
            expect(int(status[key], 16) == 0, f"{key}: {status[key]}")
        expect(status["NoNewPrivs"] == "1", "new privileges are possible")
        expect(set(status["Uid"].split()) == {"65534"}, f"user: {status['Uid']}")
        send(tap, packets)
        want = sum(16 + len(p) for p in packets)
        octets = b""
        while len(octets) < want:
            piece = run.stdout.read1(65536)
            expect(piece, "the helper ended")
            octets += piece
        expect(packets_of(head + octets) == packets, "packets are not as they were sent")
        run.stdout.close()
        send(tap, packets[:1])
        expect(run.wait(timeout=10) == 0, "the helper outlives its reader")
    finally:
        if run.poll() is None:
            run.kill()
            run.wait()


def wait_until_it_listens(pid, seconds=6):
    """The helper of a process gives up what it may when it has opened the interface."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            children = file.read().split()
        for child in children:
            try:
                status = status_of(child)
                if status["NoNewPrivs"] == "1" and int(status["CapPrm"], 16) == 0:
                    return
            except (OSError, KeyError):
                continue # it has ended
        time.sleep(0.05)
    raise SystemExit("the helper does not listen")


def check_feed(tocsin, helper, tap, name, packets, records):
    with tempfile.TemporaryDirectory() as folder:
        site = os.path.join(folder, "site.yaml")
        with open(site, "w", encoding="ascii") as file:
            file.write(SITE.format(name=name))
        run = subprocess.Popen(
            [tocsin, "run", site, "--no-api", "--no-outputs", "--quiet", "--for", "8"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "TOCSIN_CAPTURE": helper})
        try:
            wait_until_it_listens(run.pid)
            send(tap, packets)
            out, _ = run.communicate(timeout=60)
        finally:
            if run.poll() is None:
                run.kill()
                run.wait()
    feed = json.loads(out)["feeds"][0]
    # A frame with a bad message beside good ones counts as bad, and is printed all the same.
    counted = sum(feed[key] for key in ("records", "damaged", "foreign", "impossible"))
    expect(counted == len(packets), f"{counted} of {len(packets)} packets: {feed}")
    expect(feed["records"] >= records, f"records: {feed}")


def main():
    tocsin, helper, capture = sys.argv[1:4]
    if os.geteuid() != 0:
        skip("making an interface needs root")
    tap, name = make_interface()
    with open(capture, "rb") as file:
        packets = [p for p in packets_of(file.read()) if len(p) >= 14]
    check_helper(helper, tap, name, packets)
    wrong = subprocess.run([helper, "lo"], capture_output=True, text=True, check=False)
    expect(wrong.returncode == 1 and "link type 1" in wrong.stderr, wrong.stderr)
    check_feed(tocsin, helper, tap, name, packets, 4)
    os.close(tap)
    print(f"{len(packets)} packets over {name}, none lost; no capability while listening")


if __name__ == "__main__":
    main()
