#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# include.sh SOURCE BUILD: tries, from each room, to include a header of every other room
# with the very command that the build compiles that room with. What src/meson.build lets
# it see must be found, everything else must not.
set -euo pipefail

source=$(cd "$1" && pwd) build=$(cd "$2" && pwd)
here=$source/tests/walls
out=$build/tests/walls
mkdir -p "$out"

declare -A sees
all=()
for table in pure_rooms ring_rooms; do
    while read -r room seen; do
        sees[$room]=" $room $seen "
        all+=("$room")
    done < <(awk -v table=$table -f "$here/rooms.awk" "$source/src/meson.build")
done

# The compiler and its -I options, a line a room, from the build's own commands.
python3 - "$build/compile_commands.json" >"$out/commands" <<'EOF'
import json, re, shlex, sys
done = set()
for entry in json.load(open(sys.argv[1])):
    room = re.search(r"src/libtcs_(\w+)\.a\.p/", entry["output"])
    if room and room[1] not in done:
        done.add(room[1])
        words = shlex.split(entry["command"])
        compiler = words[:next(i for i, w in enumerate(words) if w.startswith("-"))]
        kept = [w for w in words if re.match(r"-(I|std|D)", w)]
        print(room[1], entry["directory"], *compiler, *kept)
EOF

failed=0
# compile ROOM: compiles $out/wall.c as if it lay in that room.
compile() {
    local directory command
    read -r _ directory command < <(grep "^$1 " "$out/commands") || return 2
    read -ra command <<<"$command"
    (cd "$directory" && "${command[@]}" -fsyntax-only "$out/wall.c") >"$out/wall.log" 2>&1
}

# Every header of every room, asked for in each room: one line of #error for each wrong answer.
headers=$(cd "$source/src" && find "${all[@]}" -name '*.h' | sort)
for room in "${all[@]}"; do
    grep -q "^$room " "$out/commands" || continue # nothing is compiled there yet
    for header in $headers; do
        if [[ ${sees[$room]} == *" ${header%%/*} "* ]]; then
            printf '#if !__has_include("%s")\n#error %s does not find %s\n#endif\n' \
                "$header" "$room" "$header"
        else
            printf '#if __has_include("%s")\n#error %s sees %s\n#endif\n' \
                "$header" "$room" "$header"
        fi
    done >"$out/wall.c"
    if ! compile "$room"; then
        grep error "$out/wall.log" >&2
        failed=1
    fi
done
echo "${#all[@]} rooms, $(wc -w <<<"$headers") headers: each room finds what src/meson.build lets it see"

# trespass ROOM HEADER: the compiler has to refuse it, and for that reason.
trespass() {
    printf '#include "%s"\n' "$2" >"$out/wall.c"
    if compile "$1"; then
        echo "$1 includes $2, and it compiles" >&2
        failed=1
    elif ! grep -Eq "$2.*(No such file|not found)" "$out/wall.log"; then
        cat "$out/wall.log" >&2
        failed=1
    else
        echo "provoked: $1 includes $2: $(grep -m 1 -o 'fatal error.*' "$out/wall.log")"
    fi
}
trespass filter observe/look.h
trespass decode track/track.h
trespass num geo/geo.h
trespass track decode/asterix/cat048.h
trespass record track/track.h
trespass alarm config/site.h
printf '#include "filter/gauss.h"\n' >"$out/wall.c"
compile filter || { echo "a room does not find its own header" >&2; failed=1; }
exit $failed
