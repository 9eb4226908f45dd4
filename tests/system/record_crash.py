#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""record_crash.py WRITER TOCSIN JUDGE: kills a writing program with SIGKILL at 100 random
instants. Afterwards everything that it had acknowledged is there, the record verifies (by
tocsin each time, by the judge, which shares no code with it, every tenth time), and the
next run goes on from it."""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

KILLS = 100
RECORDS = 5

writer, tocsin, judge = sys.argv[1:4]
random.seed(5)


def run_and_kill(record, seed):
    """Starts the writer and kills it; what it acknowledged, and where it began."""
    process = subprocess.Popen([writer, record, str(seed), "0"], stdout=subprocess.PIPE)
    text = ""
    if seed % 10 < 3:  # while it starts
        time.sleep(random.random() ** 2 * 0.05)
    else:  # from the first acknowledgement to a few dozen commits later
        while "acknowledged" not in text:
            line = process.stdout.readline().decode()
            if not line:
                sys.exit("run %d: ended by itself after: %s" % (seed, text))
            text += line
        time.sleep(random.random() ** 2 * 0.08)
    process.send_signal(signal.SIGKILL)
    text += process.communicate()[0].decode()
    begun, acknowledged = None, None
    for line in text.splitlines():
        words = line.split()
        if words[0] == "opened":
            begun = int(words[1])
        elif words[0] == "acknowledged" and len(words) == 2 and text.endswith("\n"):
            acknowledged = int(words[1])
    return begun, acknowledged


def summary(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return result.returncode, json.loads(result.stdout)


def check(record, safe, number):
    code, told = summary(tocsin, "verify", record)
    if not os.path.exists(os.path.join(record, "checkpoint")) and safe == 0:
        return 0  # killed before it had written anything
    if code != 0 or told["entries"] < safe or told["live"]:
        sys.exit("kill %d: acknowledged %d, but: %s" % (number, safe, told))
    if number % 10 == 0:
        code, judged = summary(sys.executable, judge, record, "--signatures", "10")
        if code != 0 or judged["entries"] != told["entries"] or \
                judged["root"] != told["root"]:
            sys.exit("kill %d: the judge says %s" % (number, judged))
    return told["entries"]


def main():
    folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    entries, empty_runs = 0, 0
    try:
        number = 0
        for group in range(RECORDS):
            record = os.path.join(folder, str(group))
            safe, there = 0, 0
            for _ in range(KILLS // RECORDS):
                number += 1
                begun, acknowledged = run_and_kill(record, number)
                if begun is not None and begun < safe:
                    sys.exit("kill %d: began at %d, %d were safe" % (number, begun, safe))
                empty_runs += acknowledged is None
                safe = max(safe, there, acknowledged or 0)
                there = check(record, safe, number)
            subprocess.run([writer, record, "1", "50"], check=True,
                           stdout=subprocess.DEVNULL)
            code, told = summary(tocsin, "verify", record)
            if code != 0 or told["entries"] != there + 50 or told["beyond_octets"]:
                sys.exit("after the last kill: %s" % told)
            subprocess.run([writer, record, "check"], check=True, stdout=subprocess.DEVNULL)
            entries += there
    finally:
        shutil.rmtree(folder)
    print("%d kills (%d before the first acknowledgement of a run), %d entries, none lost"
          % (number, empty_runs, entries))


main()
