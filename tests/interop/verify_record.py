#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""verify_record.py RECORD [KEY]: checks a record with nothing of tocsin's in it.

Written from tocsin-record(5), RFC 6962, C2SP tlog-tiles, tlog-checkpoint and signed-note;
the standard library only. Ed25519 signatures are checked by the openssl program, one
process each: --signatures N checks only N of them, evenly spread, and the last.

Prints one JSON object. Exit 0: good; 1: not good; 3: unreadable.
"""
import argparse
import base64
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile


class Bad(Exception):
    def __init__(self, entry, text):
        super().__init__(text)
        self.entry = entry


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def numbered(folder, number):
    groups = []
    while True:
        groups.insert(0, "%03d" % (number % 1000))
        number //= 1000
        if number == 0:
            break
    return "/".join([folder] + ["x" + g for g in groups[:-1]] + groups[-1:])


def mth(hashes):
    """RFC 6962 section 2.1, by its own recursive definition."""
    if len(hashes) == 0:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\x01", mth(hashes[:k]), mth(hashes[k:]))


class Roots:
    """Root of every prefix, in logarithmic time each: complete subtrees are remembered."""

    def __init__(self, leaves):
        self.rows = [leaves]
        while len(self.rows[-1]) > 1:
            row = self.rows[-1]
            self.rows.append([sha256(b"\x01", row[i], row[i + 1])
                              for i in range(0, len(row) - 1, 2)])

    def root(self, size):
        if size == 0:
            return sha256(b"")
        peaks = []
        at = 0
        for height in range(size.bit_length() - 1, -1, -1):
            if size >> height & 1:
                peaks.append(self.rows[height][at >> height])
                at += 1 << height
        root = peaks.pop()
        while peaks:
            root = sha256(b"\x01", peaks.pop(), root)
        return root


class Record:
    def __init__(self, path):
        self.path = path

    def read(self, name, entry=None):
        try:
            with open(os.path.join(self.path, name), "rb") as file:
                return file.read()
        except FileNotFoundError:
            raise Bad(entry, name + ": missing")

    def exists(self, name):
        return os.path.exists(os.path.join(self.path, name))


class Key:
    def __init__(self, text):
        match = re.fullmatch(r"([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)\n?", text)
        if not match:
            raise Bad(None, "not a public key")
        self.name = match[1]
        typed = base64.b64decode(match[3], validate=True)
        if len(typed) != 33 or typed[0] != 1:
            raise Bad(None, "not an Ed25519 key")
        self.octets = typed[1:]
        self.id = sha256(self.name.encode(), b"\n\x01", self.octets)[:4]
        if self.id.hex() != match[2]:
            raise Bad(None, "key id is not that of the key")

    def signed(self, text, signature):
        spki = bytes.fromhex("302a300506032b6570032100") + self.octets
        pem = (b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(spki) +
               b"\n-----END PUBLIC KEY-----\n")
        with tempfile.TemporaryDirectory() as folder:
            names = [os.path.join(folder, n) for n in ("key", "text", "signature")]
            for name, data in zip(names, (pem, text, signature)):
                with open(name, "wb") as file:
                    file.write(data)
            return subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", names[0], "-rawin",
                 "-in", names[1], "-sigfile", names[2]],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


NOTE = re.compile(
    rb"(([!-*,-~]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n"
    rb"time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z)\nnumber (0|[1-9][0-9]*)\n"
    rb"(?:[^\n]+\n)*)\n((?:\xe2\x80\x94 [^\n]+\n)+)")


class Checkpoint:
    def __init__(self, match, key, entry, check):
        self.octets = match[0]
        self.size = int(match[3])
        self.root = base64.b64decode(match[4], validate=True)
        self.time = match[5].decode()
        self.number = int(match[6])
        if match[2].decode() != key.name:
            raise Bad(entry, "checkpoint %d: another origin" % self.number)
        for line in match[7].decode().splitlines():
            name, signature = line[2:].split(" ", 1)
            signature = base64.b64decode(signature, validate=True)
            if name == key.name and signature[:4] == key.id:
                if check and not key.signed(match[1], signature[4:]):
                    raise Bad(entry, "checkpoint %d: signature" % self.number)
                return
        raise Bad(entry, "checkpoint %d: not signed by the key" % self.number)


def read_checkpoints(record, key, signatures):
    latest = record.read("checkpoint")
    match = NOTE.fullmatch(latest)
    if not match:
        raise Bad(None, "checkpoint: not a checkpoint")
    last = Checkpoint(match, key, None, True)
    step = max(1, (last.number + 1) // max(1, signatures)) if signatures else 1
    found = []
    covered = 0
    while True:
        number = len(found)
        if number % 4096 == 0:
            name = numbered("checkpoints", number // 4096)
            if number > last.number and not record.exists(name):
                break
            data = record.read(name, covered)
            at = 0
        match = NOTE.match(data, at)
        try:
            if not match:
                raise Bad(covered, "checkpoint %d: not one" % number)
            one = Checkpoint(match, key, covered, number % step == 0)
            if one.number != number or one.size < covered:
                raise Bad(covered, "checkpoint %d: out of order" % number)
        except (Bad, ValueError) as bad:
            if number > last.number and len(data) - at <= 1024:
                break  # torn by a crash
            raise bad if isinstance(bad, Bad) else Bad(covered, str(bad))
        found.append(one)
        covered = one.size
        at = match.end()
        if (number + 1) % 4096 == 0 and at != len(data):
            raise Bad(covered, name + ": more follows")
    if len(found) > last.number + 2:
        raise Bad(None, "checkpoint: newer ones exist")
    if found[last.number].octets != latest:
        raise Bad(found[last.number - 1].size if last.number else 0,
                  "checkpoint: differs from its copy")
    return found


def check_tile(record, level, index, width, hashes, span, required):
    name = numbered("tile/%s" % level, index) + (".p/%d" % width if width < 256 else "")
    if not required and not record.exists(name):
        return
    first = index * 256 * span
    step = len(hashes[0])
    data = record.read(name, first)
    for i in range(width):
        if data[i * step:(i + 1) * step] != hashes[i]:
            raise Bad(first + i * span, "%s: place %d" % (name, i))
    if len(data) != width * step:
        raise Bad(first + (width - 1) * span, name + ": too long")


def check_tiles(record, bundle_entries, leaves, checkpoints):
    """Every tile of every level: the full ones, and partial ones of every checkpoint."""
    size = checkpoints[-1].size
    check_level(record, "entries", bundle_entries, 1, size, checkpoints)
    level, row, span = 0, leaves, 1
    while row:
        check_level(record, level, row, span, size, checkpoints)
        row = [mth(row[i:i + 256]) for i in range(0, len(row) - 255, 256)]
        level, span = level + 1, span * 256


def check_level(record, level, row, span, size, checkpoints):
    widths = sorted({(c.size // span // 256, c.size // span % 256) for c in checkpoints})
    for index in range(size // span // 256):
        check_tile(record, level, index, 256, row[index * 256:index * 256 + 256], span, True)
    for index, width in widths:
        if width:
            check_tile(record, level, index, width,
                       row[index * 256:index * 256 + width], span,
                       index == size // span // 256)


def read_bundles(record, size):
    """The entries as they lie in the bundles, and what ends them too early."""
    raw = []
    for first in range(0, size, 256):
        width = min(256, size - first)
        name = numbered("tile/entries", first // 256) + \
            (".p/%d" % width if width < 256 else "")
        try:
            data = record.read(name, first)
        except Bad as bad:
            return raw, bad
        for i in range(width):
            place = data[i * 62:i * 62 + 62]
            if len(place) != 62 or place[:2] != b"\0\x3c":
                return raw, Bad(first + i, name + ": not an entry")
            raw.append(place)
        if len(data) != width * 62:
            return raw[:-1], Bad(first + width - 1, name + ": too long")
    return raw, None


def check_hashes(record, leaves, size):
    """Level 0 as far as there are leaves."""
    for first in range(0, len(leaves), 256):
        width = min(256, size - first)
        name = numbered("tile/0", first // 256) + (".p/%d" % width if width < 256 else "")
        data = record.read(name, first)
        for i, leaf in enumerate(leaves[first:first + 256]):
            if data[i * 32:i * 32 + 32] != leaf:
                raise Bad(first + i, name + ": hash")


def check_payload(record, entry, leaf, segment, at, name):
    version, zero, kind, feed, zero2, sequence, arrival, length, digest = \
        struct.unpack(">BBHHHQqI32s", leaf)
    if (version, zero, zero2) != (1, 0, 0):
        raise Bad(entry, "not a leaf of version 1")
    inline = length if length <= 65535 else 0
    slot = segment[at:at + 24 + inline]
    if len(slot) != 24 + inline or slot[1:8] != b"\0\0\0" + struct.pack(">I", length):
        raise Bad(entry, name + ": not the slot")
    form, salt, payload = slot[:1], slot[8:24], slot[24:]
    if form == b"P" and length <= 65535:
        if sha256(salt, payload) != digest:
            raise Bad(entry, name + ": payload")
    elif form == b"B" and length > 65535 and salt == bytes(16):
        blob = record.read("blob/" + digest.hex(), entry)
        if len(blob) != 16 + length or sha256(blob) != digest:
            raise Bad(entry, "blob: payload")
    elif form != b"W" or slot[8:] != bytes(16 + inline):
        raise Bad(entry, name + ": form")
    return kind, arrival, form == b"W", at + len(slot)


def check_payloads(record, raw):
    withdrawn = 0
    last = None
    for entry, place in enumerate(raw):
        if entry % 4096 == 0:
            if entry and at != len(segment):
                raise Bad(entry - 1, name + ": more follows")
            name = numbered("payload", entry // 4096)
            segment = record.read(name, entry)
            if segment[:16] != b"tcs-pay\x01" + struct.pack(">Q", entry):
                raise Bad(entry, name + ": head")
            at = 16
        kind, arrival, gone, at = check_payload(record, entry, place[2:], segment, at, name)
        withdrawn += gone
        if kind == 1:
            last = None
        elif entry == 0:
            raise Bad(0, "does not begin with a START entry")
        elif 2 <= kind <= 7:
            if last is not None and arrival < last:
                raise Bad(entry, "arrived before the event that it follows")
            last = arrival
    return withdrawn


def verify(path, key_text, signatures):
    record = Record(path)
    key = Key(key_text or record.read("key.pub").decode())
    checkpoints = read_checkpoints(record, key, signatures)
    size = checkpoints[-1].size
    raw, bad = read_bundles(record, size)
    leaves = [sha256(b"\0", place[2:]) for place in raw]
    checks = [lambda: check_hashes(record, leaves, size),
              lambda: check_payloads(record, raw)]
    if bad is None:
        checks.append(lambda: check_tiles(record, raw, leaves, checkpoints))
    withdrawn = 0
    for check in checks:
        try:
            withdrawn += check() or 0
        except Bad as found:
            if bad is None or found.entry < bad.entry:
                bad = found
    if bad is not None:
        raise bad
    roots = Roots(leaves)
    covered = 0
    for one in checkpoints:
        if roots.root(one.size) != one.root:
            raise Bad(covered, "checkpoint %d: root" % one.number)
        covered = one.size
    return {"ok": True, "entries": size, "checkpoints": len(checkpoints),
            "withdrawn": withdrawn, "origin": key.name, "key_id": key.id.hex(),
            "root": checkpoints[-1].root.hex()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record")
    parser.add_argument("key", nargs="?")
    parser.add_argument("--signatures", type=int, default=0)
    arguments = parser.parse_args()
    try:
        result, code = verify(arguments.record, arguments.key, arguments.signatures), 0
    except Bad as bad:
        result, code = {"ok": False, "first_bad_entry": bad.entry, "fault": str(bad)}, 1
    except (OSError, ValueError) as error:
        result, code = {"ok": False, "fault": str(error)}, 3
    print(json.dumps(result))
    return code


if __name__ == "__main__":
    sys.exit(main())
