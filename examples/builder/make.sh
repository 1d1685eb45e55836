#!/usr/bin/env bash
# make.sh [OPTION…]: makes a builder with this buildpack, its build image and its run image.
#
#   --distro NAME-VERSION   what the images are of: debian-12 (default), debian-13, ubuntu-22.04, ubuntu-24.04, …
#   --name IMAGE            the builder's name (default: docker.io/t/builder:NAME-VERSION). The images below it get the
#                           same with -build and -run before the tag.
#   --base IMAGE            what they begin with (default: the distribution's image in Docker's registry)
#   --bootstrap             what they begin with is made of the distribution's packages (mmdebstrap): no registry needed
#   --buildpack PATH        a directory, or a .cnb file (default: the one in dist, which scripts/package.sh makes)
#   --without-buildpack     a builder for `pack build --buildpack …`
#   --run-packages LIST     packages for both images, beside those that Python needs: libraries that apps need
#   --build-packages LIST   packages for the build image only (default: git)
#   --lifecycle PATH        a lifecycle.tgz (default: the one that pack downloads), or `build`: built from Go's modules
#
# Takes Docker, or podman whose service DOCKER_HOST leads to, and pack: PACK, one on PATH, or one that is built.
set -euo pipefail
invoked_in=$PWD
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh
. scripts/lib/containers.sh

usage() { fail "${1:-usage: make.sh [OPTION…]}" "The options stand at the top of $repository/examples/builder/make.sh."; }
given_path() { # where the script was called from
    local path
    path=$(cd "$invoked_in" && realpath --canonicalize-existing "$1" 2>/dev/null) || fail "there is no $1"
    echo "$path"
}

target=debian-12 name='' base='' bootstrap='' run_packages='' build_packages=git lifecycle=''
version=$(sed -n 's/^version = "\(.*\)"/\1/p' buildpack.toml | head -n 1)
buildpack=$repository/dist/adder-python-$version-linux-$arch.cnb
while [ $# -gt 0 ]; do
    case $1 in
        --bootstrap) bootstrap=yes && shift && continue ;;
        --without-buildpack) buildpack='' && shift && continue ;;
    esac
    [ $# -ge 2 ] || usage "$1 is no option, or needs a value"
    case $1 in
        --distro) target=$2 ;;
        --name) name=$2 ;;
        --base) base=$2 ;;
        --buildpack) buildpack=$(given_path "$2") ;;
        --run-packages) run_packages=$2 ;;
        --build-packages) build_packages=$2 ;;
        --lifecycle) lifecycle=$2 ;;
        *) usage "there is no option $1" ;;
    esac
    shift 2
done
[[ $target = *-* ]] || usage "--distro $target is not NAME-VERSION, as in debian-12"
[ -z "$bootstrap" ] || [ -z "$base" ] || usage "--base and --bootstrap exclude each other"
if [ -n "$buildpack" ] && [ ! -e "$buildpack" ]; then
    fail "there is no $buildpack" "Make it with scripts/package.sh, or name one with --buildpack."
fi
name=${name:-docker.io/t/builder:$target}
[[ ${name##*/} = *:* ]] || name=$name:latest
run_image=${name%:*}-run:${name##*:}
build_image=${name%:*}-build:${name##*:}

find_containers || fail "there is no Docker to make images with, and DOCKER_HOST leads to none" \
    "Start Docker; or podman: podman system service --time 0 unix:///tmp/podman.sock &" \
    "                        export DOCKER_HOST=unix:///tmp/podman.sock"
pack=$(scripts/lib/get-pack.sh)

if [ -n "$bootstrap" ]; then
    archive=$(scripts/lib/get-base-image.sh "$target")
    base=docker.io/t/base-$target:$(digest_of "$archive" | cut -c 1-16)
    if ! "${engine[@]}" image inspect "$base" >/dev/null 2>&1; then
        "${engine[@]}" import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
            "$archive" "$base" >/dev/null
    fi
fi
if [ -z "$base" ]; then
    base=docker.io/library/${target/-/:}
    if [[ $target = debian-* ]]; then base+=-slim; fi
fi

work=$(mktemp -d "$cache/builder-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/context" # nothing is copied into the images

# What pack packages for several architectures, it does not take for a builder as it is: the lifecycle would look for
# programs at its top.
if [ -d "$buildpack/linux/$arch" ]; then
    cp -r "$buildpack/linux/$arch" "$work/buildpack"
    cp "$buildpack/buildpack.toml" "$work/buildpack"
    buildpack=$work/buildpack
fi

# image NAME DOCKERFILE ARGUMENT…
image() {
    local image=$1 dockerfile=$2 arguments=()
    shift 2
    for argument; do arguments+=(--build-arg "$argument"); done
    say "Making $image"
    "${engine[@]}" build --network host "${arguments[@]}" --tag "$image" --file "$repository/examples/builder/$dockerfile" \
        "$work/context" >"$work/log" 2>&1 || {
        tail -n 20 "$work/log" >&2
        fail "$image could not be made" "What went wrong stands above."
    }
}
image "$run_image" run.Dockerfile "base=$base" "distro_name=${target%%-*}" "distro_version=${target#*-}" \
    "packages=$run_packages"
image "$build_image" build.Dockerfile "run=$run_image" "packages=$build_packages"

if [ "$lifecycle" = build ]; then
    lifecycle=$(scripts/lib/get-lifecycle-archive.sh)
elif [ -n "$lifecycle" ]; then
    lifecycle=$(given_path "$lifecycle")
fi
sed -e "s|^description = .*|description = \"Python apps, on ${target/-/ }\"|" \
    -e "s|^uri = .*|uri = \"$buildpack\"|" -e "s|^arch = .*|arch = \"$arch\"|" \
    -e "s|docker.io/t/builder-build:debian-12|$build_image|" -e "s|docker.io/t/builder-run:debian-12|$run_image|" \
    examples/builder/builder.toml >"$work/builder.toml"
if [ -z "$buildpack" ]; then sed -i '/^\[\[buildpacks\]\]/,/^id = /d' "$work/builder.toml"; fi
if [ -n "$lifecycle" ]; then printf '\n[lifecycle]\nuri = "%s"\n' "$lifecycle" >>"$work/builder.toml"; fi
"$pack" builder create "$name" --config "$work/builder.toml" --pull-policy never >&2
echo "$name"
