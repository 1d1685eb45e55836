# Sourced after apps.sh: runtimes for the base images that tests build on.
# shellcheck shell=bash disable=SC2154,SC2034
#
#   runtimes_for BASE RUN-IMAGE   sets runtimes, a directory that is a source of runtimes, and all_series, those of the
#                                 Pythons there, oldest first, and series, the newest: 3.13. They are the distribution's
#                                 own, as far as they are still supported: one, or for debian-sid every one from 3.14 on
#                                 that buildpack.toml knows, whatever their patches are today.

runtime_target() { echo "$base-$arch"; }
distribution_archives() { find "$runtimes" -maxdepth 1 -name "python-*-$(runtime_target).tar.zst" | sort -V; }
series_of() { sed 's|.*/python-\(3\.[0-9]*\)\..*|\1|'; } # of archives' paths

# What scripts/package.sh makes, for this machine's architecture, in the directory $packaged: static, for every image.
package_own() {
    scripts/package.sh --arch "$arch" --output "$packaged" >"$work/package.log" 2>&1 || {
        tail -n 40 "$work/package.log" >&2
        fail "scripts/package.sh could not package the buildpack" "What went wrong stands above."
    }
}

# The series of the catalogue from 3.14 on, newest first.
newest_series() {
    sed -n 's/^latest = "\(3\.[0-9]*\)\..*"/\1/p' buildpack.toml | sort -rV | while read -r series; do
        if version_at_least "$series" 3.14; then echo "$series"; fi
    done
}

# Packs Pythons of the distribution, in a container of the run image: that they work there is tested on the way. Without
# a series: its default one. Of several, those that it has, and for a --quick run the first of them only.
pack_distribution_python() { # RUN-IMAGE [SERIES…]
    local image=$1
    shift
    compgen -G "$packaged/runtime-archive-*" >/dev/null || package_own
    mkdir -p "$work/tool"
    cp "$packaged"/runtime-archive-*-linux-"$arch" "$work/tool/runtime-archive"
    cat >"$work/tool/pack.sh" <<'SCRIPT'
set -eu
apt-get -qq update
if [ $# = 0 ]; then
    set -- "$(apt-cache depends python3 | sed -n 's/^ *Depends: python\(3\.[0-9]*\)$/\1/p' | head -n 1)"
fi
for series; do
    packages="python$series-minimal libpython$series-minimal libpython$series-stdlib"
    if [ "$(printf '%s\n' "$series" 3.11 | sort -V | head -n 1)" = "$series" ]; then
        packages="$packages python3-distutils python3-lib2to3"
    fi
    [ $# = 1 ] || apt-cache show "python$series-minimal" >/dev/null 2>&1 || continue
    cd "$(mktemp -d)"
    apt-get -qq -o APT::Sandbox::User=root download $packages
    /tool/runtime-archive import ./*.deb --distro "$DISTRO" --distro-version "$DISTRO_VERSION" --level 9 --output /runtimes
    [ -z "$QUICK" ] || break
done
SCRIPT
    "${engine[@]}" run --rm --pull never --user 0 --network host --volume "$work/tool:/tool:ro" \
        --volume "$runtimes:/runtimes" --env "DISTRO=${base%%-*}" --env "DISTRO_VERSION=${base#*-}" --env "QUICK=$quick" \
        "$image" sh /tool/pack.sh "$@" >"$work/runtime.log" 2>&1 ||
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
    local known=() archives
    if [ "$1" = "$distro-$distro_version" ]; then
        archives=$(scripts/lib/get-runtime.sh distribution)
        runtimes=$(dirname "$archives")
    else
        runtimes=$cache/runtimes-3-$1-$arch # 3: see scripts/lib/get-runtime.sh
        if [ "$1" = debian-sid ]; then
            # What is packed there fits the base image of the day.
            runtimes+=-$(date -u +%F)
            find "$cache" -maxdepth 1 -name "runtimes-*-$1-$arch*" ! -path "$runtimes*" -exec rm -rf {} +
            runtimes+=${quick:+-quick}
            mapfile -t known < <(newest_series)
        fi
        mkdir -p "$runtimes"
        if [ -z "$(distribution_archives)" ]; then
            say "Packing the Python of $1"
            case $1 in
                ubuntu-22.04) import_standalone "$1" || return 1 ;;
                *) pack_distribution_python "$2" "${known[@]}" || return 1 ;;
            esac
        fi
        archives=$(distribution_archives)
    fi
    all_series=$(series_of <<<"$archives" | uniq)
    series=$(tail -n 1 <<<"$all_series")
}
