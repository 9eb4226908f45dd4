# SPDX-License-Identifier: Apache-2.0
# Completion of tocsin(1) for bash.
_tocsin()
{
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="check-site decode export plot replay run score simulate status track validate verify version"
    local -A options=(
        [check-site]="--help" [decode]="--help --edition --framing --port --unscaled --parts --confirmed --repair" [export]="--help --format --every --from --to -o" [plot]="--help -o" [replay]="--help --key --verify --speed"
        [run]="--help --record --console --map --tracks --mode --for --no-api --no-outputs --quiet"
        [score]="--help --gamma --truths"
        [simulate]="--help --files --truth --seed --quiet" [status]="--help --url --json --watch" [track]="--help --sensors --ahead" [validate]="--help --all --session" [verify]="--help --key --checkpoint"
        [version]=""
    )

    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$word")
    elif [ "${COMP_WORDS[1]}" = decode ] && [ "$COMP_CWORD" -eq 2 ]; then
        mapfile -t COMPREPLY < <(compgen -W "ais asterix cot frigate kraken mavlink modes odas onvif remoteid sapient tak uat" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${options[${COMP_WORDS[1]}]}" -- "$word")
    elif [ "${COMP_WORDS[1]}" = validate ] && [ "$COMP_CWORD" -eq 2 ]; then
        mapfile -t COMPREPLY < <(compgen -W "sapient" -- "$word")
    elif [ "${COMP_WORDS[1]}" = export ] && [ "$previous" = --format ]; then
        mapfile -t COMPREPLY < <(compgen -W "asterix cot courageous csv geojson gpkg kml mqtt ocsf sapient syslog tak" -- "$word")
    elif [[ $previous == --speed || $previous == --for || $previous == --seed || $previous == --gamma ]]; then
        :
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _tocsin tocsin
