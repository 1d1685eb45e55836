#!/usr/bin/env bash
# static-libraries.sh amd64|arm64: what a fully static build of that architecture links with, and cannot take from
# the distribution as it is. For the presets static-amd64 and static-arm64.
#
# Installs packages (with sudo when not root), and leaves libcurl.a, libarchive.a and libzstd.a in
# build/static-libraries/ARCH, built from the distribution's source packages: once for each version, then they are kept
# in the cache directory.
#
# Why not the distribution's own: its libcurl.a and libarchive.a link with libraries that have no static form there
# (nghttp2, Kerberos, LDAP, RTMP, SSH, PSL; libxml2, ACL), for protocols and formats nothing here speaks. Its libzstd.a
# has no threads, which pack needs.
set -euo pipefail
# shellcheck source=lib/common.sh
. "$(dirname "$0")/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$(dirname "$0")/lib/packages.sh"
# shellcheck source=lib/source-packages.sh
. "$(dirname "$0")/lib/source-packages.sh"

# HTTP and HTTPS, directly and through HTTP or SOCKS proxies; Basic authentication, .netrc and AWS's signatures.
# - c-ares resolves names: glibc's getaddrinfo loads modules of the very same glibc, which a static program cannot
#   expect to find. It reads /etc/resolv.conf, /etc/hosts and the order in /etc/nsswitch.conf, as glibc does; what
#   other NSS modules add (mDNS, systemd's own names) is not there.
# - OpenSSL, as the dynamic build has. Certificates are found by ourselves, so none is built in. The system's openssl.cnf
#   is not read: it may name modules to load, made for the system's own OpenSSL.
# - Left out: other protocols, HTTP/2 and 3 (one connection, one object), compressed transfers (archives are
#   compressed), cookies' public suffixes, IDN, Kerberos and NTLM.
curl_options=(
    -DBUILD_CURL_EXE=OFF -DBUILD_SHARED_LIBS=OFF -DBUILD_STATIC_LIBS=ON -DBUILD_TESTING=OFF
    -DBUILD_LIBCURL_DOCS=OFF -DBUILD_MISC_DOCS=OFF -DENABLE_MANUAL=OFF -DENABLE_CURL_MANUAL=OFF
    -DHTTP_ONLY=ON -DENABLE_ARES=ON -DCURL_USE_OPENSSL=ON -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none
    -DCURL_DISABLE_OPENSSL_AUTO_LOAD_CONFIG=ON
    -DCURL_ZLIB=OFF -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF
    -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF -DCURL_USE_LIBSSH=OFF -DCURL_USE_GSSAPI=OFF
    -DCURL_DISABLE_NTLM=ON -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_HSTS=ON -DCURL_DISABLE_LDAP=ON
)

# Only reading tar and zip is asked of it: compression is decoded before, and trees are written by ourselves. Deflate
# is zip's own. Names are taken as they are, so that no locale and no iconv module matters.
archive_options=(
    -DBUILD_SHARED_LIBS=OFF -DENABLE_ZLIB=ON
    -DENABLE_TEST=OFF -DENABLE_TAR=OFF -DENABLE_CPIO=OFF -DENABLE_CAT=OFF -DENABLE_UNZIP=OFF -DENABLE_WERROR=OFF
    -DENABLE_OPENSSL=OFF -DENABLE_MBEDTLS=OFF -DENABLE_NETTLE=OFF -DENABLE_LIBB2=OFF
    -DENABLE_LZMA=OFF -DENABLE_ZSTD=OFF -DENABLE_BZip2=OFF -DENABLE_LZ4=OFF -DENABLE_LZO=OFF
    -DENABLE_LIBXML2=OFF -DENABLE_EXPAT=OFF -DENABLE_PCREPOSIX=OFF -DENABLE_PCRE2POSIX=OFF
    -DENABLE_ACL=OFF -DENABLE_XATTR=OFF -DENABLE_ICONV=OFF
)

# The library alone, reading only its own format.
zstd_options=(
    -DZSTD_BUILD_SHARED=OFF -DZSTD_BUILD_STATIC=ON -DZSTD_BUILD_PROGRAMS=OFF -DZSTD_BUILD_TESTS=OFF
    -DZSTD_MULTITHREAD_SUPPORT=ON -DZSTD_LEGACY_SUPPORT=OFF
)

install_packages() {
    if [ "$wanted" != "$arch" ]; then
        if ! dpkg --print-foreign-architectures | grep -qx "$wanted"; then
            as_root dpkg --add-architecture "$wanted"
            as_root apt-get -qq update >&2 || fail "apt-get update failed for the architecture $wanted" \
                "On Ubuntu, packages for $wanted have a mirror of their own: build on a machine of that architecture."
        fi
        need_packages "g++-$machine-linux-gnu" qemu-user-static "${static_packages[@]/%/:$wanted}"
    else
        need_packages "${static_packages[@]}"
    fi
    need_packages cmake ninja-build dpkg-dev
}

# The version of a package's source that this machine's sources of packages have: the one that gets their security
# updates. A package that was built again from the same source has +bN at its end.
source_version() {
    local version
    version=$(apt-cache show --no-all-versions "$1" 2>/dev/null |
        sed -n 's/^Version: //p' | head -n 1 | sed 's/+b[0-9]*$//')
    [ -n "$version" ] || fail "the version of $1 is not known to apt" "Run apt-get update, then this again."
    echo "$version"
}

# apt has checked what it downloads against the signed lists.
unpack_source() { # PACKAGE VERSION DIRECTORY
    say "Downloading the source package $1 $2"
    (cd "$work" && download_source_package "$1=$2" && dpkg-source --no-check -x "$1"_*.dsc "$3" >"$work/log" 2>&1) || {
        if [ -f "$work/log" ]; then tail -n 5 "$work/log" >&2; fi
        fail "the source package $1 $2 could not be had" "Check the network, and that apt-get update ran of late."
    }
}

# Without the directory's name in what comes out.
configure() { # SOURCE OPTION…
    local source=$1
    shift
    cmake -S "$source" -B "$source/out" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_TOOLCHAIN_FILE="$repository/cmake/toolchains/$wanted.cmake" \
        -DCMAKE_C_FLAGS="-ffunction-sections -fdata-sections -ffile-prefix-map=$source=." \
        -DCMAKE_C_FLAGS_RELEASE=-O2 -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_PREFIX="$directory" \
        -DOPENSSL_USE_STATIC_LIBS=ON -DCARES_LIBRARY="/usr/lib/$machine-linux-gnu/libcares.a" "$@"
}

build_curl() {
    unpack_source curl "$curl_version" "$work/curl"
    configure "$work/curl" "${curl_options[@]}"
    DESTDIR=$work/staging ninja -C "$work/curl/out" install
}

build_archive() {
    unpack_source libarchive "$archive_version" "$work/libarchive"
    configure "$work/libarchive" "${archive_options[@]}"
    ninja -C "$work/libarchive/out" archive_static
    install -D -m 644 "$work/libarchive/out/libarchive/libarchive.a" "$prefix/lib/libarchive.a"
    install -D -m 644 -t "$prefix/include" "$work"/libarchive/libarchive/archive{,_entry}.h
}

build_zstd() {
    unpack_source libzstd "$zstd_version" "$work/libzstd"
    configure "$work/libzstd/build/cmake" "${zstd_options[@]}"
    DESTDIR=$work/staging ninja -C "$work/libzstd/build/cmake/out" install
}

build() {
    work=$(mktemp -d "$cache/static-libraries-XXXXXX")
    prefix=$work/staging$directory
    use_own_sources
    say "Building libcurl $curl_version, libarchive $archive_version and libzstd $zstd_version for $wanted (a minute, once)"
    build_curl >"$work/output" 2>&1 || give_up libcurl
    build_archive >"$work/output" 2>&1 || give_up libarchive
    build_zstd >"$work/output" 2>&1 || give_up libzstd
    for package in curl libarchive libzstd; do
        install -D -m 644 "$work/$package/debian/copyright" "$prefix/share/doc/$package/copyright"
    done
    printf '%s\n' "curl $curl_version" "libarchive $archive_version" "libzstd $zstd_version" \
        >"$prefix/source-packages"
    mv "$prefix" "$directory"
    rm -rf "$work"
}

give_up() {
    tail -n 20 "$work/output" >&2
    fail "$1 could not be built for $wanted" "Its whole output is in $work/output."
}

wanted=${1:-}
case $wanted in
    amd64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
    *) fail "usage: static-libraries.sh amd64|arm64" ;;
esac

install_packages
compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || refresh_package_lists
curl_version=$(source_version libcurl4-openssl-dev)
archive_version=$(source_version libarchive-dev)
zstd_version=$(source_version libzstd-dev)
compiler=$("$machine-linux-gnu-gcc" -dumpfullversion)
key=$({ cat "$0" && echo "$curl_version $archive_version $zstd_version $compiler"; } | sha256sum | cut -c 1-16)
directory=$cache/static-libraries-$wanted-$key
take_lock "static-libraries-$wanted"
if [ ! -d "$directory" ]; then build; fi
mkdir -p "$repository/build/static-libraries"
ln -sfn "$directory" "$repository/build/static-libraries/$wanted"
