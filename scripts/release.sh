#!/usr/bin/env bash
# release.sh check TAG          is TAG (v0.1.0) the tag of what is here? buildpack.toml, CMake and the changelog must say so
# release.sh data               is what ages young enough? It was refreshed within 14 days, and no series of Python is missing
# release.sh notes VERSION      prints the changelog's section of a version
# release.sh image NAME         publishes dist/ as the buildpack image NAME:VERSION, for all architectures in it, with pack;
#                               prints NAME@DIGEST
# release.sh verify             are the files in dist/ those of SHA256SUMS?
#
# What .github/workflows/release.yml does beside scripts/package.sh, which makes dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh

usage() { fail "usage: release.sh check TAG | data | notes VERSION | image NAME | verify"; }

version_of_buildpack() { sed -n '/^\[buildpack\]/,/^\[/s/^version = "\(.*\)"/\1/p' buildpack.toml; }

notes() { # VERSION: without the empty lines around it
    awk -v version="$1" '
        /^## / { wanted = ($2 == version); next }
        wanted && (NF || text != "") { text = text $0 "\n" }
        END { sub(/\n+$/, "", text); if (text != "") print text }' CHANGELOG.md
}

check() { # TAG
    local version=${1#v} declared
    [ "$1" = "v$version" ] || fail "the tag $1 does not begin with v"
    declared=$(version_of_buildpack)
    [ "$declared" = "$version" ] || fail "the tag is $1, buildpack.toml says $declared"
    declared=$(sed -n 's/^ *project(.* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
    [ "$declared" = "$version" ] || fail "the tag is $1, CMakeLists.txt says $declared"
    [ -n "$(notes "$version")" ] || fail "CHANGELOG.md has no section $version" \
        "Name what is under 'Unreleased' after it: ## $version"
}

data() {
    local missing
    /usr/bin/python3 scripts/lib/refresh.py age buildpack.toml 14 ||
        fail "the data in buildpack.toml is too old for a release" "Run scripts/refresh.sh, test, and commit what it changed."
    missing=$(scripts/refresh.sh --check series) || [ $? = 3 ] || fail "the series of Python could not be checked"
    if grep ': new, ' <<<"$missing" >&2; then
        fail "buildpack.toml lacks a series of Python" "Run scripts/refresh.sh, test, and commit what it changed."
    fi
}

# pack's own line on the digest is for people: the registry is asked.
image() { # NAME
    local name version pack insecure=() targets=()
    name=$(tr '[:upper:]' '[:lower:]' <<<"$1") # a registry's names are, those of GitHub's accounts need not be
    version=$(version_of_buildpack)
    [ -d dist/buildpack/linux ] || fail "there is no dist/buildpack" "Make it: scripts/package.sh"
    # pack takes no offence at one that is missing.
    sed -n '/^\[\[targets\]\]/,/^$/s/^arch = "\(.*\)"/\1/p' buildpack.toml | while read -r architecture; do
        [ -x "dist/buildpack/linux/$architecture/bin/build" ] ||
            fail "dist/ has nothing for $architecture, which buildpack.toml names" "Make it whole: scripts/package.sh"
    done
    have skopeo || need_packages skopeo
    pack=$(scripts/lib/get-pack.sh)
    for directory in dist/buildpack/linux/*/; do targets+=(--target "linux/$(basename "$directory")"); done
    "$pack" buildpack package "$name:$version" --config package.toml --publish "${targets[@]}" >&2 ||
        fail "$name:$version could not be published" "pack's message stands above; registries ask for: docker login"
    if [[ $name == 127.0.0.1:* ]]; then insecure=(--tls-verify=false); fi
    echo "$name@sha256:$(skopeo inspect --raw "${insecure[@]}" "docker://$name:$version" | sha256sum | cut -d ' ' -f 1)"
}

verify() {
    [ -f dist/SHA256SUMS ] || fail "there is no dist/SHA256SUMS" "Make it: scripts/package.sh"
    (cd dist && sha256sum --quiet --check SHA256SUMS >&2) || fail "dist/ is not what SHA256SUMS says"
}

case ${1:-}-$# in
    check-2) check "$2" ;;
    data-1) data ;;
    notes-2) notes "$2" ;;
    image-2) image "$2" ;;
    verify-1) verify ;;
    *) usage ;;
esac
