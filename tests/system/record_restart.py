#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""record_restart.py TOCSIN ROOT [KILLS]: a running station is killed with SIGKILL again and
again while the simulated attack comes in over sockets. What was acknowledged is never lost,
each start goes on from it, and the whole record replays as one: every digest that any of the
runs wrote is the one that an engine gives that was never interrupted."""
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

tocsin, root = sys.argv[1:3]
kills = int(sys.argv[3]) if len(sys.argv) > 3 else 16
random.seed(9)


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def make_site(folder):
    """The bundled site and attack on ports that are free."""
    for name in ("site.yaml", "attack.yaml"):
        with open(os.path.join(root, "sites/example", name)) as file:
            text = file.read()
        text = re.sub(r"(udp: .*port: )\d+",
                      lambda m: m[1] + str(free_port(socket.SOCK_DGRAM)), text)
        text = re.sub(r"(tcp: .*port: )\d+",
                      lambda m: m[1] + str(free_port(socket.SOCK_STREAM)), text)
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)


def acknowledged(record):
    try:
        with open(os.path.join(record, "checkpoint")) as file:
            return int(file.read().split("\n")[1])
    except FileNotFoundError:
        return 0


def ask(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != 0:
        sys.exit("%s: exit %d\n%s%s" % (" ".join(command), result.returncode,
                                        result.stdout.decode(), result.stderr.decode()))
    return json.loads(result.stdout)


def start(folder, record):
    return subprocess.Popen(
        [tocsin, "run", os.path.join(folder, "site.yaml"), "--record", record, "--no-api",
         "--no-outputs", "--quiet"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kill_once(folder, record):
    station = start(folder, record)
    time.sleep(0.1 + random.random() * 2.2)
    safe = acknowledged(record)
    station.send_signal(signal.SIGKILL)
    said = station.communicate()[1].decode()
    if safe and ask(tocsin, "verify", record)["entries"] < safe:
        sys.exit("of %d acknowledged entries some are lost" % safe)
    return "continues its record" in said


def main():
    folder = tempfile.mkdtemp()
    record = os.path.join(folder, "record")
    make_site(folder)
    world = subprocess.Popen(
        [tocsin, "simulate", os.path.join(folder, "attack.yaml"), "--quiet"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        continued = sum(kill_once(folder, record) for _ in range(kills))
        last = start(folder, record)
        time.sleep(2.5)
        last.send_signal(signal.SIGTERM)
        summary = json.loads(last.communicate(timeout=30)[0])
        told = ask(tocsin, "verify", record)
        replayed = ask(tocsin, "replay", record, "--verify")
    finally:
        world.terminate()
        world.wait()
        shutil.rmtree(folder)
    if replayed["digest"] != summary["digest"] or replayed["gaps"] or replayed["refused"]:
        sys.exit("the last run ended with %s, the replay: %s" %
                 (summary["digest"], replayed))
    if continued < kills // 2 or replayed["runs"] < kills // 2:
        sys.exit("only %d starts continued the record" % continued)
    print("%d kills, %d runs, %d entries verified, %d steps equal to an uninterrupted run's"
          % (kills, told["runs"], told["entries"], replayed["steps_compared"]))


main()
