# Sourced after apps.sh: runtimes for the base images that tests build on.
# shellcheck shell=bash disable=SC2034,SC2154
#
#   runtimes_for BASE RUN-IMAGE   sets runtimes, a directory that is a source of runtimes, and distribution_python, the
#                                 series of Python that the distribution has itself: 3.13. Fails if there is none.

runtime_target() { echo "$base-$arch"; }
distribution_archive() { find "$runtimes" -maxdepth 1 -name "python-*-$(runtime_target).tar.zst" | sort -V | tail -n 1; }

# This machine's runtime-archive and the libraries it needs, to be run in a container of any distribution: its own
# loader is named, so that it takes nothing from there.
copy_tool() { # DIRECTORY
    local library
    mkdir -p "$1"
    cp build/release/bin/runtime-archive "$1"
    ldd build/release/bin/runtime-archive | sed -n 's/^\t\(.* => \)\{0,1\}\(\/[^ ]*\) .*/\2/p' |
        while read -r library; do cp -L "$library" "$1"; done
}

# Packs the distribution's own Python, in a container of the run image: that it works there is tested on the way.
pack_distribution_python() { # RUN-IMAGE
    local image=$1
    copy_tool "$work/tool"
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
run=/tool/runtime-archive
if [ -f /tool/ld-linux-x86-64.so.2 ]; then run="/tool/ld-linux-x86-64.so.2 --library-path /tool $run"; fi
if [ -f /tool/ld-linux-aarch64.so.1 ]; then run="/tool/ld-linux-aarch64.so.1 --library-path /tool $run"; fi
$run import ./*.deb --level 9 --output /runtimes
SCRIPT
    "${engine[@]}" run --rm --pull never --user 0 --network host --volume "$work/tool:/tool:ro" --volume "$runtimes:/runtimes" \
        "$image" sh /tool/pack.sh >"$work/runtime.log" 2>&1 || { cat "$work/runtime.log" && return 1; }
}

runtimes_for() { # BASE RUN-IMAGE
    if [ "$1" = "$distro-$distro_version" ]; then
        distribution_archive=$(scripts/lib/get-runtime.sh distribution)
        runtimes=$(dirname "$distribution_archive")
    else
        runtimes=$cache/runtimes-$1-$arch
        mkdir -p "$runtimes"
        if [ -z "$(distribution_archive)" ]; then
            say "Packing the Python of $1"
            pack_distribution_python "$2" || return 1
        fi
        distribution_archive=$(distribution_archive)
    fi
    distribution_python=$(basename "$distribution_archive" | sed 's/^python-\(3\.[0-9]*\)\..*/\1/')
}
