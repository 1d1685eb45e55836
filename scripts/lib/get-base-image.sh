#!/usr/bin/env bash
# get-base-image.sh DISTRIBUTION: prints the path of a root file system (a tar file) of debian-11, debian-12, debian-13,
# debian-sid, ubuntu-22.04, ubuntu-24.04 or ubuntu-26.04: what an image of that name in a registry holds, or little more.
# Made with mmdebstrap from the distribution's packages, once a month, since it holds their security updates; that of
# debian-sid once a day, since what is installed into it later has to fit.
#   ADDER_DEBIAN_MIRROR, ADDER_UBUNTU_MIRROR   where the packages come from (default: as on this machine, or the
#                                              distributions' own)
set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

recipe=1 # to be raised when this script comes to make something else
wanted=${1:-}
case $wanted in
    debian-11) suite=bullseye ;;
    debian-12) suite=bookworm ;;
    debian-13) suite=trixie ;;
    debian-sid) suite=sid ;;
    ubuntu-22.04) suite=jammy ;;
    ubuntu-24.04) suite=noble ;;
    ubuntu-26.04) suite=resolute ;;
    *) fail "usage: get-base-image.sh debian-11|debian-12|debian-13|debian-sid|ubuntu-22.04|ubuntu-24.04|ubuntu-26.04" ;;
esac

# This machine's own source of the packages of a distribution: the URI that ends so. Nothing if it has none.
own_mirror() {
    # shellcheck disable=SC2016 # $(…) is apt's own syntax
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed 's|/*$||' | grep -m 1 "$1\$" || true
}

debian_mirror() {
    local mirror=${ADDER_DEBIAN_MIRROR:-$(own_mirror /debian)}
    echo "${mirror:-http://deb.debian.org/debian}"
}

write_debian_sources() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    need_packages debian-archive-keyring
    mirror=$(debian_mirror)
    echo "deb [signed-by=$keyring] $mirror $suite main" >"$1"
    [ "$suite" != sid ] || return 0 # updates go there directly
    cat >>"$1" <<SOURCES
deb [signed-by=$keyring] $mirror $suite-updates main
deb [signed-by=$keyring] $mirror-security $suite-security main
SOURCES
}

# Ubuntu's keys as Ubuntu has them, or as Debian packages them since its release 13.
ubuntu_keyring() {
    local keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg apt=$work/apt
    if [ ! -f $keyring ]; then
        mkdir -p "$apt/lists" "$apt/cache"
        need_packages debian-archive-keyring
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) trixie main" >"$apt/sources.list"
        private_apt() {
            apt-get -qq -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
                -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root "$@" >&2
        }
        (cd "$apt" && private_apt update && private_apt download ubuntu-keyring) ||
            fail "the package ubuntu-keyring could not be had from Debian" "Install it, then run this again."
        dpkg-deb -x "$apt"/ubuntu-keyring_*.deb "$apt/keyring"
        # apt reads it as a user of its own, who may not enter the cache directory.
        install -m 644 "$apt/keyring$keyring" "$keys"
        keyring=$keys
    fi
    echo "$keyring"
}

write_ubuntu_sources() {
    local mirror keyring
    mirror=${ADDER_UBUNTU_MIRROR:-$(own_mirror /ubuntu)}
    mirror=${mirror:-http://archive.ubuntu.com/ubuntu}
    keyring=$(ubuntu_keyring)
    for pocket in '' -updates -security; do
        echo "deb [signed-by=$keyring] $mirror $suite$pocket main universe"
    done >"$1"
}

take_lock "base-image-$wanted"
period=%Y-%m
if [ "$suite" = sid ]; then period=%Y-%m-%d; fi
archive=$cache/base-image-$wanted-$arch-$recipe-$(date -u +$period).tar
# Lists of packages expire after days where they change daily. A machine whose mirror is older than that has told its own
# apt so, and the image is made from the same mirror.
check_valid_until=$(apt-config dump --format '%v' Acquire::Check-Valid-Until)
if [ ! -f "$archive" ]; then
    need_packages mmdebstrap
    work=$(mktemp -d "$cache/base-image-build-XXXXXX")
    keys=$(mktemp --suffix .gpg)
    trap 'rm -rf "$work" "$keys"' EXIT
    case $wanted in
        debian-*) write_debian_sources "$work/sources.list" ;;
        ubuntu-*) write_ubuntu_sources "$work/sources.list" ;;
    esac
    say "Making a root file system of $wanted with mmdebstrap"
    # The keys are named for this machine's apt; the image's own has them where it looks for them.
    # shellcheck disable=SC2016 # $1 is the hook's
    as_root env SOURCE_DATE_EPOCH=315532801 mmdebstrap --quiet --variant=minbase --include=apt --format=tar \
        ${check_valid_until:+--aptopt="Acquire::Check-Valid-Until \"$check_valid_until\""} \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook='sed -i "s/ \[[^]]*\]//" "$1/etc/apt/sources.list" "$1"/etc/apt/sources.list.d/* 2>/dev/null || true' \
        "$suite" - "$work/sources.list" >"$work/base.tar" 2>"$work/mmdebstrap.log" || {
        tail -n 20 "$work/mmdebstrap.log" >&2
        fail "mmdebstrap could not make a root file system of $wanted" \
            "Check that the mirror can be reached: $(sed -n '1s/.*\] \([^ ]*\) .*/\1/p' "$work/sources.list")"
    }
    rm -f "$cache/base-image-$wanted-$arch-"*.tar # earlier ones
    mv "$work/base.tar" "$archive"
fi
echo "$archive"
