#!/usr/bin/env bash
# Prints the directory that holds the CNB lifecycle: `lifecycle`, `launcher`, and the names the lifecycle is
# called by. LIFECYCLE_DIR names one that is there already; else it is built, once for each version, from the
# Go module tests/e2e/lifecycle; with GOARCH, for that architecture. ADDER_PLATFORM=newest takes the newest release that is
# tested, from tests/e2e/lifecycle-newest.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=go.sh
. "$(dirname "$0")/go.sh"

phases="creator analyzer detector restorer builder exporter"

check_given_directory() {
    for name in lifecycle launcher $phases; do
        [ -x "$LIFECYCLE_DIR/$name" ] ||
            fail "LIFECYCLE_DIR is $LIFECYCLE_DIR, where there is no program '$name'" \
                "Point it at the 'lifecycle' directory of a lifecycle release, or unset it to have one built."
    done
}

build() {
    local version work
    version=$(module_version "$module" github.com/buildpacks/lifecycle)
    say "Building the CNB lifecycle $version (a minute or two, once)"
    work=$(mktemp -d "$cache/lifecycle-build-XXXXXX")
    build_tools "$module" "$work/bin" "-X github.com/buildpacks/lifecycle/cmd.Version=$version" \
        "Check that Go's module proxy is reachable (GOPROXY), or set LIFECYCLE_DIR."
    for name in $phases; do ln -s lifecycle "$work/bin/$name"; done
    mv "$work/bin" "$directory"
    rm -rf "$work"
}

if [ -n "${LIFECYCLE_DIR:-}" ]; then
    check_given_directory
    echo "$LIFECYCLE_DIR"
    exit
fi

module=$repository/tests/e2e/lifecycle${ADDER_PLATFORM:+-$ADDER_PLATFORM}
[ -d "$module" ] || fail "ADDER_PLATFORM is $ADDER_PLATFORM, and there is no $module" "It can be 'newest', or unset."
directory=$cache/lifecycle-$(module_key "$module")${GOARCH:+-$GOARCH}
take_lock lifecycle
if [ ! -d "$directory" ]; then build; fi
echo "$directory"
