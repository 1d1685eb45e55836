#!/usr/bin/env bash
# Prints a directory that is a release of python-build-standalone, as far as the buildpack asks: the archive of one
# Python for this machine, and SHA256SUMS. Where the releases cannot be reached, Go's module proxy can: the module in
# standalone/go.mod has such a tree in it, file by file, and here it is packed again.
set -euo pipefail
# shellcheck source=../../scripts/lib/common.sh
. "$(dirname "$0")/../../scripts/lib/common.sh"
# shellcheck source=../../scripts/lib/go.sh
. "$(dirname "$0")/../../scripts/lib/go.sh"

module=$repository/tests/pack/standalone
directory=$cache/standalone-$(module_key "$module")
take_lock standalone
if [ ! -d "$directory" ]; then
    need_packages python3 ca-certificates
    go=$(find_go "$(sed -n 's/^go //p' "$module/go.mod")")
    say "Downloading a python-build-standalone (100 MB, once)"
    work=$(mktemp -d "$cache/standalone-build-XXXXXX")
    trap 'rm -rf "$work"' EXIT
    (
        cd "$module"
        env GOPATH="$work/path" GOMODCACHE="$work/modules" GOCACHE="$work/cache" GOTOOLCHAIN=local GOWORK=off \
            GOFLAGS="-mod=readonly -modcacherw" "$go" mod download >&2
    ) || fail "the module with python-build-standalone could not be downloaded" \
        "Check that Go's module proxy is reachable (GOPROXY)."
    mkdir "$work/release"
    /usr/bin/python3 "$repository/tests/pack/pack_standalone.py" \
        "$work"/modules/github.com/kluctl/go-embed-python@* "$arch" "$work/release"
    (cd "$work/release" && sha256sum -- *.tar.gz >SHA256SUMS)
    mv "$work/release" "$directory"
fi
echo "$directory"
