#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# make.sh FILE.proto DIR: writes FILE.pb.{c,h} (nanopb's structures, within the bounds of
# FILE.options) and FILE.table.{c,h} (table.py) into DIR.
set -euo pipefail

proto=$(realpath "$1") out=$(realpath "$2")
here=$(dirname "$proto")
stem=$(basename "$proto" .proto)
paths=(-I "$here" -I "$(/usr/bin/python3 -c 'import proto; print(list(proto.__path__)[0])')")
nanopb_generator.py -q "${paths[@]}" -D "$out" -x rule.proto -f "$here/$stem.options" "$proto"
protoc "${paths[@]}" --plugin=protoc-gen-table="$here/table.py" --table_out="$out" "$stem.proto"
