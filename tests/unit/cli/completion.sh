#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# completion.sh TOCSIN SOURCE: --help, the completion for bash and the manual page name the
# same subcommands and the same options.
set -euo pipefail
tocsin=$1 source=$2
page=$source/man/tocsin.1.scd completion=$source/packaging/completion/tocsin.bash

# Asks the completion what follows WORDS... (the last one may be empty).
complete_words() {
    bash -c 'source "$1"; shift; COMP_WORDS=(tocsin "$@"); COMP_CWORD=$#; _tocsin
        printf "%s\n" "${COMPREPLY[@]}"' - "$completion" "$@" | grep -vxE -- '--help|--version|' | sort -u
}
options_in() { grep -oE -- '(^|[^a-z-])--?[a-z][a-z-]*' | grep -oE -- '--?[a-z].*' | grep -vx -- --help | sort -u; }
failed=0
same() { # WHAT, then two lists
    [[ $2 == "$3" ]] && return
    printf '%s:\n--- --help says\n%s\n--- the completion says\n%s\n' "$1" "$2" "$3" >&2
    failed=1
}

commands=$("$tocsin" --help | awk '$1 == "tocsin" && /^  / { print $2 }' | sort -u)
[[ -n $commands ]] || { echo "--help names no subcommand" >&2; exit 1; }
same subcommands "$commands" "$(complete_words '')"
for command in $commands; do
    [[ $command == version ]] && continue
    said=$("$tocsin" "$command" --help) words=("$command")
    if [[ $command == decode ]]; then
        words+=(asterix)
        for format in $(complete_words decode ''); do
            said+=$'\n'$("$tocsin" decode "$format" --help)
        done
    fi
    options=$(options_in <<<"$said" || true)
    same "options of $command" "$options" "$(complete_words "${words[@]}" - || true)"
    for option in $options; do
        grep -qF -- "$option" <(sed 's/\\//g' "$page") || {
            echo "tocsin.1 does not name $option of $command" >&2
            failed=1
        }
    done
    grep -qF "$command" "$page" || { echo "tocsin.1 does not name $command" >&2; failed=1; }
done
echo "$(wc -w <<<"$commands") subcommands"
exit $failed
