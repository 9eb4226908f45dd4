#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# walls.sh WALLS SRC ROOM [SEEN...]: makes WALLS/ROOM, the include directory of a room,
# with one link for the room itself and one for each room that it may see.
set -eu
walls=$1 src=$2 room=$3
shift 3
rm -rf "${walls:?}/$room"
mkdir -p "$walls/$room"
for seen in "$room" "$@"; do
    ln -s "$src/$seen" "$walls/$room/$seen"
done
