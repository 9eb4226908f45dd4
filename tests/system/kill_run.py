#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills a running tocsin with SIGKILL at random instants of an attack, again and again.

usage: kill_run.py TOCSIN SOURCE [KILLS] [SEED]

One simulation sends over loopback; tocsin runs, is killed, and is started on the same record.
After every kill: the record verifies, and holds at least what had been acknowledged (the size in
the checkpoint read just before the kill). After every start: it says that it continues. Once
take-cover has rung it is there after every start, until the end. Radar and direction finders are late
by up to 0.9 and 1.6 s, so that kills fall between late looks and what they change. At the end the
whole record is replayed, with every digest compared.
"""
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def private_site(source, folder):
    """The example site and attack, on ports of our own."""
    site = open(os.path.join(source, "sites/example/site.yaml")).read()
    ports = {}
    for port, kind in (("8600", socket.SOCK_DGRAM), ("8610", socket.SOCK_DGRAM),
                       ("8620", socket.SOCK_STREAM), ("30005", socket.SOCK_STREAM),
                       ("8470", socket.SOCK_STREAM)):
        ports[port] = str(free_port(kind))
        site = site.replace(f"port: {port}", f"port: {ports[port]}")
    path = os.path.join(folder, "site.yaml")
    open(path, "w").write(site)
    attack = open(os.path.join(source, "sites/example/attack.yaml")).read()
    scenario = os.path.join(folder, "attack.yaml")
    for old, new in (("duration: 130", "duration: 3600"), ("[0.02, 0.06]", "[0.05, 0.9]"),
                     ("[0.03, 0.12]", "[0.2, 1.6]")):
        if old not in attack:
            raise SystemExit(f"the attack has no {old} any more")
        attack = attack.replace(old, new)
    open(scenario, "w").write(attack)
    return path, scenario, int(ports["8470"])


def acknowledged(record):
    try:
        lines = open(os.path.join(record, "checkpoint")).read().splitlines()
        return int(lines[1])
    except (OSError, IndexError, ValueError):
        return 0


def acknowledged_until(record):
    """The time in the latest checkpoint: that of the last entry that it covers."""
    try:
        return open(os.path.join(record, "checkpoint")).read().splitlines()[3].split()[1]
    except (OSError, IndexError):
        return ""


def get(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return json.load(answer)


def wait_for_api(port, process):
    for _ in range(400):
        if process.poll() is not None:
            raise SystemExit(f"tocsin run ended by itself: {process.stderr.read()}")
        try:
            return get(port, "/api/state")
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the API does not answer")


def verify(tocsin, record, at_least, when):
    done = subprocess.run([tocsin, "verify", record], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise SystemExit(f"{when}: the record does not verify: {done.stdout} {done.stderr[-500:]}")
    entries = json.loads(done.stdout)["entries"]
    if entries < at_least:
        raise SystemExit(f"{when}: {at_least} entries were acknowledged, {entries} are there")
    return entries


def covers(state, until=None):
    """Zones with take-cover; with `until`, those whose ringing had been acknowledged then."""
    return {a["subject"] for a in state["alarms"]
            if a["kind"] == "take-cover" and a["state"] != "normal"
            and (until is None or a["raised_at"] <= until)}


def one_life(tocsin, site, record, port, number, rng, rung, last):
    command = [tocsin, "run", site, "--record", record, "--no-outputs"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        state = wait_for_api(port, process)
        missing = rung - covers(state)
        if missing:
            raise SystemExit(f"start {number}: take-cover of {missing} is gone")
        time.sleep(rng.uniform(0.0, 2.4))
        until = acknowledged_until(record)
        state = get(port, "/api/state")
        rung |= covers(state, until)
        late = sum(sensor["late"] for sensor in state["status"]["sensors"])
        if last:
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=30)
            if process.returncode != 0:
                raise SystemExit(f"the last run: exit {process.returncode}: {error[-500:]}")
            return acknowledged(record), json.loads(out), error, late
        sure = acknowledged(record)
        process.kill()
        _, error = process.communicate(timeout=30)
        return sure, None, error, late
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def main(tocsin, source, kills=100, seed=1):
    rng = random.Random(seed)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        site, scenario, port = private_site(source, folder)
        record = os.path.join(folder, "record")
        rung, grown, continued, most_late = set(), 0, 0, 0
        sim = subprocess.Popen([tocsin, "simulate", scenario, "--quiet"],
                               stdout=subprocess.DEVNULL)
        try:
            for number in range(kills + 1):
                last = number == kills
                sure, summary, error, late = one_life(tocsin, site, record, port, number, rng,
                                                      rung, last)
                if grown > 0 and not re.search(r"continues its record", error):
                    raise SystemExit(f"start {number} did not continue: {error}")
                continued += grown > 0
                most_late = max(most_late, late)
                if sure < grown:
                    raise SystemExit(f"start {number}: the record shrank: {grown} to {sure}")
                if sure > 0:
                    grown = verify(tocsin, record, sure, f"kill {number}")
                if number % 10 == 9:
                    print(f"{number + 1} kills, {grown} entries, rung: {sorted(rung)}",
                          file=sys.stderr, flush=True)
        finally:
            sim.terminate()
            sim.wait()
        replay = subprocess.run([tocsin, "replay", record, "--verify"], capture_output=True,
                                text=True, timeout=300)
        if replay.returncode != 0:
            raise SystemExit(f"replay: {replay.stdout} {replay.stderr[-1000:]}")
        if kills >= 60 and "residence" not in rung:
            raise SystemExit("the attack never rang take-cover: the test proves nothing")
        if kills >= 20 and most_late < 20:
            raise SystemExit("nothing was late: the test proves nothing")
    print(json.dumps({"kills": kills, "continued": continued, "entries": grown,
                      "rung": sorted(rung), "steps": json.loads(replay.stdout)["steps"],
                      "tracks": len(summary["tracks"]), "late": most_late,
                      "seconds": round(time.monotonic() - begun, 1)}))


if __name__ == "__main__":
    if len(sys.argv) < 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:5]))
