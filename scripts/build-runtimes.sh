#!/usr/bin/env bash
# build-runtimes.sh build DIRECTORY [VERSION…]
#     Builds CPython for this machine's distribution and architecture, with --pgo and --lto, checks each archive, and
#     leaves them in DIRECTORY with their index.json. Without versions: those that `versions` prints. Others, and
#     pre-releases, are built when they are named: 3.15.0rc1. What DIRECTORY or $PUBLISHED has already is not built again.
# build-runtimes.sh versions [DATE]
#     Prints the newest patch of each series in buildpack.toml that is supported on that day (default: today, UTC).
# build-runtimes.sh publish DESTINATION [DIRECTORY…]
#     Publishes the archives of these directories, as `runtime-archive publish` does: nothing published is
#     overwritten, and the index is signed with the private key in $SIGNING_KEY (its text), if it is set: for
#     $RUNTIMES_URL, the URL that builds read. Without directories, it is signed again before it expires.
#
# Runs on a bare Debian 12 or later, or Ubuntu 24.04: what is missing is installed.
#
# What the workflow .github/workflows/runtimes.yml runs, for every distribution and architecture. By environment:
#   RUNTIME_ARCHIVE   the tool (default: the one in build/release, which is built if need be)
#   BUILD_FLAGS       flags for `runtime-archive build` (default: --pgo --lto)
#   SOURCES           a directory of CPython's tarballs, Python-X.Y.Z.tar.xz (default: they are downloaded from
#                     python.org and verified with the signatures there, by the program sigstore or cosign on PATH, or
#                     else by the sigstore of PyPI, which is installed into the cache directory)
#   PUBLISHED         a directory or URL of runtimes that need not be built
#   RUN_IMAGE         a run image's root file system: the libraries an archive needs must be there
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh

usage() {
    fail "usage: build-runtimes.sh build DIRECTORY [VERSION…] | versions [DATE] | publish DESTINATION [DIRECTORY…]"
}

get_tool() {
    tool=${RUNTIME_ARCHIVE:-build/release/bin/runtime-archive}
    if [ ! -x "$tool" ]; then
        [ -z "${RUNTIME_ARCHIVE:-}" ] || fail "there is no program $RUNTIME_ARCHIVE"
        need_packages "${build_packages[@]}"
        cmake --preset release >/dev/null
        cmake --build --preset release --target runtime-archive >&2
    fi
}

# The newest patch of each series that has not ended, oldest first. On its last day a series is supported.
supported_versions() { # DATE
    local day=$1 latest end
    sed -n 's/^latest = "\(.*\)"/\1/p; s/^end-of-life = "\(.*\)"/\1/p' buildpack.toml | paste -d ' ' - - |
        while read -r latest end; do
            if [[ ! $end < $day ]]; then echo "$latest"; fi
        done
}

# is_listed LOCATION VERSION: whether it has that for this machine.
is_listed() {
    "$tool" list "$1" --json --target "$distro-$distro_version-$arch" |
        jq -e --arg version "$2" 'any(.archives[]; .version == $version)' >/dev/null
}

build_one() { # DIRECTORY VERSION
    local directory=$1 version=$2 source=() root=()
    if [ -f "$directory/index.json" ] && is_listed "$directory" "$version"; then
        say "Python $version is in $directory already"
        return
    fi
    if [ -n "${PUBLISHED:-}" ] && is_listed "$PUBLISHED" "$version"; then
        say "Python $version is published already"
        return
    fi
    source=(--sigstore auto)
    if [ -n "${SOURCES:-}" ]; then source=(--source "$SOURCES/Python-$version.tar.xz"); fi
    if [ -n "${RUN_IMAGE:-}" ]; then root=(--root "$RUN_IMAGE"); fi
    # shellcheck disable=SC2086 # flags, several
    "$tool" build "$version" "${source[@]}" ${BUILD_FLAGS---pgo --lto} --date "$(date -u +%F)" --output "$directory"
    "$tool" verify --run "${root[@]}" "$directory/python-$version-$distro-$distro_version-$arch.tar.zst"
}

# Puts a program that verifies Sigstore bundles on PATH.
get_verifier() {
    if have sigstore || have cosign; then return; fi
    if [ ! -x "$cache/sigstore/bin/sigstore" ]; then
        need_packages python3 python3-venv
        rm -rf "$cache/sigstore"
        /usr/bin/python3 -m venv "$cache/sigstore"
        "$cache/sigstore/bin/pip" --quiet --disable-pip-version-check install sigstore >&2 ||
            fail "pip could not install sigstore" "Install sigstore or cosign, or name a directory of tarballs in SOURCES."
    fi
    PATH=$PATH:$cache/sigstore/bin
}

build() { # DIRECTORY [VERSION…]
    local directory=$1 versions=()
    shift
    if [ $# -gt 0 ]; then
        versions=("$@")
    else
        mapfile -t versions < <(supported_versions "$(date -u +%F)")
    fi
    [ -n "${SOURCES:-}" ] || get_verifier
    need_packages ca-certificates gcc libc6-dev make xz-utils binutils pkg-config jq libssl-dev zlib1g-dev libbz2-dev \
        liblzma-dev libsqlite3-dev libffi-dev libreadline-dev libncurses-dev uuid-dev libgdbm-dev libdb-dev libzstd-dev
    for version in "${versions[@]}"; do build_one "$directory" "$version"; done
}

publish() { # DESTINATION [DIRECTORY…]
    local destination=$1 key=()
    shift
    [ $# -gt 0 ] || [ -n "${SIGNING_KEY:-}" ] || usage
    if [ -n "${SIGNING_KEY:-}" ]; then key=(--key - ${RUNTIMES_URL:+--source "$RUNTIMES_URL"}); fi
    printf %s "${SIGNING_KEY:-}" | "$tool" publish "$@" --to "$destination" "${key[@]}"
}

command=${1:-}
if [ "$command" = versions ]; then
    [ $# -le 2 ] || usage
    supported_versions "${2:-$(date -u +%F)}"
    exit
fi
[ $# -ge 2 ] || usage
shift
get_tool
case $command in
    build) build "$@" ;;
    publish) publish "$@" ;;
    *) usage ;;
esac
