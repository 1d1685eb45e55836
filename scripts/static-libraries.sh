#!/usr/bin/env bash
# static-libraries.sh amd64|arm64: what a fully static build of that architecture links with. For the presets static-amd64
# and static-arm64.
# static-libraries.sh --pins: prints what scripts/static-libraries.lock would say of this distribution today.
#
# Leaves libraries and their headers in build/static-libraries/ARCH: libcurl, libarchive and libzstd built from the
# distribution's source packages, OpenSSL, c-ares, liblzma and zlib as the distribution has built them. The versions are
# those of static-libraries.lock, each with its SHA-256. One that the mirror does not have any more is replaced by the
# newest that it has, and every run says so. All of it is downloaded before anything is compiled, once for each set of
# versions, and then kept in the cache directory.
#
# Why not the distribution's own libcurl.a and libarchive.a: they link with libraries that have no static form there
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

sources=(curl libarchive libzstd)
packages=(libssl-dev libc-ares-dev liblzma-dev zlib1g-dev)
lock=$repository/scripts/static-libraries.lock

know_architecture() {
    if [ "$wanted" = "$arch" ] || dpkg --print-foreign-architectures | grep -qx "$wanted"; then return; fi
    as_root dpkg --add-architecture "$wanted"
    as_root apt-get -qq update >&2 || fail "apt-get update failed for the architecture $wanted" \
        "On Ubuntu, packages for $wanted have a mirror of their own: build on a machine of that architecture."
}

install_packages() {
    know_architecture
    if [ "$wanted" != "$arch" ]; then
        need_packages "g++-$machine-linux-gnu" qemu-user-static "${static_packages[@]/%/:$wanted}"
    else
        need_packages g++ "${static_packages[@]}"
    fi
    need_packages cmake ninja-build dpkg-dev
}

# pin_of KIND NAME ARCH: the version and the digest that are pinned for this distribution; nothing if none are.
pin_of() {
    awk -v target="$distro-$distro_version" -v kind="$1" -v name="$2" -v arch="$3" \
        '$1 == target && $2 == kind && $3 == name && $4 == arch { print $5, $6 }' "$lock"
}

# The versions that this machine's lists of packages have, newest first.
package_versions() { # NAME ARCH
    apt-cache madison "$1:$2" | awk -F ' *[|] *' '{ print $2 }' | sort -rV | uniq
}

# apt checks what it downloads against the signed lists; the digest says that it is what was pinned.
try_source() { # NAME VERSION DIRECTORY
    rm -rf "$3"
    mkdir -p "$3"
    (cd "$3" && download_source_package "$1=$2") >>"$work/output" 2>&1 && downloaded=$(echo "$3"/*.dsc)
}
try_package() { # NAME VERSION DIRECTORY
    rm -rf "$3"
    mkdir -p "$3"
    (cd "$3" && apt-get -qq -o APT::Sandbox::User=root download "$1:$wanted=$2") >>"$work/output" 2>&1 &&
        downloaded=$(echo "$3"/*.deb)
}

# download KIND NAME ARCH: the pinned version, else the newest that can be downloaded, into $work/downloads/NAME.
download() {
    local kind=$1 name=$2 pinned digest='' version
    read -r pinned digest < <(pin_of "$@") || true
    if [ -n "$pinned" ] && "try_$kind" "$name" "$pinned" "$work/downloads/$name"; then
        [ "$(digest_of "$downloaded")" = "$digest" ] ||
            fail "$name $pinned is not the one that static-libraries.lock names" \
                "Its SHA-256 is $(digest_of "$downloaded"), not $digest." \
                "If the distribution has replaced it, run scripts/refresh.sh; otherwise the mirror is not to be trusted."
        return
    fi
    for version in $("${kind}_versions" "$name" "$wanted"); do
        [ "$version" != "$pinned" ] || continue
        "try_$kind" "$name" "$version" "$work/downloads/$name" || continue
        echo "$name $version instead of ${pinned:-a pinned version}" >>"$work/not-as-pinned"
        return
    done
    tail -n 5 "$work/output" >&8
    fail "no version of the $kind $name could be downloaded" "Check the network, and that apt-get update ran recently."
}

# As cmake/AdderHardening.cmake has them for our own programs: these libraries read what the network says.
hardening=(-fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)

# Without the directory's name in what comes out.
configure() { # SOURCE OPTION…
    local source=$1
    shift
    cmake -S "$source" -B "$source/out" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_TOOLCHAIN_FILE="$repository/cmake/toolchains/$wanted.cmake" \
        -DCMAKE_C_FLAGS="${hardening[*]} -ffunction-sections -fdata-sections -ffile-prefix-map=$source=. -ffile-prefix-map=$work/staging=" \
        -DCMAKE_C_FLAGS_RELEASE=-O2 -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_PREFIX="$directory" \
        -DCMAKE_PREFIX_PATH="$prefix" -DOPENSSL_USE_STATIC_LIBS=ON "$@"
}

unpack_source() { # NAME
    dpkg-source --no-check -x "$work/downloads/$1"/*.dsc "$work/$1"
    install -D -m 644 "$work/$1/debian/copyright" "$prefix/share/doc/$1/copyright"
    echo "$1 $(sed -n 's/^Version: //p' "$work/downloads/$1"/*.dsc)" >>"$prefix/source-packages"
}

# Headers and static libraries, those of the architecture beside the others.
unpack_binary() { # NAME
    local files=$work/unpacked/$1 deb source version
    deb=$(echo "$work/downloads/$1"/*.deb)
    mkdir -p "$files"
    dpkg-deb -x "$deb" "$files"
    mkdir -p "$prefix/include" "$prefix/lib"
    cp -r "$files/usr/include/." "$prefix/include"
    if [ -d "$prefix/include/$machine-linux-gnu" ]; then
        cp -r "$prefix/include/$machine-linux-gnu/." "$prefix/include"
        rm -r "$prefix/include/$machine-linux-gnu"
    fi
    cp "$files/usr/lib/$machine-linux-gnu"/*.a "$prefix/lib"
    # In the name of the source package, with its version where that is another one.
    # shellcheck disable=SC2016 # ${…} is dpkg's own syntax
    read -r source version < <(dpkg-deb --show --showformat='${source:Package} ${source:Version}\n' "$deb")
    install -D -m 644 "$files/usr/share/doc/$1/copyright" "$prefix/share/doc/$source/copyright"
    echo "$source $version" >>"$prefix/source-packages"
}

build_curl() {
    unpack_source curl
    configure "$work/curl" "${curl_options[@]}" -DCARES_LIBRARY="$prefix/lib/libcares.a" \
        -DCARES_INCLUDE_DIR="$prefix/include"
    DESTDIR=$work/staging ninja -C "$work/curl/out" install
    # The staged libraries will be where curl's own is.
    sed -i "s|$work/staging||g" "$prefix"/lib/cmake/CURL/*.cmake "$prefix"/lib/pkgconfig/libcurl.pc
}

build_libarchive() {
    unpack_source libarchive
    configure "$work/libarchive" "${archive_options[@]}"
    ninja -C "$work/libarchive/out" archive_static
    install -D -m 644 "$work/libarchive/out/libarchive/libarchive.a" "$prefix/lib/libarchive.a"
    install -D -m 644 -t "$prefix/include" "$work"/libarchive/libarchive/archive{,_entry}.h
}

build_libzstd() {
    unpack_source libzstd
    configure "$work/libzstd/build/cmake" "${zstd_options[@]}"
    DESTDIR=$work/staging ninja -C "$work/libzstd/build/cmake/out" install
}

# quietly STEP ARGUMENT…: without its output unless it fails. In a shell of its own, which ends where something fails.
quietly() {
    local code=0
    set +e
    (set -e && "$@") >>"$work/output" 2>&1
    code=$?
    set -e
    if [ $code = 0 ]; then return; fi
    tail -n 20 "$work/output" >&8
    fail "the step '$*' failed for $wanted" "Its whole output is in $work/output."
}

build() {
    work=$(mktemp -d "$cache/static-libraries-XXXXXX")
    prefix=$work/staging$directory
    mkdir -p "$prefix"
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || refresh_package_lists
    use_own_sources
    say "Downloading the sources of libraries for $wanted"
    local name
    for name in "${sources[@]}"; do download source "$name" -; done
    for name in "${packages[@]}"; do download package "$name" "$wanted"; done
    say "Building them (a minute, once)"
    for name in "${packages[@]}"; do quietly unpack_binary "$name"; done
    for name in "${sources[@]}"; do quietly "build_$name"; done
    sort -u -o "$prefix/source-packages" "$prefix/source-packages"
    if [ -f "$work/not-as-pinned" ]; then mv "$work/not-as-pinned" "$prefix"; fi
    rm -rf "$directory"
    mv "$prefix" "$directory"
    rm -rf "$work"
}

# Of each the newest that the lists have and the mirror serves. Ubuntu's mirror has one architecture.
print_pins() {
    local architectures=("$arch") name version
    if [ "$distro" = debian ]; then architectures=(amd64 arm64); fi
    work=$(mktemp -d)
    refresh_package_lists
    use_own_sources
    for name in "${sources[@]}"; do
        for version in $(source_versions "$name"); do
            try_source "$name" "$version" "$work/$name" || continue
            echo "$distro-$distro_version source $name - $version $(digest_of "$downloaded")"
            break
        done
    done
    for wanted in "${architectures[@]}"; do
        know_architecture
        for name in "${packages[@]}"; do
            for version in $(package_versions "$name" "$wanted"); do
                try_package "$name" "$version" "$work/$name" || continue
                echo "$distro-$distro_version package $name $wanted $version $(digest_of "$downloaded")"
                break
            done
        done
    done
    rm -rf "$work"
}

wanted=${1:-}
case $wanted in
    amd64) machine=x86_64 hardening+=(-fcf-protection=full) ;;
    arm64) machine=aarch64 hardening+=(-mbranch-protection=standard) ;;
    --pins) print_pins && exit ;;
    *) fail "usage: static-libraries.sh amd64|arm64|--pins" ;;
esac

install_packages
compiler=$("$machine-linux-gnu-gcc" -dumpfullversion)
key=$({ cat "$0" && { grep "^$distro-$distro_version " "$lock" || true; } && echo "$compiler"; } | sha256sum | cut -c 1-16)
directory=$cache/static-libraries-$wanted-$key
take_lock "static-libraries-$wanted"
# What is not as it was pinned is looked for again every week.
if [ ! -d "$directory" ] || [ -n "$(find "$directory/not-as-pinned" -mtime +7 2>/dev/null)" ]; then build; fi
if [ -f "$directory/not-as-pinned" ]; then
    say "Not as scripts/static-libraries.lock has it, which the mirror does not serve:"
    sed 's/^/  /' "$directory/not-as-pinned" >&2
fi
mkdir -p "$repository/build/static-libraries"
ln -sfn "$directory" "$repository/build/static-libraries/$wanted"
