#!/usr/bin/env bash
# get-run-image.sh [--arch ARCH] [RUNTIME…]
#
# Makes a run image of this machine's distribution: its base packages, CA certificates, time zones, and the
# packages that hold the shared libraries which the runtimes (archives or trees) need. Prints the directory of
# the image's OCI layout: index.json names exactly one manifest, as the lifecycle wants it. Made once for each
# set of packages. For `creator -layout -layout-dir DIR`, copy it to DIR/index.docker.io/library/NAME/latest,
# where DIR is written in lower case. For another ARCH than this machine's (arm64) it can start programs of that one; the
# runtimes are this machine's all the same: which packages they need is learned from them.
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

recipe=1  # to be raised when this script comes to make another image of the same packages
image_arch=$arch
if [ "${1:-}" = --arch ]; then
    image_arch=${2:?an architecture}
    shift 2
fi

# Directories of the runtimes given: trees as they are, archives unpacked.
runtime_trees() {
    local runtime number=0
    for runtime in "$@"; do
        if [ -d "$runtime" ]; then
            echo "$runtime"
        else
            number=$((number + 1))
            mkdir "$work/tree-$number"
            tar --zstd -xf "$runtime" -C "$work/tree-$number" ||
                fail "$runtime is no runtime archive" "Give it archives that get-runtime.sh made, or directories."
            echo "$work/tree-$number"
        fi
    done
}

# The names of the shared libraries that a tree needs from the system.
libraries_of() {
    local needed missing
    needed=$(find "$1" -type f \( -name '*.so*' -o -path '*/bin/python*' \) -exec ldd {} + 2>/dev/null || true)
    missing=$(sed -n 's/^\t\(.*\) => not found$/\1/p' <<<"$needed" | sort -u | tr '\n' ' ')
    [ -z "$missing" ] || fail "the runtime in $1 needs libraries that are not on this machine: $missing" \
        "Install the packages that hold them: this is where their names are learned."
    sed -n 's/^\t.* => \(\/[^ ]*\) .*/\1/p' <<<"$needed" | { grep -v "^$1/" || true; } | sed 's|.*/||' |
        sort -u
}

# Reads names of libraries. By name, because on a merged /usr ldd and dpkg may know the same file by two paths.
packages_of_libraries() {
    local names owners library found
    mapfile -t names
    owners=$(dpkg -S "${names[@]/#/*/}" 2>/dev/null || true)
    for library in "${names[@]}"; do
        found=$(grep -F -- "-linux-gnu/$library" <<<"$owners" |
            sed -n "s|^\([^:, ]*\)\(:$arch\)\{0,1\}: /.*-linux-gnu/[^/]*$|\1|p" | sort -u | head -n 1 || true)
        [ -n "$found" ] || fail "no package holds $library, which a runtime needs"
        echo "$found"
    done
}

# apt's sources of this machine that are its distribution's own.
distribution_sources() {
    local origin=Debian
    [ "$distro" = ubuntu ] && origin=Ubuntu
    # shellcheck disable=SC2016 # $(…) is apt's own syntax
    apt-get indextargets --format '$(ORIGIN)|deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        sed -n "s/^$origin|//p" | sort -u
}

root_file_system() {
    local suite
    # shellcheck disable=SC1091
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    distribution_sources >"$work/sources.list"
    say "Making a run image: $distro $distro_version with ${packages//,/, }"
    # shellcheck disable=SC2016 # $1 is the hook's
    as_root env SOURCE_DATE_EPOCH=315532801 mmdebstrap --quiet --variant=minbase --format=tar \
        --architectures="$image_arch" --include="$packages" \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook='echo "cnb:x:1000:1000::/home/cnb:/bin/bash" >>"$1/etc/passwd"' \
        --customize-hook='echo "cnb:x:1000:" >>"$1/etc/group"' \
        --customize-hook='install -d -o 1000 -g 1000 "$1/home/cnb"' \
        "$suite" - "$work/sources.list" >"$1" 2>"$work/mmdebstrap.log" || {
        tail -n 20 "$work/mmdebstrap.log" >&2
        fail "mmdebstrap could not make a root file system of $suite" \
            "Check that this machine's package sources (/etc/apt) can be reached."
    }
}

# blob FILE: moves it to where its digest says; prints what a descriptor needs.
blob() {
    local digest size
    digest=$(digest_of "$1")
    size=$(stat -c %s "$1")
    mv "$1" "$layout/blobs/sha256/$digest"
    printf '"digest":"sha256:%s","size":%s' "$digest" "$size"
}

write_layout() {
    local layer diff_id config manifest oci=application/vnd.oci.image
    mkdir -p "$layout/blobs/sha256"
    root_file_system "$work/layer"
    diff_id=$(digest_of "$work/layer")
    layer=$(blob "$work/layer")

    printf '{"created":"1980-01-01T00:00:01Z","os":"linux","architecture":"%s","config":{"User":"1000:1000","Env":["PATH=%s"],"Labels":{"io.buildpacks.base.distro.name":"%s","io.buildpacks.base.distro.version":"%s"}},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
        "$image_arch" /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$distro" "$distro_version" \
        "$diff_id" >"$work/config"
    config=$(blob "$work/config")

    printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":{"mediaType":"%s.config.v1+json",%s},"layers":[{"mediaType":"%s.layer.v1.tar",%s}]}' \
        "$oci" "$oci" "$config" "$oci" "$layer" >"$work/manifest"
    manifest=$(blob "$work/manifest")

    printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s.manifest.v1+json",%s,"platform":{"os":"linux","architecture":"%s"}}]}' \
        "$oci" "$manifest" "$image_arch" >"$layout/index.json"
    printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
}

# What the image depends on, as far as that is known without a look into the runtimes.
inputs_key() {
    {
        printf '%s\n' "$distro" "$distro_version" "$image_arch"
        echo "$recipe"
        for runtime in "$@"; do if [ -f "$runtime" ]; then digest_of "$runtime"; fi; done
    } | sha256sum | cut -c 1-16
}

# A tree may have changed since: only for archives is it remembered which image is theirs.
remembered=
if [ $# -gt 0 ]; then
    remembered=$cache/run-image-for-$(inputs_key "$@")
    for runtime in "$@"; do [ -f "$runtime" ] || remembered=; done
fi
if [ -n "$remembered" ] && [ -d "$remembered" ]; then
    readlink -f "$remembered"
    exit
fi

take_lock run-image
work=$(mktemp -d "$cache/run-image-build-XXXXXX")
trap 'rm -rf "$work"' EXIT

need_packages zstd
libraries=$(runtime_trees "$@" | while read -r tree; do libraries_of "$tree"; done | sort -u)
packages=$( (echo ca-certificates; echo tzdata; [ -z "$libraries" ] || packages_of_libraries <<<"$libraries") |
    sort -u | paste -sd ,)
key=$(printf '%s\n' "$distro" "$distro_version" "$image_arch" "$packages" "$recipe" | sha256sum | cut -c 1-16)
directory=$cache/run-image-$key
if [ ! -d "$directory" ]; then
    need_packages mmdebstrap
    [ "$image_arch" = "$arch" ] || need_packages arch-test
    layout=$work/layout
    write_layout
    mv "$layout" "$directory"
fi
if [ -n "$remembered" ]; then ln -sfn "$directory" "$remembered"; fi
echo "$directory"
