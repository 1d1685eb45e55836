# Sourced by the scripts beside it and above it; they set -euo pipefail themselves.
#
# What a script finds out it prints on standard output, so that it can be used in $(…); everything meant for a
# person goes to standard error. Apart from installed packages, nothing is changed outside the repository and
# the cache directory.
# shellcheck shell=bash disable=SC2034

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${ADDER_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/adder}
mkdir -p "$cache"

# Where this script's errors go, even from within a step whose output is redirected. What outlives the script must be
# started with 8>&-.
exec 8>&2

say() { printf '%s\n' "$*" >&2; }

# fail WHAT [WHAT-TO-DO…]: the first line says what is wrong, the others what to do about it.
fail() {
    printf 'error: %s\n' "$1" >&8
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&8; done
    exit 1
}

# A command that ends a script under `set -e` is named, however little it said itself. A subshell leaves that to the
# script, whose command it is; a script that called another one adds where.
name_failed_command() { # EXIT-CODE LINE COMMAND
    if [[ $- != *e* ]] || [ "$BASH_SUBSHELL" != 0 ]; then return 0; fi
    printf 'error: %s, line %s: exit code %s from: %s\n' "$0" "$2" "$1" "${3%%$'\n'*}" >&8
    if [[ $3 != *.sh* ]]; then printf '       To see each step before it, run: bash -x %s …\n' "$0" >&8; fi
}
set -E
shopt -s inherit_errexit # else a function in $(…) goes on after what fails in it
trap 'name_failed_command "$?" "$LINENO" "$BASH_COMMAND"' ERR

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 1.26.3 1.25.5
version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# The distribution and architecture as the lifecycle names them: debian 12 amd64.
distro=$(. /etc/os-release && echo "${ID:-unknown}")
distro_version=$(. /etc/os-release && echo "${VERSION_ID:-}")
case $(uname -m) in
    x86_64) arch=amd64 ;;
    aarch64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
esac

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        have sudo || fail "this needs root, and there is no sudo: $*" "Run that as root, then run this again."
        sudo "$@"
    fi
}

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed$'; }

# Fetches the package lists unless that happened within the hour: apt-get touches this directory when it does.
# A new machine or container may have none at all.
refresh_package_lists() {
    local lists=/var/lib/apt/lists recent
    recent=$(find $lists/partial -maxdepth 0 -mmin -60 2>/dev/null || true)
    if [ -n "$recent" ] && compgen -G "$lists/*_Packages*" >/dev/null; then return; fi
    as_root apt-get -qq update >&2 ||
        fail "apt-get update failed" "Check the network and the sources in /etc/apt, then run this again."
}

# need_packages NAME…: installs those that are missing, with sudo when not root.
need_packages() {
    local missing=()
    for package in "$@"; do is_installed "$package" || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0

    have apt-get || fail "missing: ${missing[*]}" "This is no Debian or Ubuntu: install what these packages hold."
    if [ "$(id -u)" != 0 ] && ! have sudo; then
        fail "packages are missing, and there is no sudo to install them with" \
            "As root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "Installing ${missing[*]}"
    refresh_package_lists
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" \
        >"$cache/apt.log" 2>&1 8>&- || {
        tail -n 20 "$cache/apt.log" >&2
        fail "apt-get could not install ${missing[*]}" "Its whole output is in $cache/apt.log."
    }
}

# unpack_package NAME DIRECTORY: a Debian package's files, without installing it: no service starts, no root.
unpack_package() {
    refresh_package_lists
    local work
    work=$(mktemp -d "$cache/package-XXXXXX")
    (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$1" >&2) ||
        fail "apt-get could not download the package $1" "Check that its repository is enabled."
    mkdir -p "$2"
    dpkg-deb -x "$work"/*.deb "$2"
    rm -rf "$work"
}

# take_lock NAME: until this script ends, others that take the same lock wait. A background process that
# outlives the script must be started with 9>&-.
take_lock() {
    exec 9>"$cache/.$1.lock"
    flock 9
}

digest_of() { sha256sum "$@" | cut -d ' ' -f 1; }
