#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidy.py BUILD [FILE...]: runs clang-tidy where something has changed since it was good.

BUILD/tidy-good.json keeps, for each file that was in order, its command and the SHA-256 of
every .clang-tidy above it and of every file of the tree that it includes.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys

JOBS = 2


def digest(path):
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""


class Tidy:
    def __init__(self, build):
        self.build = build
        self.good_path = os.path.join(build, "tidy-good.json")
        try:
            with open(self.good_path) as file:
                self.good = json.load(file)
        except (OSError, ValueError):
            self.good = {}
        with open(os.path.join(build, "compile_commands.json")) as file:
            entries = json.load(file)
        # One command a file: the first that the build names.
        self.commands = {}
        for entry in entries:
            path = os.path.relpath(os.path.join(entry["directory"], entry["file"]))
            if path.endswith(".c") and not path.startswith(("..", build + os.sep)):
                self.commands.setdefault(path, entry)

    def includes(self, path):
        """The files of the tree that path includes, itself among them."""
        entry = self.commands[path]
        words = shlex.split(entry["command"])
        kept = [w for w in words if re.match(r"-(I|D|U|isystem|std)", w)]
        result = subprocess.run(["clang", *kept, "-MM", entry["file"]], capture_output=True,
                                text=True, cwd=entry["directory"], check=True)
        names = result.stdout.partition(":")[2].replace("\\\n", " ").split()
        here = os.getcwd() + os.sep
        found = {os.path.realpath(os.path.join(entry["directory"], name)) for name in names}
        return sorted(name[len(here):] for name in found if name.startswith(here))

    def configs(self, path):
        """The .clang-tidy files that may hold for path, whether they exist or not."""
        parts = path.split(os.sep)[:-1]
        return [os.path.join(*parts[:depth], ".clang-tidy") for depth in range(len(parts) + 1)]

    def unchanged(self, path):
        known = self.good.get(path)
        return (known is not None
                and known["command"] == self.commands[path]["command"]
                and all(digest(name) == old for name, old in known["files"].items()))

    def run(self, path):
        # The digests are taken first: what changes meanwhile is looked at again.
        files = {name: digest(name) for name in
                 [*self.includes(path), *self.configs(path), path]}
        result = subprocess.run(["clang-tidy", "--quiet", "-p", self.build, path],
                                capture_output=True, text=True, check=False)
        return path, files, result

    def save(self):
        with open(self.good_path + ".new", "w") as file:
            json.dump(self.good, file, indent=1)
        os.replace(self.good_path + ".new", self.good_path)


def main():
    tidy = Tidy(sys.argv[1])
    wanted = sys.argv[2:] or sorted(tidy.commands)
    unknown = [path for path in wanted if path not in tidy.commands]
    if unknown:
        print("tidy: not compiled by the build:", *unknown, file=sys.stderr)
        return 2
    todo = [path for path in wanted if not tidy.unchanged(path)]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for done, (path, files, result) in enumerate(pool.map(tidy.run, todo), 1):
            if result.returncode == 0:
                tidy.good[path] = {"command": tidy.commands[path]["command"],
                                   "files": files}
                tidy.save()
            else:
                failed += 1
                tidy.good.pop(path, None)
                told = result.stdout.strip() or result.stderr.strip()
                # The paths that the walls give to headers, and those by way of the build.
                told = re.sub(rf"\S*{tidy.build}/src/walls/\w+/", "src/", told)
                print(re.sub(rf"\S*{tidy.build}/\.\./|^\.\./", "", told, flags=re.M))
            print(f"[{done}/{len(todo)}] {path}", file=sys.stderr)
    tidy.save()
    print(f"clang-tidy: {len(wanted)} files, {len(wanted) - len(todo)} unchanged since they "
          f"were good, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
