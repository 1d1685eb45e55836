# Sourced after apps.sh: runtimes for the base images that tests build on.
# shellcheck shell=bash disable=SC2154,SC2034
#
#   runtimes_for BASE RUN-IMAGE   sets runtimes, a directory that is a source of runtimes, and series, that of the Python
#                                 there: 3.13. It is the distribution's own, as far as that is still supported.

runtime_target() { echo "$base-$arch"; }
distribution_archive() { find "$runtimes" -maxdepth 1 -name "python-*-$(runtime_target).tar.zst" | sort -V | tail -n 1; }

# What scripts/package.sh makes, for this machine's architecture, in the directory $packaged: static, for every image.
package_own() {
    scripts/package.sh --arch "$arch" --output "$packaged" >"$work/package.log" 2>&1 || {
        tail -n 40 "$work/package.log" >&2
        fail "scripts/package.sh could not package the buildpack" "What went wrong stands above."
    }
}

# Packs the distribution's own Python, in a container of the run image: that it works there is tested on the way.
pack_distribution_python() { # RUN-IMAGE
    local image=$1
    compgen -G "$packaged/runtime-archive-*" >/dev/null || package_own
    mkdir -p "$work/tool"
    cp "$packaged"/runtime-archive-*-linux-"$arch" "$work/tool/runtime-archive"
    cat >"$work/tool/pack.sh" <<'SCRIPT'
set -eu
apt-get -qq update
series=$(apt-cache depends python3 | sed -n 's/^ *Depends: python\(3\.[0-9]*\)$/\1/p' | head -n 1)
packages="python$series-minimal libpython$series-minimal libpython$series-stdlib"
if [ "$(printf '%s\n' "$series" 3.11 | sort -V | head -n 1)" = "$series" ]; then
    packages="$packages python3-distutils python3-lib2to3"
fi
cd "$(mktemp -d)"
apt-get -qq -o APT::Sandbox::User=root download $packages
/tool/runtime-archive import ./*.deb --level 9 --output /runtimes
SCRIPT
    "${engine[@]}" run --rm --pull never --user 0 --network host --volume "$work/tool:/tool:ro" \
        --volume "$runtimes:/runtimes" "$image" sh /tool/pack.sh >"$work/runtime.log" 2>&1 ||
        { cat "$work/runtime.log" && return 1; }
}

# For Ubuntu 22.04, whose own Python (3.10) has reached its end of life.
import_standalone() { # DISTRIBUTION
    local release
    release=$(tests/pack/get-standalone.sh) || return 1
    build/release/bin/runtime-archive import "$release"/cpython-*.tar.gz --distro "${1%%-*}" --distro-version "${1#*-}" \
        --level 9 --output "$runtimes"
}

runtimes_for() { # BASE RUN-IMAGE
    if [ "$1" = "$distro-$distro_version" ]; then
        distribution_archive=$(scripts/lib/get-runtime.sh distribution)
        runtimes=$(dirname "$distribution_archive")
    else
        runtimes=$cache/runtimes-2-$1-$arch # 2: see scripts/lib/get-runtime.sh
        mkdir -p "$runtimes"
        if [ -z "$(distribution_archive)" ]; then
            say "Packing the Python of $1"
            case $1 in
                ubuntu-22.04) import_standalone "$1" || return 1 ;;
                *) pack_distribution_python "$2" || return 1 ;;
            esac
        fi
        distribution_archive=$(distribution_archive)
    fi
    series=$(basename "$distribution_archive" | sed 's/^python-\(3\.[0-9]*\)\..*/\1/')
}
