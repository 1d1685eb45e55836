#!/usr/bin/env bash
# get-runtime.sh distribution        packs this distribution's own CPython: seconds
# get-runtime.sh source [SERIES]     builds CPython (default 3.13) from Debian's source package: minutes
#
# Prints the path of the runtime archive; beside it is the index.json that makes the directory a source of
# runtimes (BP_PYTHON_RUNTIME_SOURCES=index+file://DIRECTORY). What is there already is not made again.
#   RUNTIME_ARCHIVE            the tool (default: the one in build/release or build/dev)
#   ADDER_RUNTIME_LEVEL        zstd level (default 9: quick, for use on this machine)
#   ADDER_SOURCE_SUITE         Debian suite the source package comes from (default: the first of trixie,
#                              forky and sid that has it)
#   ADDER_SOURCE_MIRROR        Debian mirror it comes from (default: the one this machine uses)
#   ADDER_RUNTIME_BUILD_FLAGS  more flags for `runtime-archive build`, such as --pgo --lto
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=source-packages.sh
. "$(dirname "$0")/source-packages.sh"

recipe=3 # to be raised when the archives come to have other contents
runtimes=$cache/runtimes-$recipe
level=${ADDER_RUNTIME_LEVEL:-9}

find_tool() {
    for tool in "${RUNTIME_ARCHIVE:-}" "$repository"/build/{release,dev}/bin/runtime-archive; do
        if [ -n "$tool" ] && [ -x "$tool" ]; then
            echo "$tool"
            return
        fi
    done
    fail "there is no runtime-archive program yet" \
        "Build it: cmake --preset release && cmake --build --preset release --target runtime-archive"
}

# The newest archive of a series ("3.13") or version for this machine; nothing if there is none.
archive_of() {
    local target="-$distro-$distro_version-$arch.tar.zst" newest
    newest=$(find "$runtimes" -maxdepth 1 \( -name "python-$1$target" -o -name "python-$1.*$target" \
        -o -name "python-$1+*$target" \) | sed "s|$target\$||" | sort -V | tail -n 1)
    [ -z "$newest" ] || echo "$newest$target"
}

# download_packages SERIES DIRECTORY: the distribution's packages that hold the interpreter. What else is installed on
# this machine stays out, and so do changes to what is.
download_packages() {
    local series=$1 packages=()
    packages=("python$series-minimal" "libpython$series-minimal" "libpython$series-stdlib")
    if version_at_least 3.11 "$series"; then packages+=(python3-distutils python3-lib2to3); fi
    refresh_package_lists
    (cd "$2" && apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}" >&2) ||
        fail "apt-get could not download ${packages[*]}" "Check the network and the sources in /etc/apt."
}

from_distribution() {
    local tool series version archive work
    need_packages python3
    series=$(readlink /usr/bin/python3)
    series=${series#python}
    version=$("/usr/bin/python$series" -I -c 'import platform; print(platform.python_version())')
    archive=$(archive_of "$version")
    if [ -z "$archive" ]; then
        tool=$(find_tool)
        say "Packing the distribution's Python $version"
        work=$(mktemp -d "$cache/runtime-XXXXXX")
        download_packages "$series" "$work"
        "$tool" import "$work"/*.deb --level "$level" --output "$runtimes" >&2
        rm -rf "$work"
        archive=$(archive_of "$version")
        # The repository may have a newer patch than this machine.
        [ -n "$archive" ] || archive=$(archive_of "$series")
    fi
    echo "$archive"
}

# try_suite SUITE SERIES: downloads CPython's own tarball from there, as Debian's source package holds it; prints its path.
try_suite() {
    local uris name
    list_source_suites "$1"
    private_apt -o APT::Update::Error-Mode=any update >&2 || return
    uris=$(private_apt --print-uris source --download-only "python$2" 2>/dev/null) || return
    name=$(grep -o "[^ /]*\.orig\.tar\.xz" <<<"$uris" | head -n 1) || return
    if [ ! -f "$cache/sources/$name" ]; then
        say "Downloading $name"
        # The tarball appears whole: apt writes it under another name first.
        (cd "$cache/sources" && download_source_package "python$2") || return
    fi
    echo "$cache/sources/$name"
}

# A suite moves on, and a mirror may lack a source package: then the next suite serves.
download_source() { # SERIES
    local suite suites=${ADDER_SOURCE_SUITE:-trixie forky sid}
    need_packages debian-archive-keyring ca-certificates
    mkdir -p "$cache/sources"
    for suite in $suites; do
        if try_suite "$suite" "$1"; then return; fi
        say "Debian $suite has no source package python$1 that can be downloaded"
    done
    fail "the source package python$1 could not be downloaded from Debian ($suites)" \
        "Check the network, or name another mirror or suite: ADDER_SOURCE_MIRROR, ADDER_SOURCE_SUITE."
}

from_source() {
    local series=$1 tool archive tarball version
    archive=$(archive_of "$series")
    if [ -z "$archive" ]; then
        tool=$(find_tool)
        need_packages gcc make xz-utils zstd pkg-config libssl-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev \
            libffi-dev libreadline-dev libncurses-dev uuid-dev libgdbm-dev libdb-dev libzstd-dev
        tarball=$(download_source "$series")
        version=$(basename "$tarball" .orig.tar.xz)
        version=${version#*_}
        # shellcheck disable=SC2086 # flags, several
        "$tool" build "$version" --source "$tarball" --level "$level" --output "$runtimes" \
            ${ADDER_RUNTIME_BUILD_FLAGS:-} >&2
        archive=$(archive_of "$version")
    fi
    echo "$archive"
}

mkdir -p "$runtimes"
take_lock runtimes
case ${1:-} in
    distribution) from_distribution ;;
    source) from_source "${2:-3.13}" ;;
    *) fail "usage: get-runtime.sh distribution | source [SERIES]" ;;
esac
