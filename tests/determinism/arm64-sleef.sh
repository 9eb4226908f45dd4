#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# arm64-sleef.sh DIR: Debian's SLEEF and nanopb for arm64, unpacked into DIR/{include,lib}. apt keeps
# its lists and packages in DIR as well: the host's stay as they are, and no root is needed.
set -euo pipefail

dir=$1
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
[[ -e $dir/complete && -e $dir/include/pb.h ]] && exit 0
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || exit 1

mkdir -p "$dir"/{state/lists/partial,cache/archives/partial,deb,include,lib}
: >"$dir/state/status"
apt=(apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64
    -o Dir::State="$dir/state" -o Dir::State::status="$dir/state/status"
    -o Dir::Cache="$dir/cache" -o APT::Sandbox::User="$(id -un)"
    -o Acquire::Languages=none -o Acquire::http::Timeout=20 -o Acquire::Retries=1)
echo "fetching Debian's SLEEF and nanopb for arm64 (10 MB of package lists, 0.5 MB of packages)"
cd "$dir/deb"
"${apt[@]}" update >"$dir/apt.log" 2>&1 || true # other sources may fail: the download decides
"${apt[@]}" download libsleef3 libsleef-dev libnanopb-dev >>"$dir/apt.log" 2>&1 || exit 1
for package in ./*_arm64.deb; do
    dpkg-deb -x "$package" "$dir/tree"
done
cp -P "$dir"/tree/usr/lib/aarch64-linux-gnu/libsleef.so* "$dir/lib/"
cp "$dir"/tree/usr/lib/aarch64-linux-gnu/libprotobuf-nanopb.a "$dir/lib/"
cp "$dir"/tree/usr/include/pb*.h "$dir/include/"
cp "$dir"/tree/usr/include/aarch64-linux-gnu/sleef.h "$dir/include/"
cp /usr/include/{jsmn,xxhash}.h "$dir/include/" # headers only: the same for every architecture
rm -rf "$dir"/{state,cache,deb,tree}
: >"$dir/complete"
