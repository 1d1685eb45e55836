#!/usr/bin/env bash
# test-pack.sh [--quick] [--buildpack PATH] [BASE…]: the real `pack` with Docker or podman: builders, images of the
# sample apps, and containers of them.
#
#   --quick              one base image and one app, and on debian-sid one that asks for the newest Python: three minutes
#                        or so, and more the first time. Skipped, with a reason, where no containers can be run.
#   --buildpack PATH     a directory or a .cnb file (default: what scripts/package.sh makes)
#   BASE                 base images: debian-12, debian-13, debian-sid, ubuntu-22.04, ubuntu-24.04, ubuntu-26.04 (default:
#                        all). They are made from the distributions' packages. The first one gets all stories, the others
#                        those of building and starting the apps; debian-sid those of the newest Pythons, with every
#                        package manager.
#
# Without Docker, podman is installed and started with images of its own in the cache directory, as root. Everything
# that is started is stopped at the end; base images and builders stay there for the next time.
set -euo pipefail
invoked_in=$PWD
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/containers.sh
. scripts/lib/free-port.sh
. tests/pack/checks.sh
. tests/pack/apps.sh
. tests/pack/runtimes.sh
. tests/pack/stories.sh
. tests/pack/settings.sh
. tests/pack/new_pythons.sh

usage() { fail "usage: test-pack.sh [--quick] [--buildpack PATH] [BASE…]"; }
quick='' buildpack='' bases=()
while [ $# -gt 0 ]; do
    case $1 in
        --quick) quick=yes ;;
        --buildpack)
            [ $# -ge 2 ] || usage
            buildpack=$(cd "$invoked_in" && realpath --canonicalize-existing "$2") || fail "there is no $2"
            shift
            ;;
        -*) usage ;;
        *) bases+=("$1") ;;
    esac
    shift
done
if [ ${#bases[@]} = 0 ]; then
    bases=(debian-12 debian-sid)
    if [ -z "$quick" ]; then bases=(debian-12 debian-13 debian-sid ubuntu-22.04 ubuntu-24.04 ubuntu-26.04); fi
fi

take_lock containers # one set of images and names
work=$(mktemp -d "$cache/test-pack-XXXXXX")
cleanup() {
    stop_tls_server
    if [ ${#engine[@]} -gt 0 ]; then remove; fi
    # What builds have replaced, where the images are nobody else's.
    if [ -n "$podman_service" ]; then "${engine[@]}" image prune --force >/dev/null 2>&1 || true; fi
    stop_containers
    rm -rf "$work"
}
trap cleanup EXIT

if ! start_containers; then
    [ -n "$quick" ] || fail "there are no containers to test with: $no_containers"
    story "With the real pack"
    skip "all of it" "$no_containers"
    exit
fi
need_packages openssl curl python3
pack=$(scripts/lib/get-pack.sh)
export PACK_HOME=$work/pack
choose_common_options

packaged=build/package
if [ -z "$buildpack" ]; then
    package_own
    buildpack=$(echo "$repository/$packaged"/*-linux-"$arch".cnb)
fi

make_builder() { # OPTION…
    examples/builder/make.sh --distro "$base" --bootstrap --lifecycle build --buildpack "$buildpack" "$@"
}

set +e # a check that does not hold is counted, and the others go on
for base in "${bases[@]}"; do
    builder=docker.io/t/builder:$base
    story "Given the packages of $base, when a builder is made of them"
    builder_options=()
    # The one app that a quick run builds there needs no git.
    if [ -n "$quick" ] && [ "$base" = debian-sid ]; then builder_options=(--build-packages ca-certificates); fi
    check "examples/builder/make.sh makes one" make_builder --name "$builder" "${builder_options[@]}" || continue
    check "there is a Python for it" runtimes_for "$base" "$(run_image_of "$builder")" || continue
    if [ "$base" = debian-sid ]; then
        if [ -n "$quick" ]; then story_file_of_version "$series"; else stories_of_new_pythons; fi
        continue
    fi
    story_app flask "$series"
    if [ "$base" = "${bases[0]}" ]; then
        story_rebuild flask "$series"
        story_limits flask
        story_rebase flask "$series"
        story_cnb "$series"
    fi
    if [ -n "$quick" ]; then continue; fi
    story_app django "$series"
    story_app fastapi "$series"
    if [ "$base" = "${bases[0]}" ]; then
        story_any_user django "$series"
        story_inspect
        story_sbom
        story_variables "$series"
        story_defaults
        story_project_descriptor "$series"
        story_bindings "$series"
        story_failure "$series"
        story_without_glibc
    fi
done
for base in "${bases[@]}"; do
    for app in flask django fastapi cnb asking compiled manager; do forget "$app"; done
done
summary
