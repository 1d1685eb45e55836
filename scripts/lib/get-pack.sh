#!/usr/bin/env bash
# Prints the path of `pack`. PACK names one; one on PATH is taken if it is of the same minor release as the one that
# the Go module tests/e2e/pack asks for; else that one is built, once. ADDER_PLATFORM=newest takes tests/e2e/pack-newest.
#
# Why not just any: releases differ in the version of Docker's API that they need, and this one goes with podman 4.3,
# too.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=go.sh
. "$(dirname "$0")/go.sh"

module=$repository/tests/e2e/pack${ADDER_PLATFORM:+-$ADDER_PLATFORM}
[ -d "$module" ] || fail "ADDER_PLATFORM is $ADDER_PLATFORM, and there is no $module" "It can be 'newest', or unset."
version=$(module_version "$module" github.com/buildpacks/pack)

if [ -n "${PACK:-}" ]; then
    "$PACK" version >/dev/null 2>&1 || fail "PACK is $PACK, which is no pack" "Point it at the program, or unset it to have one built."
    echo "$PACK"
    exit
fi
if have pack; then
    found=$(pack version 2>/dev/null || true)
    if [ "$(cut -d . -f 1-2 <<<"$found")" = "$(cut -d . -f 1-2 <<<"$version")" ]; then
        command -v pack
        exit
    fi
fi

directory=$cache/pack-$(module_key "$module")
take_lock pack
if [ ! -x "$directory/pack" ]; then
    say "Building pack $version (a few minutes, once)"
    work=$(mktemp -d "$cache/pack-build-XXXXXX")
    build_tools "$module" "$work/bin" "-X github.com/buildpacks/pack/pkg/client.Version=$version" \
        "Check that Go's module proxy is reachable (GOPROXY), or set PACK."
    mv "$work/bin" "$directory"
    rm -rf "$work"
fi
echo "$directory/pack"
