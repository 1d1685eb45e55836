#!/usr/bin/env bash
# What scripts/release.sh promises, in a copy of the repository's scripts, with a registry on loopback and the real pack.
# scripts/test.sh platforms runs it; it ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh
. scripts/lib/free-port.sh
. scripts/lib/registry.sh
. tests/scripts/checks.sh

need_packages skopeo jq
[ -d build/release/buildpack ] || fail "there is no build/release/buildpack" "Build it: scripts/test.sh platforms"
PACK=$(scripts/lib/get-pack.sh)
export PACK
work=$(mktemp -d)
trap 'stop_registry; rm -rf "$work"' EXIT
output=$work/log results=$work/results
mkdir -p "$work/copy/tests/e2e"
cp -r scripts buildpack.toml package.toml CMakeLists.txt "$work/copy"
cp -r tests/e2e/pack "$work/copy/tests/e2e"
printf '# Changelog\n\n## Unreleased\n\n- Later.\n\n## 0.1.0 (2026-01-01)\n\n- First.\n\n  With a paragraph.\n\n## 0.0.1\n\n- Earlier.\n' \
    >"$work/copy/CHANGELOG.md"
dist=$work/copy/dist

release() { # its exit code is in code
    code=0
    "$work/copy/scripts/release.sh" "$@" >"$results" 2>"$output" || code=$?
}
exits() { [ "$code" = "$1" ]; }
results_are() { [ "$(<"$results")" = "$1" ]; }
sed -i 's/^version = ".*"/version = "0.1.0"/' "$work/copy/buildpack.toml"
sed -i 's/^\( *project(adder VERSION\) [0-9.]*/\1 0.1.0/' "$work/copy/CMakeLists.txt"

release check v0.1.0
check "the tag of what is here" exits 0
release check v0.1.1
check "another tag" exits 1 + says 'the tag is v0.1.1, buildpack.toml says 0.1.0'
release check 0.1.0
check "a tag of another form" exits 1 + says 'does not begin with v'
sed -i 's/VERSION 0.1.0/VERSION 0.2.0/' "$work/copy/CMakeLists.txt"
release check v0.1.0
check "two versions" exits 1 + says 'CMakeLists.txt says 0.2.0'
sed -i 's/VERSION 0.2.0/VERSION 0.1.0/' "$work/copy/CMakeLists.txt"
release notes 0.1.0
check "notes are a version's, whole" exits 0 + results_are $'- First.\n\n  With a paragraph.'
sed -i 's/^## 0.1.0.*/## 0.1.00/' "$work/copy/CHANGELOG.md"
release check v0.1.0
check "a changelog without the version" exits 1 + says 'CHANGELOG.md has no section 0.1.0'
cp -r --parents data tools tests/e2e/lifecycle-newest tests/e2e/pack-newest "$work/copy"
cp buildpack.toml "$work/copy" # with uv's own version
release data
check "data that was refreshed" exits 0
sed -i 's/^data-date = .*/data-date = "2026-01-01"/' "$work/copy/buildpack.toml"
release data
check "data that is too old" exits 1 + says 'is of 2026-01-01, [0-9]+ days ago; 14 are allowed' + says 'Run scripts/refresh.sh'
cp buildpack.toml "$work/copy"
# shellcheck disable=SC2016 # $1 is perl's
perl -0pi -e 's/(.*)\[\[metadata\.series\]\]\n.*?\n\n/$1/s' "$work/copy/buildpack.toml" # the newest
release data
check "a series that is missing" exits 1 + says 'buildpack.toml lacks a series of Python'
cp buildpack.toml "$work/copy"
release publish
check "an unknown command" exits 1 + says '^error: usage'

release image 127.0.0.1:1/t/adder
check "an image of nothing" exits 1 + says 'there is no dist/buildpack'
mkdir -p "$dist/buildpack/linux"/{amd64,arm64}
cp build/release/buildpack/buildpack.toml "$dist/buildpack"
cp -r build/release/buildpack/{bin,buildpack.toml} "$dist/buildpack/linux/amd64"
release image 127.0.0.1:1/t/adder
check "an image of one architecture alone" exits 1 + says 'dist/ has nothing for arm64'
cp -r build/release/buildpack/{bin,buildpack.toml} "$dist/buildpack/linux/arm64" # packed, not run
start_registry "$work/registry"
release image "$registry/T/Adder-Python"
check "an image is published" exits 0
check "its name is one that registries take" says "Successfully published package '$registry/t/adder-python:0.1.0'"
check "the digest is of the index" results_are \
    "$registry/t/adder-python@$(skopeo inspect --tls-verify=false --format '{{.Digest}}' --override-arch amd64 "docker://$registry/t/adder-python:0.1.0")"
platforms=$(skopeo inspect --raw --tls-verify=false "docker://$registry/t/adder-python:0.1.0" |
    jq -r '[.manifests[].platform.architecture] | unique | join(" ")')
check "for both architectures" [ "$platforms" = "amd64 arm64" ]

echo 'a file' >"$dist/adder.tgz"
(cd "$dist" && sha256sum adder.tgz >SHA256SUMS)
release verify
check "sums that are right" exits 0
echo 'changed' >>"$dist/adder.tgz"
release verify
check "sums that are not" exits 1 + says 'adder.tgz: FAILED'

finish
