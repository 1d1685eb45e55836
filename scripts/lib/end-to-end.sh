# Sourced after common.sh: the end-to-end tests of build/release, and what they need.
# shellcheck shell=bash disable=SC2154
#
#   prepare_end_to_end                     gets runtimes, the lifecycle, a registry, a run image; sets lifecycle
#   run_end_to_end BUILDPACK [OPTION…]     runs them with a buildpack's directory, in two halves at once; options are
#                                          GoogleTest's

. scripts/lib/free-port.sh
. scripts/lib/limits.sh
. scripts/lib/registry.sh

prepare_end_to_end() {
    local distribution_runtime
    need_packages skopeo tar zstd git openssh-server openssh-client
    distribution_runtime=$(scripts/lib/get-runtime.sh distribution)
    source_runtime=$(scripts/lib/get-runtime.sh source 3.13)
    wheels=$(scripts/lib/get-wheels.sh)
    pypiserver=$(scripts/lib/get-pypiserver.sh)
    validators=$(scripts/lib/get-sbom-validators.sh)
    lifecycle=$(scripts/lib/get-lifecycle.sh)
    run_image=$(scripts/lib/get-run-image.sh "$distribution_runtime" "$source_runtime")
    registry_program=$(find_registry_program)
}

# Where trees are made and removed all the time, it is much faster in memory. Sets in_memory to the words before a command
# that has a file system there of its own, in $scratch, gone with the command; to none where that cannot be had.
choose_memory() {
    local available
    in_memory=()
    available=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
    if [ "${available:-0}" -lt 12000000 ] || ! as_root unshare --mount true 2>/dev/null; then return 0; fi
    # shellcheck disable=SC2016 # its own arguments
    in_memory=(unshare --mount sh -c 'mount -t tmpfs -o size=6g adder "$1" && shift && exec "$@"' sh "$scratch")
}

# HALF (0 or 1) BUILDPACK [OPTION…]: the tests are independent of each other, and each waits a good deal.
run_half() {
    local root=()
    if [ "$(id -u)" != 0 ]; then root=(sudo); fi
    limited 2400 "build/release/e2e-$1.log" "${root[@]}" "${in_memory[@]}" env PATH="$PATH" TMPDIR="$scratch" \
        GTEST_TOTAL_SHARDS=2 GTEST_SHARD_INDEX="$1" \
        ${SSL_CERT_FILE:+SSL_CERT_FILE="$SSL_CERT_FILE"} ${SSL_CERT_DIR:+SSL_CERT_DIR="$SSL_CERT_DIR"} \
        ADDER_E2E_RUNTIMES="$(dirname "$source_runtime")" ADDER_E2E_LIFECYCLE="$lifecycle" \
        ADDER_E2E_RUN_IMAGE="$run_image" ADDER_E2E_REGISTRY="$registry_program" ADDER_E2E_WHEELS="$wheels" \
        ADDER_E2E_BUILDPACK="$2" ADDER_E2E_PYPISERVER="$pypiserver" \
        ADDER_E2E_SBOM_VALIDATORS="$validators" ${ADDER_E2E_ALL_MANAGERS:+ADDER_E2E_ALL_MANAGERS=1} \
        ${ADDER_E2E_ALL_FRAMEWORKS:+ADDER_E2E_ALL_FRAMEWORKS=1} \
        ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} ${UV_INDEX_URL:+UV_INDEX_URL="$UV_INDEX_URL"} \
        ${UV_DEFAULT_INDEX:+UV_DEFAULT_INDEX="$UV_DEFAULT_INDEX"} \
        build/release/bin/e2e_test "${@:3}" >/dev/null
}

run_end_to_end() {
    local failed=0 scratch in_memory first
    scratch=/tmp/adder-e2e-$$ # without upper-case letters, which the lifecycle does not take
    mkdir "$scratch"
    choose_memory
    run_half 0 "$@" &
    first=$!
    run_half 1 "$@" || failed=1
    wait "$first" || failed=1
    rmdir "$scratch" 2>/dev/null || as_root rm -rf "$scratch"
    grep -hE '^\[( +OK|  FAILED|  PASSED) ' build/release/e2e-[01].log || true
    if [ $failed != 0 ]; then
        cat build/release/e2e-[01].log
        fail "end-to-end tests failed" "What they wrote is above."
    fi
}
