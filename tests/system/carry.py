#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A take-cover that was on outlives a change of the site file.

usage: carry.py TOCSIN SOURCE

An attack from capture files leaves take-cover of the residence on in a record. tocsin is then
started on that record with another site file: the take-cover is there, latched and unacknowledged,
and rings nothing anew; also after a further start. With a third site file, in which the residence
has another name, tocsin says what it cannot carry over. The whole record verifies and replays.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile

from kill_run import get, private_site, verify, wait_for_api


def run(tocsin, site, record, port, want):
    """A short life: (take-covers by zone, what was said)."""
    process = subprocess.Popen([tocsin, "run", site, "--record", record, "--no-outputs"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        wait_for_api(port, process)
        for _ in range(100):
            alarms = {a["subject"]: a for a in get(port, "/api/state")["alarms"]
                      if a["kind"] == "take-cover"}
            if want is None or alarms[want]["state"] != "normal":
                break
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise SystemExit(f"exit {process.returncode}: {said}")
    return alarms, said


def check(what, good, shown):
    if not good:
        raise SystemExit(f"{what}: {shown}")


def attack_from_files(tocsin, scenario, folder, record):
    text = open(scenario).read().replace("duration: 3600", "duration: 130")
    open(scenario, "w").write(text)
    files = os.path.join(folder, "files")
    subprocess.run([tocsin, "simulate", scenario, "--quiet", "--files", files], check=True,
                   stdout=subprocess.DEVNULL, timeout=120)
    done = subprocess.run([tocsin, "run", os.path.join(files, "site.yaml"), "--record", record,
                           "--no-outputs", "--quiet"], capture_output=True, text=True, timeout=120)
    alarms = json.loads(done.stdout)["alarms"]
    check("the attack rang nothing: the test proves nothing",
          any(a["kind"] == "take-cover" and a["subject"] == "residence" and
              a["state"] != "normal" for a in alarms), alarms)


def main(tocsin, source):
    with tempfile.TemporaryDirectory() as folder:
        site, scenario, port = private_site(source, folder)
        record = os.path.join(folder, "record")
        attack_from_files(tocsin, scenario, folder, record)
        alarms, said = run(tocsin, site, record, port, "residence")
        alarm = alarms["residence"]
        check("carried over", (alarm["state"], alarm["who"], alarm["occurrence"]) ==
              ("latched-unacknowledged", "tocsin", 0), alarm)
        check("said so", "take-cover was on in 1 of the zones, and in 0" in said, said)
        check("the others", all(a["state"] == "normal" for z, a in alarms.items() if z != "residence"),
              alarms)
        alarms, said = run(tocsin, site, record, port, "residence")
        check("continued", alarms["residence"]["state"] == "latched-unacknowledged", alarms)
        check("said that", "continues its record" in said, said)
        text = open(site).read().replace("residence", "old-wing")
        open(site, "w").write(text)
        alarms, said = run(tocsin, site, record, port, None)
        check("nothing to carry to", alarms["old-wing"]["state"] == "normal", alarms)
        check("said what is gone", "in 0 of the zones, and in 1 that are gone" in said, said)
        entries = verify(tocsin, record, 1, "at the end")
        replay = subprocess.run([tocsin, "replay", record, "--verify"], capture_output=True, text=True,
                                timeout=120)
        check("replay", replay.returncode == 0, replay.stdout + replay.stderr)
    print(json.dumps({"entries": entries, "steps": json.loads(replay.stdout)["steps"]}))


if __name__ == "__main__":
    if len(sys.argv) != 3 or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    main(sys.argv[1], sys.argv[2])
