#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""judge_record.py WRITER TOCSIN JUDGE: tocsin verify and the judge, which share no code,
agree on good records and on damaged ones."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

DAMAGES = 60

writer, tocsin, judge = sys.argv[1:4]
random.seed(11)


def ask(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return result.returncode, json.loads(result.stdout)


def both(record, signatures):
    return (ask(tocsin, "verify", record),
            ask(sys.executable, judge, record, "--signatures", str(signatures)))


def agree_on_good(record, seed, entries):
    subprocess.run([writer, record, str(seed), str(entries)], check=True,
                   stdout=subprocess.DEVNULL)
    (code, told), (judged_code, judged) = both(record, 25)
    if code or judged_code or any(told[k] != judged[k] for k in
                                  ("entries", "checkpoints", "root", "key_id", "origin")):
        sys.exit("%s\n%s" % (told, judged))


def files_of(record):
    found = []
    for folder, _, names in os.walk(record):
        found += [os.path.join(folder, n) for n in names if n not in ("key", "lock")]
    return sorted(found)


def damage(data):
    """One of: a bit, an end, a middle."""
    at = random.randrange(len(data))
    way = random.randrange(3)
    if way == 0:
        return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1:]
    if way == 1:
        return data[:at]
    return data[:at] + data[at + random.randrange(1, 9):]


def main():
    folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        record = os.path.join(folder, "record")
        for seed, entries in ((1, 1), (2, 255), (3, 1), (4, 300), (5, 4000), (6, 70000)):
            agree_on_good(record, seed, entries)
        small = os.path.join(folder, "small")
        agree_on_good(small, 7, 600)
        files = files_of(small)
        for _ in range(DAMAGES):
            path = random.choice(files)
            with open(path, "rb") as file:
                good = file.read()
            with open(path, "wb") as file:
                file.write(damage(good))
            # Every signature: the damage may be in any.
            (code, told), (judged_code, judged) = both(small, 0)
            if code == 0 or judged_code == 0 or \
                    told.get("first_bad_entry") != judged.get("first_bad_entry"):
                sys.exit("%s:\n%s\n%s" % (path, told, judged))
            with open(path, "wb") as file:
                file.write(good)
    finally:
        shutil.rmtree(folder)
    print("agreed on 7 good records and %d damaged ones" % DAMAGES)


main()
