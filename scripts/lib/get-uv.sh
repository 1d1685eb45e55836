#!/usr/bin/env bash
# get-uv.sh [DIRECTORY]: prints the path of the uv that buildpack.toml (below DIRECTORY) names, installed once.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

version=$(/usr/bin/python3 "$repository/scripts/lib/refresh.py" uv-version "${1:-$repository}/buildpack.toml")
environment=$cache/uv-$version
take_lock uv
if [ ! -x "$environment/bin/uv" ]; then
    need_packages python3 python3-venv
    /usr/bin/python3 -m venv --clear "$environment"
    "$environment/bin/pip" --quiet --disable-pip-version-check install "uv==$version" >&2 ||
        fail "pip could not install uv $version" "Check the network and pip's settings, then run this again."
fi
echo "$environment/bin/uv"
