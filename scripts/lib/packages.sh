# Sourced after common.sh: what building and testing needs from the distribution, by its packages' names.
# shellcheck shell=bash disable=SC2034

build_packages=(
    g++ cmake ninja-build ccache pkg-config ca-certificates curl
    libcurl4-openssl-dev libssl-dev libzstd-dev liblzma-dev zlib1g-dev libarchive-dev
    libspdlog-dev libfmt-dev nlohmann-json3-dev libcli11-dev libgtest-dev libgmock-dev
)

# What a static build takes from the distribution for its architecture, beside what static-libraries.sh gets: headers only,
# but for tests.
static_packages=(libspdlog-dev libfmt-dev libgtest-dev libgmock-dev)

# The second compiler and its tools, in a version that both Debian 12 and Ubuntu 24.04 have. The presets name it, too.
clang_version=19
clang_packages=("clang-$clang_version" "clang-tidy-$clang_version" "libclang-rt-$clang_version-dev")
