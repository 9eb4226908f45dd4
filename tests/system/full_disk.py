#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes away from a running tocsin the right to write files, as a full disk would, and gives it back.

usage: full_disk.py TOCSIN SOURCE

Meanwhile the picture goes on. tocsin says once that the record cannot be written and once that it
is written again. Nothing is lost: the record verifies, and replays.
"""
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time

from kill_run import acknowledged, get, private_site, verify, wait_for_api

BEHIND = "the record cannot be written"
AGAIN = "the record is written again; nothing was lost"


def wait_until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"never: {what}")
        time.sleep(0.05)


def ignore_the_signal():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as with a full disk, writing fails; no signal


def fill_and_free(process, record, port, said):
    wait_until("a first checkpoint", lambda: acknowledged(record) > 0)
    limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    wait_until(BEHIND, lambda: any(BEHIND in line for line in said))
    sure, step = acknowledged(record), get(port, "/api/state")["status"]["engine"]["step"]
    time.sleep(3)
    if acknowledged(record) != sure:
        raise SystemExit("something was written: the test proves nothing")
    if get(port, "/api/state")["status"]["engine"]["step"] <= step:
        raise SystemExit("the picture stands still while nothing can be written")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)
    wait_until(AGAIN, lambda: any(AGAIN in line for line in said))
    wait_until("a further checkpoint", lambda: acknowledged(record) > sure)


def main(tocsin, source):
    said = []
    with tempfile.TemporaryDirectory() as folder:
        site, scenario, port = private_site(source, folder)
        record = os.path.join(folder, "record")
        sim = subprocess.Popen([tocsin, "simulate", scenario, "--quiet"], stdout=subprocess.DEVNULL)
        process = subprocess.Popen([tocsin, "run", site, "--record", record, "--no-outputs"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=ignore_the_signal)
        listener = threading.Thread(target=lambda: said.extend(process.stderr))
        try:
            wait_for_api(port, process)
            listener.start()
            fill_and_free(process, record, port, said)
            process.send_signal(signal.SIGINT)
            summary = json.loads(process.stdout.read())
            if process.wait(timeout=30) != 0:
                raise SystemExit(f"exit {process.returncode}: {said[-5:]}")
        finally:
            for one in (process, sim):
                one.kill()
                one.wait()
        entries = verify(tocsin, record, 1, "at the end")
        replay = subprocess.run([tocsin, "replay", record, "--verify"], capture_output=True, text=True,
                                timeout=120)
        if replay.returncode != 0:
            raise SystemExit(f"replay: {replay.stdout} {replay.stderr[-1000:]}")
    times = [sum(text in line for line in said) for text in (BEHIND, AGAIN)]
    if times != [1, 1]:
        raise SystemExit(f"said {times} times, not once each: {said}")
    print(json.dumps({"entries": entries, "steps": summary["steps"]}))


if __name__ == "__main__":
    if len(sys.argv) != 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    main(sys.argv[1], sys.argv[2])
