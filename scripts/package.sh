#!/usr/bin/env bash
# package.sh [--arch ARCH]… [--air-gapped RUNTIMES]… [--key FILE] [--api 0.12] [--output DIR]
#
# Builds the buildpack static and packs it, for amd64 and arm64 or those given:
#
#   dist/buildpack/                     one directory for all architectures, as `pack buildpack package` takes it;
#                                       linux/ARCH in it is a buildpack by itself
#   dist/adder-python-V-linux-ARCH.cnb  for `pack build --buildpack` and builder.toml
#   dist/adder-python-V.tgz             the directory, as a file
#   dist/runtime-archive-V-linux-ARCH   the tool for runtimes
#   dist/SHA256SUMS
#
# --air-gapped puts runtimes into it (archives, or directories of archives that `runtime-archive` made) and uv's wheel,
# so that builds download neither; the output is then in dist/air-gapped. --key signs the index of these runtimes.
#
# --api 0.12 makes adder-python-api-0.12-V…, for platforms that give a buildpack an execution environment (CNB_EXEC_ENV)
# only with that Buildpack API. A lifecycle that does not know an API refuses the buildpack, so the usual one is of 0.10.
#
# The same commit and the same packages of the distribution give the same bytes, wherever and whenever it is run.
# pack is PACK, or on PATH, or built once.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=lib/common.sh
. scripts/lib/common.sh
# shellcheck source=lib/packages.sh
. scripts/lib/packages.sh

usage() { fail "usage: package.sh [--arch amd64|arm64]… [--air-gapped RUNTIMES]… [--key FILE] [--api 0.12] [--output DIR]"; }

architectures=()
runtimes=()
key=
api=
output=
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --arch) architectures+=("$2") ;;
        --air-gapped) runtimes+=("$2") ;;
        --key) key=$2 ;;
        --api) api=$2 ;;
        --output) output=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ ${#architectures[@]} -gt 0 ] || architectures=(amd64 arm64)
name=adder-python
if [ ${#runtimes[@]} -gt 0 ]; then
    name=adder-python-air-gapped
    output=${output:-dist/air-gapped}
fi
if [ -n "$api" ]; then
    [ "$api" = 0.12 ] || usage
    name+=-api-$api
    output=${output:-dist/api-$api}
fi
[ -z "$key" ] || [ ${#runtimes[@]} -gt 0 ] || fail "--key signs the index of bundled runtimes: it goes with --air-gapped"
output=${output:-dist}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' buildpack.toml | head -n 1)

# When the sources were last changed: what is packed is no younger.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y buildpack.toml)
fi
export SOURCE_DATE_EPOCH

build() { # ARCH
    scripts/static-libraries.sh "$1"
    cmake --preset "static-$1" >/dev/null
    cmake --build --preset "static-$1" --target buildpack runtime-archive >&2
}

# bundle ARCH DIRECTORY: runtimes of that architecture with their index, and uv, where the buildpack looks first.
bundle() {
    local tool=build/static-$arch/bin/runtime-archive archives
    mapfile -t archives < <(find "${runtimes[@]}" -maxdepth 1 -name "python-*-$1.tar.*" | sort)
    [ ${#archives[@]} -gt 0 ] || fail "there is no runtime for $1 in ${runtimes[*]}" \
        "Give its archive with --air-gapped, or leave the architecture out with --arch."
    [ -x "$tool" ] || tool=$(find build/*/bin -name runtime-archive | head -n 1)
    "$tool" publish "${archives[@]}" --to "$2/runtimes" ${key:+--key "$key" --source air-gapped --valid-days 0} >&2
    chmod -R go+rX "$2/runtimes"
    bundle_uv "$1" "$2/wheels"
}

bundle_uv() { # ARCH DIRECTORY
    local file digest tag count=0
    need_packages python3 python3-venv
    [ -x "$cache/pip/bin/pip" ] || /usr/bin/python3 -m venv "$cache/pip"
    while read -r file digest; do
        say "Bundling $file"
        tag=${file##*-none-}
        "$cache/pip/bin/pip" --quiet --disable-pip-version-check download --no-deps --only-binary :all: \
            --platform "${tag%%.*}" --dest "$2" "uv==$(cut -d - -f 2 <<<"$file")" >&2 ||
            fail "pip could not download $file" "Check the network and pip's settings, then run this again."
        echo "$digest  $2/$file" | sha256sum --check --quiet >&2 ||
            fail "$file is not the one that buildpack.toml names" "The package index serves another file."
        count=$((count + 1))
    done < <(uv_wheels "$1")
    [ $count -gt 0 ] || fail "buildpack.toml names no wheel of uv for $1"
}

# The pinned wheels of uv for an architecture, with their digests.
uv_wheels() { # ARCH
    awk -v arch="$1" -F ' *= *"|"' '
        /^\[/ { in_wheel = $0 == "[[metadata.uv.wheels]]"; delete value }
        in_wheel { value[$1] = $2 }
        in_wheel && $1 == "sha256" && value["arch"] == arch { print value["file"], $2 }' buildpack.toml
}

# describe DIRECTORY: puts buildpack.toml there.
describe() { sed "${api:+s/^api = .*/api = \"$api\"/}" buildpack.toml >"$1/buildpack.toml"; }

# assemble ARCH: what the lifecycle sees on that architecture, but for buildpack.toml, which pack adds.
assemble() {
    local directory=$staging/buildpack/linux/$1
    mkdir -p "$directory"
    cp -r "build/static-$1/buildpack/." "$directory"
    rm "$directory/buildpack.toml"
    scripts/lib/third_party.py "build/static-$1" "$directory"
    if [ ${#runtimes[@]} -gt 0 ]; then bundle "$1" "$directory"; fi
    chmod -R u=rwX,go=rX "$directory"
    # Those who bundle runtimes have it.
    [ ${#runtimes[@]} -gt 0 ] || cp "build/static-$1/bin/runtime-archive" "$staging/runtime-archive-$version-linux-$1"
}

package() { # ARCH…
    local pack targets=()
    pack=$(scripts/lib/get-pack.sh)
    for architecture in "$@"; do targets+=(--target "linux/$architecture"); done
    # With --path, pack puts buildpack.toml beside the programs of each target while it works.
    "$pack" buildpack package "$staging/$name-$version.cnb" --path "$staging/buildpack" --format file \
        "${targets[@]}" >"$staging/log" 2>&1 || {
        cat "$staging/log" >&2
        fail "pack could not package the buildpack" "Its output stands above."
    }
    rm "$staging/log"
    # So that each is a buildpack by itself, too.
    for architecture in "$@"; do describe "$staging/buildpack/linux/$architecture"; done
    # With one target, pack leaves the target out of the name.
    if [ $# = 1 ]; then mv "$staging/$name-$version.cnb" "$staging/$name-$version-linux-$1.cnb"; fi
    tar --create --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --directory "$staging" --transform "s,^buildpack,$name-$version," buildpack | gzip -9n >"$staging/$name-$version.tgz"
}

need_packages "${build_packages[@]}" python3 gzip tar
mkdir -p "$output"
staging=$(mktemp -d "$output/.staging-XXXXXX")
trap 'rm -rf "$staging"' EXIT
mkdir "$staging/buildpack"
describe "$staging/buildpack"
for architecture in "${architectures[@]}"; do
    build "$architecture"
    assemble "$architecture"
done
package "${architectures[@]}"
chmod -R u=rwX,go=rX "$staging"
(
    cd "$staging"
    shopt -s nullglob
    sha256sum -- *.cnb *.tgz runtime-archive-* >SHA256SUMS
)

rm -rf "$output/buildpack"
mv "$staging"/* "$output"
say "In $output:
$(cd "$output" && cut -c 67- SHA256SUMS | xargs du -h --apparent-size)"
