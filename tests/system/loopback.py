#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""simulate and run, live over loopback: nothing is lost, and everybody tells the same story.

usage: loopback.py TOCSIN SOURCE [SECONDS]

The example site on ports of our own; run is there first. The simulation counts its messages and
those that it could not send (a stream before it was connected); the rest must have come in: as
datagrams of the UDP feeds and as records of the streams, whose octets come in any pieces. Nothing is
damaged, foreign, impossible or of an unknown source. The status that the API gives when all has come
in has the feeds of the final summary; every entry of the record that it counts is there at the end;
the record verifies, and replays to the same digests. The program's last words name no fault.
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from kill_run import get, private_site, wait_for_api

DATAGRAMS = ("radar", "bearings")
BAD = ("damaged", "foreign", "impossible", "unmapped")


def expect(true, what):
    if not true:
        raise SystemExit(what)


def received(feeds):
    return sum(f["events"] if f["id"] in DATAGRAMS else f["records"] for f in feeds)


def settled(port, sent):
    """The status when what was sent has come in, or the one after 10 s; it is made each second."""
    for _ in range(40):
        status = get(port, "/api/status")
        if received(status["feeds"]) >= sent:
            break
        time.sleep(0.25)
    return status


def watch(tocsin, site, scenario, port, record):
    """One run during one simulation; the simulation's summary, the API's status, the run's summary
    and what it said on standard error."""
    said = tempfile.TemporaryFile("w+")
    run = subprocess.Popen([tocsin, "run", site, "--record", record, "--no-outputs", "--quiet"],
                           stdout=subprocess.PIPE, stderr=said, text=True)
    try:
        wait_for_api(port, run)
        sim = subprocess.run([tocsin, "simulate", scenario, "--quiet"], capture_output=True,
                             text=True, timeout=600)
        expect(sim.returncode == 0, f"simulate: exit {sim.returncode}: {sim.stderr[-500:]}")
        sim = json.loads(sim.stdout)
        status = settled(port, sim["messages"] - sim["lost"])
        run.send_signal(signal.SIGINT)
        out, _ = run.communicate(timeout=60)
        said.seek(0)
        text = said.read()
        expect(run.returncode == 0, f"run: exit {run.returncode}: {text[-500:]}")
        return sim, status, json.loads(out), text
    finally:
        if run.poll() is None:
            run.kill()
            run.wait()
        said.close()


def judge(tocsin, record):
    done = {}
    for name, command in (("verify", ["verify", record]),
                          ("replay", ["replay", record, "--verify"])):
        step = subprocess.run([tocsin, *command], capture_output=True, text=True, timeout=300)
        expect(step.returncode == 0, f"{name}: {step.stdout} {step.stderr[-500:]}")
        done[name] = json.loads(step.stdout)
    return done["verify"], done["replay"]


def compare(sim, status, summary, verify, replay):
    sent = sim["messages"] - sim["lost"]
    expect(received(summary["feeds"]) == sent,
           f"{sent} messages were sent, {received(summary['feeds'])} came in: {summary['feeds']}")
    for feed, shown in zip(summary["feeds"], status["feeds"]):
        bad = {k: feed[k] for k in BAD if feed[k] != 0}
        expect(not bad, f"feed {feed['id']}: {bad}")
        expect(feed["events"] > 0, f"feed {feed['id']} was silent: the test proves nothing")
        for name in ("id", "events", "octets", "records", *BAD):
            expect(shown[name] == feed[name],
                   f"feed {feed['id']}: {name} {shown[name]} by the API, {feed[name]} at the end")
    expect(status["engine"]["step"] <= summary["steps"] == replay["steps"],
           f"steps: API {status['engine']['step']}, summary {summary['steps']}, "
           f"replay {replay['steps']}")
    expect(status["record"]["committed"] <= status["record"]["entries"] <= verify["entries"],
           f"entries: {status['record']}, verified {verify['entries']}")
    expect(replay["digest"] == summary["digest"] and replay["refused"] == replay["gaps"] == 0,
           f"the replay is another story: {replay}")


def main(tocsin, source, seconds=40):
    with tempfile.TemporaryDirectory() as folder:
        site, scenario, port = private_site(source, folder)
        with open(scenario) as file:
            text = re.sub(r"(?m)^duration:.*$", f"duration: {seconds}", file.read())
        with open(scenario, "w") as file:
            file.write(text)
        record = os.path.join(folder, "record")
        sim, status, summary, said = watch(tocsin, site, scenario, port, record)
        verify, replay = judge(tocsin, record)
    expect("Sanitizer" not in said and "no room" not in said, said[-3000:])
    compare(sim, status, summary, verify, replay)
    expect(summary["tracks"], "nothing was tracked: the test proves nothing")
    print(json.dumps({"seconds": seconds, "messages": sim["messages"], "unsent": sim["lost"],
                      "received": received(summary["feeds"]), "steps": summary["steps"],
                      "tracks": len(summary["tracks"]), "entries": verify["entries"],
                      "step_us_p99": status["engine"]["step_us_p99"]}))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0 if "--help" in sys.argv else 2)
    main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:4]))
