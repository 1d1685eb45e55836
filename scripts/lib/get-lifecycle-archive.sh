#!/usr/bin/env bash
# Prints the path of lifecycle.tgz, in the form of a lifecycle release: what `[lifecycle] uri` in a builder.toml names.
# Made once for each lifecycle that get-lifecycle.sh gives.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=go.sh
. "$(dirname "$0")/go.sh"

lifecycle=$("$(dirname "$0")/get-lifecycle.sh")
descriptor=$repository/tests/e2e/lifecycle${ADDER_PLATFORM:+-$ADDER_PLATFORM}/lifecycle.toml
if [ -n "${LIFECYCLE_DIR:-}" ]; then
    # A release has its descriptor beside the directory of its programs.
    descriptor=$LIFECYCLE_DIR/../lifecycle.toml
    [ -f "$descriptor" ] || fail "there is no lifecycle.toml beside $LIFECYCLE_DIR" \
        "Unpack a lifecycle release as a whole and set LIFECYCLE_DIR to its 'lifecycle' directory, or unset it."
else
    version=$(module_version "$(dirname "$descriptor")" github.com/buildpacks/lifecycle)
    grep -qx "version = \"$version\"" "$descriptor" || fail "$descriptor is not about lifecycle $version" \
        "Bring it up to date with the go.mod beside it."
fi

take_lock lifecycle-archive
key=$(cat "$descriptor" "$lifecycle/lifecycle" "$lifecycle/launcher" | sha256sum | cut -c 1-16)
archive=$cache/lifecycle-$key.tgz
if [ ! -f "$archive" ]; then
    work=$(mktemp -d "$cache/lifecycle-archive-XXXXXX")
    cp "$descriptor" "$work/lifecycle.toml"
    mkdir "$work/lifecycle"
    cp -a "$lifecycle/." "$work/lifecycle"
    tar --create --gzip --owner=0 --group=0 --numeric-owner --directory "$work" --file "$work.tgz" lifecycle.toml lifecycle
    mv "$work.tgz" "$archive"
    rm -rf "$work"
fi
echo "$archive"
