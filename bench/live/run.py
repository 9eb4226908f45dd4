#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All feeds at once, live over loopback: what is lost, how much memory, how long until it counts.

usage: run.py [--build DIR] [--seconds N] [--rate N] [--record DIR | --no-record] [--check] [FEED...]

  --build DIR    a built tree (default: build/)
  --seconds N    of speaking (default 600)
  --rate N       messages a second over all feeds (default 10000)
  --record DIR   keep the record there (default: a folder that goes away)
  --no-record    run without one
  --check        say nothing but what is wrong: a message lost or refused is a failure, times are not
  FEED           only these

A running tocsin has one feed of each protocol; bench_generate (generate.c, messages.c) speaks on all
of them in the proportions of a busy site: a datagram, a frame of a stream, a message of a broker or an
answer is a message. Printed, and as the last line one JSON object:

  sent, came      messages, and what the feed has counted of them: events of datagrams, messages and
                  answers, records of streams, whose octets come in any pieces
  refused         records that tocsin counted as anything but decoded
  dropped         by the kernel, or for want of room
  p50, p99, max   ms from the kernel's receive stamp (UDP) or from reading (others) until the message is
                  decoded and its observations are with the tracker
  step p99        to the end of the engine's step, when what there was time for has followed from it
  floor           the same of datagrams that go through two threads which do nothing, all the while beside
                  tocsin (floor.c): what the machine itself takes. Also the share later than 1 ms
  RSS             of tocsin, after 10 % of the time, half of it and at the end; and its processor time.
                  It grows until its rings (two of 64 MiB) have been around once: a minute or two

Without mosquitto or a route for multicast, the feeds that need it are left out, and told. Exit 0: nothing
lost; 1: something was, or something did not run.
"""
import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BAD = ("damaged", "foreign", "impossible", "unmapped")
GROUPS = {"system": "239.255.83.1", "cot": "239.255.83.2"}
NODE = "6f582b41-6c88-481c-bb0f-6021a1739f57"
# Where each looks, as such a sensor does; what receives broadcasts hears them from far.
WIDE = "{ range: [1, 60000], azimuth: all, elevation: [-10, 90] }"
COVERAGES = {
    "radar": "{ range: [50, 10000], azimuth: all, elevation: [-10, 90] }",
    "sapient": "{ range: [50, 5000], azimuth: all, elevation: [-10, 90] }",
    "bearings": "{ range: [10, 5000], azimuth: all, elevation: [-10, 90] }",
    "kraken": "{ range: [10, 5000], azimuth: all, elevation: [-10, 90] }",
    "odas": "{ range: [1, 1000], azimuth: all, elevation: [-10, 90] }",
    "onvif": "{ range: [10, 2000], azimuth: [20, 70], elevation: [-10, 40] }",
    "frigate": "{ range: [10, 2000], azimuth: [335, 35], elevation: [-10, 40] }",
}

# Of each feed: its sensor, its protocol and sources, its transport, and what of it is counted.
FEEDS = {
    "radar": ("kind: radar, sigma: { range: 5, azimuth: 0.3, height: 5 }",
              "protocol: asterix, sources: [{ sensor: radar, sac: 25, sic: 1 }]",
              "udp: { address: 127.0.0.1, port: %d }", "events"),
    "system": ("kind: report, sigma: { position: 30, height: 30 }",
               "protocol: asterix, sources: [{ sensor: system, sac: 25, sic: 2 }]",
               "udp: { address: 239.255.83.1, port: %d }", "events"),
    "station": ("kind: ads-b, sigma: { position: 20, height: 20 }",
                "protocol: asterix, sources: [{ sensor: station, sac: 25, sic: 3 }]",
                "tcp: { connect: 127.0.0.1, port: %d }", "records"),
    "beast": ("kind: ads-b, sigma: { position: 20, height: 20 }",
              "protocol: mode-s, sources: [{ sensor: beast }]",
              "tcp: { connect: 127.0.0.1, port: %d }", "frames"),
    "uat": ("kind: ads-b, sigma: { position: 20, height: 20 }", "protocol: uat, sources: [{ sensor: uat }]",
            "tcp: { connect: 127.0.0.1, port: %d }", "records"),
    "sbs": ("kind: ads-b, sigma: { position: 20, height: 20 }", "protocol: sbs, sources: [{ sensor: sbs }]",
            "tcp: { connect: 127.0.0.1, port: %d }", "records"),
    "readsb": ("kind: ads-b, sigma: { position: 20, height: 20 }",
               "protocol: readsb, sources: [{ sensor: readsb }]",
               "tcp: { connect: 127.0.0.1, port: %d }", "records"),
    "remote-id": ("kind: remote-id, sigma: { position: 5, height: 10 }",
                  "protocol: remote-id, sources: [{ sensor: remote-id }]",
                  "tcp: { listen: 127.0.0.1, port: %d }", "frames"),
    "bearings": ("kind: radio, sigma: { azimuth: 2 }",
                 "protocol: bearing, sources: [{ sensor: bearings }]",
                 "udp: { address: 127.0.0.1, port: %d }", "events"),
    "kraken": ("kind: radio, sigma: { azimuth: 2 }",
               "protocol: kraken, sources: [{ sensor: kraken }]",
               'http: { url: "http://127.0.0.1:%d/DOA_value.html", period_s: 0.05 }', "events"),
    "odas": ("kind: acoustic, sigma: { azimuth: 3, elevation: 3 }, pose: { azimuth: 0 }",
             "protocol: odas, sources: [{ sensor: odas }]",
             "tcp: { listen: 127.0.0.1, port: %d }", "records"),
    "onvif": ("kind: camera, sigma: { azimuth: 0.3, elevation: 0.3 }, pose: { azimuth: 45 }, "
              "lens: { width: 1920, height: 1080, field_of_view: 50 }",
              "protocol: onvif, sources: [{ sensor: onvif }]",
              'http: { url: "http://127.0.0.1:%d/metadata" }', "records"),
    "frigate": ("kind: camera, sigma: { azimuth: 0.3, elevation: 0.3 }, pose: { azimuth: 5 }, "
                "lens: { width: 1280, height: 720, field_of_view: 60 }",
                "protocol: frigate, sources: [{ sensor: frigate }]",
                "mqtt: { broker: 127.0.0.1, port: %d, topic: frigate/events }", "events"),
    "mavlink": ("kind: report, sigma: { position: 5, height: 10 }",
                "protocol: mavlink, sources: [{ sensor: mavlink }]",
                "udp: { address: 127.0.0.1, port: %d }", "events"),
    "ais": ("kind: report, sigma: { position: 10, height: 10 }",
            "protocol: ais, sources: [{ sensor: ais }]",
            "udp: { address: 127.0.0.1, port: %d }", "events"),
    "cot": ("kind: report, sigma: { position: 10, height: 10 }",
            "protocol: cot, sources: [{ sensor: cot }]",
            "udp: { address: 239.255.83.2, port: %d }", "events"),
    "sapient": ("kind: radar, sigma: { range: 8, azimuth: 0.4, elevation: 1, position: 8, height: 12 }",
                "protocol: sapient, sources: [{ sensor: sapient, node: " + NODE + " }]",
                "tcp: { listen: 127.0.0.1, port: %d }", "records"),
}


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(type=kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def can_join(group):
    """Without a route for groups the kernel does not know where to join."""
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        try:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                         socket.inet_aton(group) + socket.inet_aton("0.0.0.0"))
            return True
        except OSError:
            return False


def write_site(path, ports, api):
    with open(path, "w", encoding="ascii") as f:
        f.write("site: { name: All feeds, origin: { lat: 50, lon: 8, height: 100 } }\nsensors:\n")
        for name in ports:
            f.write(f"  - {{ id: {name}, position: {{ east: 0, north: 0, up: 2 }}, clock_sigma: 0.05, "
                    f"coverage: {COVERAGES.get(name, WIDE)}, {FEEDS[name][0]} }}\n")
        f.write("feeds:\n")
        for name, port in ports.items():
            f.write(f"  - {{ id: {name}, {FEEDS[name][1]}, {FEEDS[name][2] % port} }}\n")
        f.write("zones:\n  - { id: house, people: 3, seconds_to_cover: 7, ceiling: 20, corners: "
                "[[-3000, -3000], [-2990, -3000], [-2990, -2990], [-3000, -2990]] }\n"
                f"api: {{ address: 127.0.0.1, port: {api} }}\n")


def status(api):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{api}/api/status", timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def late(api):
    """The share of all events that took longer than 1 ms to be observed."""
    with urllib.request.urlopen(f"http://127.0.0.1:{api}/metrics", timeout=5) as answer:
        page = answer.read().decode()
    name = r'tocsin_feed_observation_delay_seconds_%s\{feed="[^"]*"%s\} (\d+)'
    count = sum(map(int, re.findall(name % ("count", ""), page)))
    return 1 - sum(map(int, re.findall(name % ("bucket", ',le="0.001"'), page))) / max(count, 1)


def rss_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


def listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def settled(api, told):
    """The status when everything that was sent has come, or nothing more comes for 10 s."""
    before, since = None, time.monotonic()
    while True:
        now = status(api)
        counts = [came(feed) for feed in now["feeds"]]
        if counts != before:
            before, since = counts, time.monotonic()
        if (all(came(feed) >= sent(told, feed["id"]) for feed in now["feeds"])
                or time.monotonic() > since + 10):
            return now
        time.sleep(0.25)


def sent(told, name):
    feed = told["feeds"][name]
    return feed["messages"] if FEEDS[name][3] == "events" else feed["records"]


def came(feed):
    """Frames of a network are heard whether they are a drone's or not."""
    what = FEEDS[feed["id"]][3]
    return feed["records"] + feed["foreign"] if what == "frames" else feed[what]


def refused(feed):
    bad = sum(feed[what] for what in BAD)
    return bad - feed["foreign"] if FEEDS[feed["id"]][3] == "frames" else bad


def table(now, told):
    rows = []
    for feed in now["feeds"]:
        rows.append({"feed": feed["id"], "sent": sent(told, feed["id"]),
                     "unsent": told["feeds"][feed["id"]]["unsent"], "came": came(feed),
                     "refused": refused(feed), "dropped": feed["dropped"],
                     "kernel_dropped": feed["kernel_dropped"], "observed_us": feed["observed_us"],
                     "delay_us": feed["delay_us"]})
    return rows


def speak(options, folder, ports, api, processes):
    """Everything runs; what was told, tocsin's last status, memory and processor time."""
    site = os.path.join(folder, "site.yaml")
    write_site(site, ports, api)
    if "frigate" in ports:
        processes.append(subprocess.Popen(["mosquitto", "-p", str(ports["frigate"])],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_for(lambda: listening(ports["frigate"]), 10, "mosquitto")
    command = [os.path.join(options.build, "tocsin"), "run", site, "--no-outputs", "--quiet"]
    if not options.no_record:
        command += ["--record", options.record or os.path.join(folder, "record")]
    with open(os.path.join(folder, "said"), "w", encoding="utf-8") as said:
        tocsin = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
    processes.append(tocsin)
    wait_for(lambda: tocsin.poll() is not None or status(api) is not None, 20, "tocsin")
    generator = subprocess.Popen(
        [os.path.join(options.build, "bench/live/bench_generate"), str(options.seconds),
         str(options.rate)] + [f"{name}={port}" for name, port in ports.items()],
        stdout=subprocess.PIPE, text=True)
    processes.append(generator)
    floor = None
    if not options.check:
        floor = subprocess.Popen([os.path.join(options.build, "bench/live/bench_floor")],
                                 stdout=subprocess.PIPE, text=True)
        processes.append(floor)
    rss = []
    for part in (0.1, 0.4):
        time.sleep(options.seconds * part)
        rss.append(rss_kib(tocsin.pid))
    cpu_start, begun = cpu_seconds(tocsin.pid), time.monotonic()
    line = generator.stdout.readline()
    if not line:
        raise RuntimeError(f"bench_generate: exit {generator.wait()}")
    rss.append(rss_kib(tocsin.pid))
    cores = (cpu_seconds(tocsin.pid) - cpu_start) / (time.monotonic() - begun)
    told = json.loads(line)
    if floor is not None:
        floor.terminate()
        told["floor_us"] = json.loads(floor.stdout.readline())
    now = settled(api, told)
    told["late"] = late(api)
    return told, now, {"rss_kib": rss, "cores": round(cores, 3)}


def measure(options, ports):
    processes = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            told, now, memory = speak(options, folder, ports, free_port(), processes)
        except Exception:
            with open(os.path.join(folder, "said"), encoding="utf-8") as f:
                sys.stderr.write(f.read()[-2000:])
            raise
        finally:
            for process in reversed(processes): # tocsin first does what it was told
                process.terminate()
            for process in processes:
                process.wait(600)
    return {"seconds": told["seconds"], "rate": options.rate, "record": not options.no_record,
            "load_1min": round(os.getloadavg()[0], 2), "generator_latest_ms": told["latest_ms"],
            **memory, "tracks": now["engine"]["tracks"], "lost": now["engine"]["lost"],
            "observed_us": now["engine"]["observed_us"], "delay_us": now["engine"]["delay_us"],
            "late": round(told["late"], 5), "floor_us": told.get("floor_us"), "feeds": table(now, told)}


def faults(result):
    found = [f"{result['lost']} events lost between threads"] if result["lost"] else []
    for row in result["feeds"]:
        if row["came"] != row["sent"] or row["refused"] or row["dropped"] or row["unsent"]:
            found.append(f"{row['feed']}: {row}")
    return found


def print_result(result):
    print("| feed | sent | came | refused | dropped | p50 ms | p99 ms | max ms | step p99 ms |\n"
          "|---|---|---|---|---|---|---|---|---|")
    total = {"feed": "all", "observed_us": result["observed_us"], "delay_us": result["delay_us"],
             **{key: sum(row[key] for row in result["feeds"]) for key in
                ("sent", "came", "refused", "dropped", "kernel_dropped", "unsent")}}
    for row in result["feeds"] + [total]:
        delay = row["observed_us"]
        print(f"| {row['feed']} | {row['sent']:,} | {row['came']:,} | {row['refused']} | {row['dropped']} | "
              + " | ".join(f"{delay[key] / 1e3:.3f}" for key in ("p50", "p99", "max"))
              + f" | {row['delay_us']['p99'] / 1e3:.3f} |")
    floor = result["floor_us"]
    print(f"| floor | {floor['count']:,} | | | | "
          + " | ".join(f"{floor[key] / 1e3:.3f}" for key in ("p50", "p99", "max"))
          + f" | |\n\nlater than 1 ms: {100 * result['late']:.2f} %, and {100 * floor['late']:.2f} % of the floor")
    print(f"{result['seconds']:g} s at {result['rate']} messages/s, "
          f"{'with' if result['record'] else 'without'} a record; load of the machine {result['load_1min']}; "
          "RSS {:.1f} MiB after a tenth of the time, {:.1f} after half, {:.1f} at the end; ".format(
              *(kib / 1024 for kib in result["rss_kib"])) + f"{result['cores']:.2f} cores; "
          f"{result['tracks']} tracks; the generator was late by {result['generator_latest_ms']:.1f} ms at worst")
    print(json.dumps(result))


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)) # nobody is left behind
    parser = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"))
    parser.add_argument("--build", default=os.path.join(HERE, "../../build"))
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=int, default=10000)
    parser.add_argument("--record")
    parser.add_argument("--no-record", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("feeds", nargs="*", metavar="FEED")
    options = parser.parse_args()
    names = [name for name in FEEDS if not options.feeds or name in options.feeds]
    for name, group in GROUPS.items():
        if name in names and not can_join(group):
            print(f"left out: {name}: no route for multicast")
            names.remove(name)
    if "frigate" in names and shutil.which("mosquitto") is None:
        print("left out: frigate: no mosquitto")
        names.remove("frigate")
    udp = {"udp": socket.SOCK_DGRAM}
    ports = {name: free_port(udp.get(FEEDS[name][2][:3], socket.SOCK_STREAM)) for name in names}
    try:
        result = measure(options, ports)
    except (RuntimeError, OSError, subprocess.SubprocessError) as wrong:
        print(f"run.py: {wrong}", file=sys.stderr)
        return 1
    if not options.check:
        print_result(result)
    found = faults(result)
    for fault in found:
        print(f"LOST: {fault}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
