#!/usr/bin/env bash
# check-wheels.sh SERIES [UV]: for how many of scripts/lib/most-used-packages.txt the package index has a wheel for that
# series of Python, and which lack one. What the default series is decided by: see docs/python-version.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=common.sh
. scripts/lib/common.sh

[ $# -ge 1 ] || fail "usage: check-wheels.sh SERIES [UV]"
uv=${2:-}
[ -n "$uv" ] || uv=$(scripts/lib/get-uv.sh)
found=0 total=0
while read -r package; do
    total=$((total + 1))
    if "$uv" pip install --quiet --dry-run --no-config --no-deps --only-binary :all: --python /usr/bin/python3 \
        --python-version "$1" --python-platform x86_64-manylinux_2_28 --target /nonexistent "$package" 2>/dev/null; then
        found=$((found + 1))
    else
        echo "without a wheel for Python $1: $package"
    fi
done < <(grep -v '^#' scripts/lib/most-used-packages.txt)
echo "$found of $total packages have a wheel for Python $1."
