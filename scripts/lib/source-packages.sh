# Sourced after common.sh: Debian's and Ubuntu's source packages, without a change to this machine's sources of packages.
# shellcheck shell=bash disable=SC2154
#
#   use_source_suites SUITE…     Debian suites to take source packages from (ADDER_SOURCE_MIRROR, or this machine's mirror)
#   list_source_suites SUITE…    the same, without fetching their lists
#   use_own_sources              the suites that this machine's own packages come from
#   download_source_package …    like `apt-get source --download-only`, into the current directory
#   source_versions PACKAGE      the versions that the lists have, newest first

apt_directory=$cache/apt

# apt with lists and sources of its own.
private_lists=(
    -qq -o Dir::Etc::SourceList="$apt_directory/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::State::Lists="$apt_directory/lists" -o Dir::Cache="$apt_directory/cache" -o APT::Sandbox::User=root
)
private_apt() { apt-get "${private_lists[@]}" -o APT::Get::Only-Source=true "$@"; }

# One value for each list of packages this machine has.
index_targets() { apt-get indextargets --format "$1" 'Created-By: Packages'; }

# shellcheck disable=SC2016 # $(…) is apt's own syntax
debian_mirror() {
    local mirror=${ADDER_SOURCE_MIRROR:-}
    if [ -z "$mirror" ] && [ "$distro" = debian ]; then
        mirror=$(index_targets '$(REPO_URI)' | grep -m 1 '/debian/$' || true)
    fi
    echo "${mirror:-http://ftp.debian.org/debian}"
}

fetch_source_lists() {
    mkdir -p "$apt_directory/lists" "$apt_directory/cache"
    need_packages ca-certificates
    private_apt -o APT::Update::Error-Mode=any update >&2 ||
        fail "the lists of source packages could not be fetched ($1)" \
            "Check the network, or name a mirror that can be reached with ADDER_SOURCE_MIRROR."
}

list_source_suites() {
    local suite
    mkdir -p "$apt_directory/lists" "$apt_directory/cache"
    for suite in "$@"; do
        echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $suite main"
    done >"$apt_directory/sources.list"
}

use_source_suites() {
    need_packages debian-archive-keyring
    list_source_suites "$@"
    fetch_source_lists "Debian $*"
}

# shellcheck disable=SC2016 # $(…) is apt's own syntax
use_own_sources() {
    mkdir -p "$apt_directory"
    index_targets '$(ORIGIN) deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' |
        sed -n 's/^\(Debian\|Ubuntu\) \(deb-src .* \(main\|universe\)\)$/\2/p' | sort -u >"$apt_directory/sources.list"
    fetch_source_lists "those of this machine's packages"
}

# Without the signatures of upstream's tarballs, which some mirrors lack: apt's own lists vouch for every file's digest.
download_source_package() {
    local uri file digest
    while read -r uri file _ digest; do
        [[ $file != *.asc ]] || continue
        uri=${uri#\'}
        apt_helper download-file "${uri%\'}" "$file" "$digest" >&2 || return
    done < <(private_apt --print-uris source --download-only "$@" | grep "^'")
    compgen -G '*.dsc' >/dev/null
}
apt_helper() { /usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root "$@"; }

source_versions() {
    apt-cache "${private_lists[@]}" showsrc --only-source "$1" 2>/dev/null | sed -n 's/^Version: //p' | sort -rV | uniq
}
