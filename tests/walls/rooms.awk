# SPDX-License-Identifier: Apache-2.0
# rooms.awk -v table=NAME: prints "ROOM SEEN..." for each row of the table NAME (pure_rooms
# or ring_rooms) of src/meson.build; core_seen is written out.
/^core_seen = \[/ {
    core = $0
    sub(/^[^[]*\[/, "", core)
}
$0 ~ "^" table " = {" { inside = 1; next }
/^}/ { inside = 0 }
inside && /^ *'/ {
    sub(/core_seen( \+ \[)?/, core)
    gsub(/[^a-z_]+/, " ")
    sub(/^ /, "")
    sub(/ $/, "")
    print
}
