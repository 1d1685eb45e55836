#!/usr/bin/env bash
# Prints a directory with wheels of a few packages and of the uv that the buildpack is pinned to: what tests install
# again and again without asking the package index each time. It is made once for each version of uv.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

# Pure Python, so that they serve every Python.
packages=(requests==2.32.3 urllib3==2.3.0 idna==3.10 certifi==2025.1.31 charset-normalizer==3.4.1 click==8.1.8
    itsdangerous==2.2.0 blinker==1.9.0 packaging==24.2 six==1.17.0)

uv=$(sed -n '/^\[metadata.uv\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$repository/buildpack.toml")
[ -n "$uv" ] || fail "buildpack.toml names no version of uv"
wheels=$cache/wheels-uv-$uv
take_lock wheels
if [ ! -d "$wheels" ]; then
    need_packages python3 python3-venv
    say "Downloading wheels for tests"
    work=$(mktemp -d "$cache/wheels-XXXXXX")
    /usr/bin/python3 -m venv "$work/venv"
    download() {
        "$work/venv/bin/pip" --quiet --disable-pip-version-check download --no-deps --dest "$work/wheels" "$@" >&2 ||
            fail "pip could not download $*" "Check the network and pip's settings, then run this again."
    }
    download --only-binary :all: --platform any --python-version 3.11 "${packages[@]}"
    download "uv==$uv"
    mv "$work/wheels" "$wheels"
    rm -rf "$work"
fi
echo "$wheels"
