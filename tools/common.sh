# SPDX-License-Identifier: Apache-2.0
# common.sh -- what ./start and ./check share. Sourced; the current directory is the project.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 3; }

# packages GROUP...: the names in packaging/packages.txt that are not there yet.
missing_packages() {
    local groups=" $* " group name command
    local installed
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' 2>/dev/null | awk '$2 == "installed" { print $1 }')
    while read -r group name command; do
        case "$group" in ''|'#'*) continue ;; esac
        [[ $groups == *" $group "* ]] || continue
        [ -n "$command" ] && command -v "$command" >/dev/null && continue
        grep -qx "$name" <<<"$installed" || printf '%s\n' "$name"
    done < packaging/packages.txt
}

is_debian_12() {
    [ -r /etc/os-release ] && (. /etc/os-release; [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ])
}

# install_packages GROUP...: says what it installs, then does it.
install_packages() {
    local missing sudo=
    if ! command -v dpkg-query >/dev/null || ! is_debian_12; then
        [ -n "${TOCSIN_SKIP_INSTALL:-}" ] && return
        printf 'This is not Debian 12. Install by hand what these packages hold there, then set\n' >&2
        printf 'TOCSIN_SKIP_INSTALL=1 and try again:\n' >&2
        awk -v groups=" $* " 'index(groups, " " $1 " ") { printf "  %s", $2 } END { print "" }' packaging/packages.txt >&2
        exit 3
    fi
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return
    say "Installing: $(tr '\n' ' ' <<<"$missing")"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "neither root nor sudo; install by hand: $(tr '\n' ' ' <<<"$missing")"
        sudo=sudo
    fi
    $sudo apt-get update -qq >&2 || fail "apt-get update failed"
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 ||
        fail "apt-get install failed"
}

# build_in DIR [MESON-OPTIONS...]: configures when needed, and builds; quiet when nothing changed.
build_in() {
    local dir=$1 log
    shift
    log=$(mktemp)
    if [ ! -f "$dir/build.ninja" ]; then
        say "Configuring $dir"
        meson setup "$dir" "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "meson setup $dir failed"; }
    fi
    ninja -C "$dir" -n 2>/dev/null | grep -q 'no work to do' || say "Building $dir: some minutes the first time"
    if [ -t 2 ]; then
        ninja -C "$dir" >&2 || fail "the build in $dir failed"
    else
        ninja -C "$dir" >"$log" 2>&1 || { tail -n 50 "$log" >&2; fail "the build in $dir failed"; }
    fi
    rm -f "$log"
}

# The digest of everything that the console is made from.
console_stamp() {
    find console -path console/node_modules -prune -o -path console/dist -prune -o -type f -print0 |
        LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# npm_modules FOLDER: the packages of its package-lock.json.
npm_modules() {
    local folder=$1 stamp
    stamp=$(sha256sum "$folder/package-lock.json" | cut -d ' ' -f 1)
    if [ "$(cat "$folder/node_modules/.stamp" 2>/dev/null)" != "$stamp" ]; then
        say "Fetching the npm packages of $folder"
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2) || fail "npm ci failed"
        printf '%s\n' "$stamp" > "$folder/node_modules/.stamp"
    fi
}

build_console() {
    local stamp
    stamp=$(console_stamp)
    [ "$(cat console/dist/.stamp 2>/dev/null)" = "$stamp" ] && return
    npm_modules console
    say "Building the console"
    (cd console && npm run --silent build >&2) || fail "the console's build failed"
    printf '%s\n' "$stamp" > console/dist/.stamp
}
