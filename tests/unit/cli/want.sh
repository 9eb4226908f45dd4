# SPDX-License-Identifier: Apache-2.0
# want.sh -- what tests of the command line share. Sourced; ends with `exit $failed`.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
want() { # CODE WHAT COMMAND...
    code=0 expected=$1 what=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err" || code=$?
    [ "$code" -eq "$expected" ] || { echo "$what: exit $code, not $expected"; failed=1; }
}
says() { # TEXT: the last command said so on standard error
    grep -qF -- "$1" "$work/err" || { echo "$what: does not say '$1' but:"; cat "$work/err"; failed=1; }
}
