# Sourced after common.sh and go.sh.
# shellcheck shell=bash disable=SC2154

# use_go DIRECTORY: from here on `go` is one that serves the module there; what it fetches and compiles stays in the cache
# directory.
use_go() {
    local program
    program=$(find_go "$(sed -n 's/^go //p' "$1/go.mod")")
    export PATH="${program%/*}:$PATH" GOPATH="$cache/go-modules" GOCACHE="$cache/go-build" GOTOOLCHAIN=local GOWORK=off \
        GOFLAGS="-mod=readonly -modcacherw -trimpath -buildvcs=false" CGO_ENABLED=0
}
