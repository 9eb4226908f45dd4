#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""radio.py [BUILD]: Remote ID, Mode S, UAT, MAVLink, AIS and bearings a second on one core.

Decodes recordings of TOCSIN_SHARED (our own goldens where they are missing) and made-up
bearings, and prints one JSON line each:

  frames    802.11 frames of a capture, as a pcap stream; some hold Remote ID
  beacons   only the frames that do, all their messages
  beast     Mode S frames: escapes, parity, records, positions
  uat       lines of dump978: all fields of downlink frames; of uplink, 432 octets, the hex alone
  mavlink   frames of MAVLink 2 of every message that is used, checksums
  ais       NMEA sentences: whole messages, positions
  bearings  JSON lines of three bearings

and in the same run, on the same octets many times over, in user time:

  tshark              frames: the fields that hold Remote ID
  dump1090-mutability beast: over its input port for Beast, without a display
  gpsdecode           ais: all fields as JSON; beside it tocsin decode, which prints the same
"""
import gzip
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../../tests/golden")
SHARED = os.path.join(os.environ.get("TOCSIN_SHARED",
                                     os.path.join(HERE, "../../../shared")), "data")


def either(recording, golden):
    path = os.path.join(SHARED, recording)
    return path if os.path.exists(path) else os.path.join(GOLDEN, golden)


def bearings(path):
    with open(path, "w", encoding="ascii") as file:
        for i in range(1000):
            heard = [{"azimuth_deg": round((i * 0.37 + 120 * k) % 360, 3),
                      "sigma_deg": 2.5, "frequency_hz": 2437e6, "level_db": 12.5}
                     for k in range(3)]
            line = {"sensor": "df-west", "bearings": heard,
                    "time": f"2021-11-06T23:{i // 60:02}:{i % 60:02}.340Z"}
            file.write(json.dumps(line, separators=(",", ":")) + "\n")


def bench(build, what, path):
    done = subprocess.run([os.path.join(build, "bench/decode/bench_radio"), what, path,
                           "3"], stdout=subprocess.PIPE, check=True)
    print(done.stdout.decode(), end="", flush=True)
    return json.loads(done.stdout)


def tshark(path, times):
    """Frames a second that tshark takes to the same depth: what it costs to read the file
    `times` times over, without what it costs to start."""
    command = ["tshark", "-T", "fields", "-e", "wlan.ta", "-e", "wlan.tag.vendor.data"]

    def user_seconds(arguments):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(command + arguments, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=True)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    with tempfile.TemporaryDirectory() as work:
        big = os.path.join(work, "big")
        subprocess.run(["mergecap", "-a", "-w", big] + [path] * times, check=True)
        return user_seconds(["-r", big]) - user_seconds(["-r", path, "-c", "1"])


def report(bench_name, decoder, records, seconds):
    print(json.dumps({"bench": bench_name, "decoder": decoder, "records": records,
                      "user_s": round(seconds, 3), "records_per_s": round(records / seconds)}), flush=True)
    return records / seconds


def user_seconds(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, **more)
    return done.stdout, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def ticks(pid):
    """Processor time in user mode so far, s."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return int(file.read().rsplit(")", 1)[1].split()[11]) / os.sysconf("SC_CLK_TCK")


def dump1090(path, frames, times):
    """What dump1090-mutability takes for the file `times` times over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["dump1090-mutability", "--net-only", "--quiet", "--net-bind-address", "127.0.0.1",
               "--net-bi-port", str(port)]
    for other in ("ri", "ro", "sbs", "bo"):
        command += [f"--net-{other}-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                stream = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                time.sleep(0.05)
        with open(path, "rb") as file:
            octets = file.read()
        begun = ticks(process.pid)
        for _ in range(times):
            stream.sendall(octets)
        stream.shutdown(socket.SHUT_WR)
        stream.recv(1) # it hangs up when it has read all
        report("beast", "dump1090-mutability", frames * times, ticks(process.pid) - begun)
    finally:
        process.terminate()
        process.wait()


def ais(build, path, times):
    """tocsin decode and gpsdecode, from a file into JSON."""
    with tempfile.NamedTemporaryFile(suffix=".nmea") as big:
        with open(path, "rb") as file:
            big.write(file.read() * times)
        big.flush()
        lines, seconds = user_seconds([os.path.join(build, "tocsin"), "decode", "ais", big.name])
        report("ais", "tocsin decode (JSON)", lines.count(b"\n"), seconds)
        if shutil.which("gpsdecode") is None:
            print("SKIP: no gpsdecode")
            return
        with open(big.name, "rb") as file:
            lines, seconds = user_seconds(["gpsdecode", "-j", "-u"], stdin=file)
        report("ais", "gpsdecode (JSON)", lines.count(b'"class":"AIS"'), seconds)


def main():
    if "-h" in sys.argv or "--help" in sys.argv:
        print(__doc__)
        return 0
    build = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../build")
    capture = either("remoteid/parrot_anafi4_real.pcapng", "radio/remoteid.pcap")
    frames = bench(build, "frames", capture)
    bench(build, "beacons", capture)
    recording = either("modes/readsb_generated/out.beast", "radio/modes.beast")
    beast = bench(build, "beast", recording)
    if shutil.which("dump1090-mutability") is None:
        print("SKIP: no dump1090-mutability")
    else:
        dump1090(recording, beast["records_in_file"], 1000)
    lines = either("uat/sample-data.txt.gz", "adsb/uat.txt")
    with tempfile.NamedTemporaryFile(suffix=".txt") as plain:
        with (gzip.open if lines.endswith(".gz") else open)(lines, "rb") as file:
            shutil.copyfileobj(file, plain)
        plain.flush()
        bench(build, "uat", plain.name)
    bench(build, "mavlink", os.path.join(GOLDEN, "mavlink/all.raw"))
    sentences = os.path.join(SHARED, "ais/ais-nmea.log")
    if os.path.exists(sentences):
        bench(build, "ais", sentences)
        ais(build, sentences, 300)
    else:
        print(f"SKIP: no {sentences}")
    with tempfile.TemporaryDirectory() as work:
        lines = os.path.join(work, "bearings.jsonl")
        bearings(lines)
        bench(build, "bearings", lines)
    if shutil.which("tshark") is None or shutil.which("mergecap") is None:
        print("SKIP: no tshark")
        return 0
    seconds = tshark(capture, 10)
    rate = 10 * frames["records_in_file"] / seconds
    print(json.dumps({"bench": "frames", "decoder": "tshark",
                      "records": 10 * frames["records_in_file"],
                      "user_s": round(seconds, 3), "records_per_s": round(rate)}))
    print(json.dumps({"bench": "frames", "times_tshark":
                      round(frames["records_per_s"] / rate, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
