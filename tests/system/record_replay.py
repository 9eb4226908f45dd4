#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""record_replay.py TOCSIN COPY ROOT: a run over captures, also with sensors that are
late, replays to the same digest; one changed bit in any event is named by the step that it
belongs to, one in a recorded digest or state likewise; the pace is kept; under another key it is
not replayed; behind a payload that was withdrawn it goes on from a state under the right one."""
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

tocsin, copy, root = sys.argv[1:4]
random.seed(3)


def ask(*command, code=0):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode != code:
        sys.exit("%s: exit %d, not %d\n%s%s" % (" ".join(command), result.returncode, code,
                                                result.stdout.decode(),
                                                result.stderr.decode()))
    return json.loads(result.stdout)


def entries_of(record, count):
    """Kind and payload length of every entry, from the bundles."""
    found = []
    for first in range(0, count, 256):
        width = min(256, count - first)
        name = "%s/tile/entries/%03d" % (record, first // 256)
        if width < 256:
            name += ".p/%d" % width
        with open(name, "rb") as file:
            data = file.read()
        for at in range(2, len(data), 62):
            kind, = struct.unpack_from(">H", data, at + 2)
            length, = struct.unpack_from(">I", data, at + 24)
            found.append((kind, length))
    return found


def make_captures(folder):
    """The bundled attack; its site is what the scenario refers to."""
    ask(tocsin, "simulate", os.path.join(root, "sites/example/attack.yaml"),
        "--files", os.path.join(folder, "captures"), "--quiet")
    return os.path.join(folder, "captures", "site.yaml")


def check_late(folder):
    """The same attack, radar and direction finders late by up to 0.9 and 1.6 s: looks are put in
    their place on the way, and the replay does the same."""
    with open(os.path.join(root, "sites/example/attack.yaml")) as file:
        attack = file.read()
    site = os.path.join(os.path.abspath(root), "sites/example/site.yaml")
    for old, new in (("site: site.yaml", "site: " + site), ("[0.02, 0.06]", "[0.05, 0.9]"),
                     ("[0.03, 0.12]", "[0.2, 1.6]")):
        if old not in attack:
            sys.exit("the attack has no %s any more" % old)
        attack = attack.replace(old, new)
    scenario = os.path.join(folder, "late.yaml")
    with open(scenario, "w") as file:
        file.write(attack)
    ask(tocsin, "simulate", scenario, "--files", os.path.join(folder, "late"), "--quiet")
    record = os.path.join(folder, "late-record")
    ran = ask(tocsin, "run", os.path.join(folder, "late", "site.yaml"), "--record", record,
              "--quiet")
    told = ask(tocsin, "replay", record, "--verify")
    if told["digest"] != ran["digest"] or told["steps_compared"] != ran["steps"]:
        sys.exit("late sensors: %s %s\nreplay: %s" % (ran["digest"], ran["steps"], told))
    return ran["digest"]


def changed(folder, record, entry, octet, number):
    path = os.path.join(folder, "copy%d" % number)
    subprocess.run([copy, record, path, str(entry), str(octet)], check=True,
                   stdout=subprocess.DEVNULL)
    return path


def check_changes(folder, record, entries):
    events = [i for i, (kind, length) in enumerate(entries) if 2 <= kind <= 7]
    with_octets = [i for i in events if entries[i][1] > 0]
    digests = [i for i, (kind, length) in enumerate(entries) if kind == 16]
    states = [i for i, (kind, length) in enumerate(entries) if kind in (17, 19)]
    cases = random.sample(with_octets, 4) + random.sample(digests, 2) + \
        random.sample(states, 2)
    for number, entry in enumerate(cases):
        kind, length = entries[entry]
        octet = random.randrange(8 if kind == 17 else 0, length)
        if kind == 16:
            octet = 8 + random.randrange((length - 8))
        elif kind == 19:
            octet = random.randrange(length // 2, length)
        path = changed(folder, record, entry, octet, number)
        ask(tocsin, "verify", path)  # by its own new key it is a good record
        told = ask(tocsin, "replay", path, "--verify", code=1)
        if kind in (2, 3, 4, 5, 6, 7):
            expected = events.index(entry) + 1
            if told.get("first_different_step") != expected:
                sys.exit("entry %d is step %d: %s" % (entry, expected, told))
        elif not told["fault"].startswith("entry %d:" % entry):
            sys.exit("entry %d: %s" % (entry, told))
        shutil.rmtree(path)


def withdraw(record, entries, wanted):
    """The payload of one entry, as tocsin-record(5) has it."""
    at = 16
    for _, length in entries[wanted // 4096 * 4096:wanted]:
        at += 24 + (length if length <= 65535 else 0)
    length = entries[wanted][1]
    with open("%s/payload/%03d" % (record, wanted // 4096), "r+b") as file:
        file.seek(at)
        file.write(b"W" + bytes(3) + struct.pack(">I", length) + bytes(16 + length))


def check_withdrawn(folder, record, entries, steps):
    """Half way an event is gone: what follows is compared only when the key is known, from the
    next state on."""
    states = [i for i, (kind, _) in enumerate(entries) if kind == 19]
    gone = [i for i in range(states[0]) if entries[i][0] == 2][-100]
    path = os.path.join(folder, "withdrawn")
    shutil.copytree(record, path)
    withdraw(path, entries, gone)
    told = ask(tocsin, "replay", path, "--verify")
    if told["verified"] or told["withdrawn"] != 1 or told["restored"] != 0:
        sys.exit("withdrawn: %s" % told)
    known = ask(tocsin, "replay", path, "--verify", "--key", os.path.join(record, "key.pub"))
    if not known["verified"] or known["restored"] != 1 or \
            not told["steps_compared"] < known["steps_compared"] < steps:
        sys.exit("withdrawn, with its key: %s" % known)


def check_damaged(folder, record):
    """A tile is not needed to replay; but whoever asks whether all is good is told."""
    path = os.path.join(folder, "damaged")
    shutil.copytree(record, path)
    with open(path + "/tile/0/000", "r+b") as file:
        file.seek(100)
        octet = file.read(1)
        file.seek(100)
        file.write(bytes([octet[0] ^ 1]))
    ask(tocsin, "replay", path)
    told = ask(tocsin, "replay", path, "--verify", code=1)
    if told["verified"] or "tile/0/000" not in told["fault"]:
        sys.exit("a damaged tile: %s" % told)


def main():
    folder = tempfile.mkdtemp()
    try:
        site = make_captures(folder)
        record = os.path.join(folder, "record")
        ran = ask(tocsin, "run", site, "--record", record, "--quiet")
        told = ask(tocsin, "replay", record, "--verify")
        if told["digest"] != ran["digest"] or told["steps"] != ran["steps"] or \
                told["steps_compared"] != ran["steps"] or not told["verified"]:
            sys.exit("run: %s %s\nreplay: %s" % (ran["digest"], ran["steps"], told))
        fast = told["faster_than_real_time"]
        paced = ask(tocsin, "replay", record, "--speed", "40")
        if paced["digest"] != ran["digest"] or not 30 < paced["faster_than_real_time"] <= 41:
            sys.exit("at 40 times real time: %s" % paced)
        known = ask(tocsin, "replay", record, "--key", os.path.join(record, "key.pub"))
        if known["digest"] != ran["digest"]:
            sys.exit("with its key: %s" % known)
        other = os.path.join(folder, "other")
        ask(tocsin, "run", site, "--record", other, "--quiet")
        ask(tocsin, "replay", record, "--key", os.path.join(other, "key.pub"), code=1)
        ask(tocsin, "replay", record, "--key", "no key", code=2)
        count = ask(tocsin, "verify", record)["entries"]
        check_changes(folder, record, entries_of(record, count))
        check_withdrawn(folder, record, entries_of(record, count), ran["steps"])
        check_damaged(folder, record)
        ask(tocsin, "replay", folder, code=3)
        if check_late(folder) == ran["digest"]:
            sys.exit("with late sensors nothing is different: the test proves nothing")
    finally:
        shutil.rmtree(folder)
    print("digest %s after %d steps, replayed %.0f times faster than real time"
          % (ran["digest"], ran["steps"], fast))


main()
