#!/usr/bin/env bash
# Prints a directory with pypiserver, a package index that asks for a name and a password, as a virtual environment. It
# is made once for each version.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

version=2.4.2
environment=$cache/pypiserver-$version
take_lock pypiserver
if [ ! -x "$environment/bin/pypi-server" ]; then
    need_packages python3 python3-venv
    say "Installing pypiserver $version"
    /usr/bin/python3 -m venv --clear "$environment"
    "$environment/bin/pip" --quiet --disable-pip-version-check install "pypiserver==$version" passlib==1.7.4 \
        'setuptools<81' >&2 ||
        fail "pip could not install pypiserver" "Check the network and pip's settings, then run this again."
fi
echo "$environment"
