#!/usr/bin/env bash
# get-bench-wheels.sh: prints a directory with a package index (a simple repository, PEP 503) of what the apps of
# benchmarks and their changed requirements need, and of the uv that the buildpack is pinned to. Downloaded once for
# each set of requirements, so that no measured command waits for the network.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

uv=$(sed -n '/^\[metadata.uv\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$repository/buildpack.toml")
[ -n "$uv" ] || fail "buildpack.toml names no version of uv"
requirements=("$repository"/tests/bench/{web,heavy}/requirements.txt)
changed=("$repository"/tests/bench/{web,heavy}.changed)
digest=$(cat "${requirements[@]}" "${changed[@]}" | { cat && echo "uv==$uv"; } | sha256sum | cut -c 1-16)
index=$cache/bench-index-$digest
take_lock bench-index
if [ ! -d "$index" ]; then
    need_packages python3 python3-venv
    say "Downloading wheels for benchmarks"
    work=$(mktemp -d "$cache/bench-index-XXXXXX")
    [ -x "$cache/pip/bin/pip" ] || /usr/bin/python3 -m venv "$cache/pip"
    for list in "${requirements[@]}" "${changed[@]}" <(echo "uv==$uv"); do
        "$cache/pip/bin/pip" --quiet --disable-pip-version-check download --no-deps --only-binary :all: \
            --python-version 3.13 --dest "$work/files" --requirement "$list" >&2 ||
            fail "pip could not download what $list names" "Check the network and pip's settings, then run this again."
    done
    "$repository/scripts/lib/simple_index.py" "$work"
    mv "$work" "$index"
fi
echo "$index"
