#!/usr/bin/env bash
# Prints the directory that holds the CNB lifecycle: `lifecycle`, `launcher`, and the names the lifecycle is
# called by. LIFECYCLE_DIR names one that is there already; else it is built, once for each version, from the
# Go module tests/e2e/lifecycle.
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
    local go work version
    go=$(find_go "$(sed -n 's/^go //p' "$module/go.mod")")
    version=$(sed -n 's|.*github.com/buildpacks/lifecycle v\([0-9.]*\).*|\1|p' "$module/go.mod")
    say "Building the CNB lifecycle $version (a minute or two, once)"
    need_packages ca-certificates
    work=$(mktemp -d "$cache/lifecycle-build-XXXXXX")
    mkdir "$work/bin"
    # Go's own caches stay out of the home directory; they are not needed again.
    (
        cd "$module"
        env GOPATH="$work/path" GOMODCACHE="$work/modules" GOCACHE="$work/cache" GOTOOLCHAIN=local GOWORK=off \
            GOFLAGS="-mod=readonly -modcacherw -trimpath -buildvcs=false" CGO_ENABLED=0 \
            "$go" build -ldflags "-s -w -X github.com/buildpacks/lifecycle/cmd.Version=$version" \
            -o "$work/bin" tool >"$work/log" 2>&1
    ) || {
        tail -n 20 "$work/log" >&2
        fail "the lifecycle could not be built" \
            "Check that Go's module proxy is reachable (GOPROXY), or set LIFECYCLE_DIR. The output is in $work/log."
    }
    for name in $phases; do ln -s lifecycle "$work/bin/$name"; done
    mv "$work/bin" "$directory"
    rm -rf "$work"
}

if [ -n "${LIFECYCLE_DIR:-}" ]; then
    check_given_directory
    echo "$LIFECYCLE_DIR"
    exit
fi

module=$repository/tests/e2e/lifecycle
key=$(cat "$module/go.mod" "$module/go.sum" | sha256sum | cut -c 1-16)
directory=$cache/lifecycle-$key
take_lock lifecycle
if [ ! -d "$directory" ]; then build; fi
echo "$directory"
