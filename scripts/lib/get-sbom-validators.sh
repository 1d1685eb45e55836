#!/usr/bin/env bash
# Prints a directory with what validates bills of materials: a virtual environment with CycloneDX's schemas and SPDX's
# own validator, and Syft's schema as syft.json. It is made once for each set of versions.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=go.sh
. "$(dirname "$0")/go.sh"

cyclonedx=11.12.0 spdx=0.8.5 jsonschema=4.26.0
syft=1.27.1 syft_schema=16.0.34 syft_schema_digest=2bb92debbfbbc892e52cf23016a1171cb35e9c36441390b2cc98eceb0b115618
directory=$cache/sbom-validators-$cyclonedx-$spdx-$syft_schema

get_programs() {
    need_packages python3 python3-venv
    say "Installing validators of bills of materials"
    /usr/bin/python3 -m venv --clear "$directory"
    "$directory/bin/pip" --quiet --disable-pip-version-check install "cyclonedx-python-lib[json-validation]==$cyclonedx" \
        "spdx-tools==$spdx" "jsonschema==$jsonschema" >&2 ||
        fail "pip could not install validators" "Check the network and pip's settings, then run this again."
}

# The schema is a file of Syft's Go module.
get_syft_schema() {
    local go work module
    go=$(find_go 1.24)
    work=$(mktemp -d "$cache/go-build-XXXXXX")
    (cd "$work" && env GOPATH="$work/path" GOMODCACHE="$work/modules" GOTOOLCHAIN=local GOWORK=off GOFLAGS=-modcacherw \
        "$go" mod download "github.com/anchore/syft@v$syft" >&2) ||
        fail "Syft's schema could not be had" "Check the network and GOPROXY, then run this again."
    module=$work/modules/github.com/anchore/syft@v$syft
    echo "$syft_schema_digest  $module/schema/json/schema-$syft_schema.json" | sha256sum --check --quiet >&2 ||
        fail "Syft's schema is not the one that was pinned"
    cp "$module/schema/json/schema-$syft_schema.json" "$directory/syft.json.new"
    mv "$directory/syft.json.new" "$directory/syft.json" # last: now all is there
    rm -rf "$work"
}

take_lock sbom-validators
if [ ! -f "$directory/syft.json" ]; then
    get_programs
    get_syft_schema
fi
echo "$directory"
