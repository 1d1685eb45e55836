#!/usr/bin/env bash
# map.sh [--check]: draws the modules and rooms of src as they include each other, into docs/architecture.md.
# With --check nothing is written: it fails if the picture there is not that of the sources.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh

case ${1:-} in
    '' | --check) ;;
    *) fail "usage: map.sh [--check]" ;;
esac
need_packages python3
python3 scripts/lib/map.py "$@"
