#!/usr/bin/env bash
# api-docs.sh: makes the reference of the framework for writing buildpacks, as HTML in build/api-docs/html.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh

need_packages doxygen
mkdir -p build/api-docs
doxygen docs/Doxyfile
printf 'build/api-docs/html/index.html\n'
