#!/usr/bin/env bash
# test.sh [unit|e2e [OPTION…]]: installs what is missing and runs unit tests and end-to-end tests, or one of them. An OPTION
#     is GoogleTest's: `test.sh e2e --gtest_filter='ManagersTest.*'`.
# test.sh environments [COUNT [SEED]]: compares the environments that cnb computes with those the lifecycle makes, for
#     COUNT (5000) random sets of layers; end-to-end tests do that for a few hundred.
# test.sh kills [COUNT [SEED]]: kills COUNT (200) builds at random points and builds on what they left; end-to-end tests
#     do that for a few.
# test.sh pack [OPTION…]: everything that the real `pack` does with this buildpack, on every base image that can be made
#     here: scripts/test-pack.sh, which has the options. Without an argument, test.sh runs a part of it.
# test.sh managers: apps of every package manager, with locks of the real tools and packages of the real index, and the pages
#     of docs/package-managers, typed as they stand; end-to-end tests build one of each that is used most.
# test.sh frameworks: apps of every web framework, with packages of the real index, served from their images; end-to-end
#     tests do that for a few.
# test.sh newest: end-to-end tests, and those with pack, on the newest lifecycle and pack that are tested
#     (ADDER_PLATFORM=newest); without an argument, test.sh takes those that a builder should have today.
# test.sh cgroups: how servers are sized to a container's limits, under a kernel with control groups of version 2 alone (in
#     a virtual machine); unit tests do that where the machine has such groups.
# test.sh dev-build: what scripts/dev-build.sh promises; end-to-end tests do that, too.
# test.sh platforms: the examples for kpack, Tekton and GitLab CI, read by what those platforms read them with and run as
#     far as that goes without them; workflows; scripts. Neither unit nor end-to-end tests: it compiles a good part of
#     kpack and Tekton, which takes some minutes the first time.
# test.sh static [ARCH]: unit tests of what is published for amd64 or arm64 (default: this machine's; another one's
#     programs run in qemu-user); for this machine's, how they resolve names, and the end-to-end tests; for another one's, on
#     Debian, an app with the cache and the image that this machine's left.
# test.sh versions [COUNT [SEED]]: compares what PEP 440 and Poetry make of COUNT (100000) random versions and sets of them
#     with the libraries packaging and poetry-core; unit tests do that for fewer, where the libraries are installed.
# test.sh gates [OPTION…] [GATE…]: format, scripts, indexes of pages, workflows, clang-tidy, clang, sanitizers, fuzzing and
#     Ubuntu: scripts/gates.sh, which has the options. Without an argument, and for unit, test.sh begins with the quick ones.
# test.sh security: the tests that docs/security.md names, how the programs are hardened, and a minute of fuzzing (about eight
#     minutes after the first time); without an argument, test.sh does all of that but the fuzzing.
# test.sh damage: a real runtime archive, cut off and with a flipped bit at every 4 KiB; unit tests take a small one.
#
# End-to-end tests run the real lifecycle and a real registry on loopback, with two real Pythons: the
# distribution's own, and one built from source. The first run makes both (a few minutes); they are kept in the
# cache directory (ADDER_CACHE_DIR, ~/.cache/adder). They need root, to start an image in its own root directory.
#
# No test waits for ever: each step has a limit, and all of them together one of ADDER_TEST_LIMIT seconds (5400). What is
# ended names the test it was in.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/limits.sh

step() { printf '\n== %s\n' "$*" >&2; }
wanted=${1:-all}
case $wanted in
    all | unit | e2e | environments | kills | versions | managers | frameworks | damage | cgroups | dev-build | gates | newest | pack | platforms | security | static) ;;
    *) fail "usage: test.sh [unit|e2e [OPTION…]|environments [COUNT [SEED]]|kills [COUNT [SEED]]|versions [COUNT [SEED]]|managers|frameworks|damage|cgroups|dev-build|gates [OPTION…] [GATE…]|newest|pack [OPTION…]|platforms|security|static [ARCH]]" ;;
esac

with_default_signals "$0" "$@"
if [ "$wanted" = gates ]; then exec scripts/gates.sh "${@:2}"; fi
limit_run "${ADDER_TEST_LIMIT:-5400}"

if [ "$wanted" = all ] || [ "$wanted" = unit ]; then
    step "Format, scripts and pages"
    scripts/gates.sh quick
fi

step "Building"
need_packages "${build_packages[@]}" python3
cmake --preset release >/dev/null
case $wanted in
    dev-build | pack | platforms) targets=(--target buildpack runtime-archive) ;;
    versions) targets=(--target python_versions_test) ;;
    cgroups) targets=(--target launch_test web-environment) ;;
    *) targets=() ;;
esac
cmake --build --preset release "${targets[@]}"

# Where mostly files are made and removed, it is much faster in memory.
in_memory=
if [ -d /dev/shm ] && [ -w /dev/shm ]; then in_memory=/dev/shm; fi

# What others do with the framework: install it, build a buildpack with it, test that with the real lifecycle.
test_hello_buildpack() { # the lifecycle's directory
    cmake --install build/release --prefix "$PWD/build/release/installed" >/dev/null
    cmake -S examples/hello-buildpack -B build/release/hello -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_PREFIX_PATH="$PWD/build/release/installed" -DLIFECYCLE="$1" >/dev/null
    cmake --build build/release/hello
    ctest --test-dir build/release/hello --output-on-failure
}

if [ "$wanted" = environments ]; then
    lifecycle=$(scripts/lib/get-lifecycle.sh)
    step "Environments (about a minute for 2000)"
    as_root env PATH="$PATH" ${in_memory:+TMPDIR="$in_memory"} ADDER_E2E_LIFECYCLE="$lifecycle" \
        ADDER_E2E_ENVIRONMENTS="${2:-5000}" ADDER_E2E_SEED="${3:-$RANDOM}" \
        build/release/bin/e2e_test --gtest_filter='EnvironmentTest.*'
    exit
fi

if [ "$wanted" = kills ]; then
    runtime=$(scripts/lib/get-runtime.sh distribution)
    wheels=$(scripts/lib/get-wheels.sh)
    step "Killed builds (about a minute for 40)"
    env ${in_memory:+TMPDIR="$in_memory"} ADDER_E2E_KILLS="${2:-200}" ADDER_E2E_SEED="${3:-$RANDOM}" \
        ADDER_E2E_RUNTIMES="$(dirname "$runtime")" ADDER_E2E_WHEELS="$wheels" \
        ADDER_E2E_BUILDPACK="$PWD/build/release/buildpack" \
        build/release/bin/e2e_test --gtest_filter='KillsTest.*'
    exit
fi

if [ "$wanted" = versions ]; then
    need_packages python3-venv
    libraries=$cache/version-libraries
    if [ ! -x "$libraries/bin/python3" ]; then /usr/bin/python3 -m venv "$libraries"; fi
    "$libraries/bin/pip" --quiet --disable-pip-version-check install packaging==26.3 poetry-core==2.5.0 >&2
    step "Versions (about a minute for 100000)"
    env PATH="$libraries/bin:$PATH" ADDER_VERSION_CASES="${2:-100000}" ADDER_VERSION_SEED="${3:-$RANDOM}" \
        build/release/bin/python_versions_test --gtest_filter='VersionCasesTest.*'
    exit
fi

if [ "$wanted" = managers ]; then
    . scripts/lib/end-to-end.sh
    prepare_end_to_end
    step "Package managers (some minutes)"
    export ADDER_E2E_ALL_MANAGERS=1
    run_end_to_end "$PWD/build/release/buildpack" --gtest_filter='*ManagersTest.*:*AppCasesTest.*'
    exit
fi

if [ "$wanted" = frameworks ]; then
    . scripts/lib/end-to-end.sh
    prepare_end_to_end
    step "Web frameworks (some minutes)"
    export ADDER_E2E_ALL_FRAMEWORKS=1
    run_end_to_end "$PWD/build/release/buildpack" --gtest_filter='*Framework*Test.*:StartsTest.*:WebLayerTest.*'
    exit
fi

if [ "$wanted" = e2e ] && [ $# -gt 1 ]; then
    . scripts/lib/end-to-end.sh
    prepare_end_to_end
    step "End-to-end tests, with ${*:2}"
    run_end_to_end "$PWD/build/release/buildpack" "${@:2}"
    exit
fi

if [ "$wanted" = newest ]; then
    export ADDER_PLATFORM=newest
    . scripts/lib/end-to-end.sh
    prepare_end_to_end
    step "End-to-end tests with $lifecycle"
    run_end_to_end "$PWD/build/release/buildpack"
    step "With pack and containers"
    scripts/test-pack.sh --quick
    exit
fi

if [ "$wanted" = security ]; then
    . scripts/lib/named-tests.sh
    . scripts/lib/end-to-end.sh
    step "Hardening"
    tests/scripts/hardening_test.sh build/release
    step "Unit tests that docs/security.md names"
    TMPDIR=${in_memory:-${TMPDIR:-/tmp}} ctest --preset release --parallel "$(nproc)" --no-tests=error \
        --tests-regex "$(ctest_regex_of docs/security.md)"
    step "End-to-end tests that it names"
    prepare_end_to_end
    run_end_to_end "$PWD/build/release/buildpack" --gtest_filter="$(gtest_filter_of docs/security.md)"
    scripts/gates.sh fuzz
    exit
fi

if [ "$wanted" = damage ]; then
    runtime=$(scripts/lib/get-runtime.sh distribution)
    step "Damaged archives (some minutes)"
    env ${in_memory:+TMPDIR="$in_memory"} ADDER_DAMAGE_ARCHIVE="$runtime" \
        build/release/bin/archive_test --gtest_filter='DamageTest.*'
    exit
fi

if [ "$wanted" = cgroups ]; then
    step "Control groups of version 2"
    tests/scripts/cgroups_test.sh build/release/bin/launch_test
    exit
fi

if [ "$wanted" = dev-build ]; then
    step "Builds without a lifecycle"
    tests/scripts/dev_build_test.sh
    exit
fi

if [ "$wanted" = pack ]; then
    scripts/test-pack.sh "${@:2}"
    exit
fi

if [ "$wanted" = platforms ]; then
    need_packages python3-venv skopeo jq openssl
    . scripts/lib/go.sh
    scripts/gates.sh shellcheck workflows
    step "Scripts"
    tests/scripts/release_test.sh
    tests/scripts/build_runtimes_test.sh
    use_go tests/platforms
    step "Manifests (some minutes the first time)"
    (cd tests/platforms && go vet ./... && go test ./...)
    for platform in tekton_task kpack_build gitlab_job; do
        step "A build, as of $platform"
        as_root env PATH="$PATH" ADDER_CACHE_DIR="$cache" "tests/platforms/${platform}_test.sh"
    done
    exit
fi

if [ "$wanted" = static ]; then
    published=${2:-$arch}
    step "Building for $published"
    scripts/static-libraries.sh "$published"
    cmake --preset "static-$published" >/dev/null
    cmake --build --preset "static-$published"
    step "Unit tests of the static build for $published"
    # qemu-user does not tell the caller that a program could not be started.
    not_emulated=()
    if [ "$published" != "$arch" ]; then not_emulated=(--exclude-regex 'ProcessTest.AProgramThatIsNotThere'); fi
    TMPDIR=${in_memory:-${TMPDIR:-/tmp}} ctest --preset "static-$published" --parallel "$(nproc)" "${not_emulated[@]}"
    if [ "$published" = "$arch" ]; then
        step "Names"
        as_root env PATH="$PATH" tests/scripts/names_test.sh build/release/bin/runtime-archive \
            "build/static-$published/bin/runtime-archive"
        step "The package"
        tests/scripts/package_test.sh
        . scripts/lib/end-to-end.sh
        prepare_end_to_end
        step "End-to-end tests with the static buildpack"
        # Those that kill builds load a library into them.
        run_end_to_end "$PWD/build/static-$published/buildpack" --gtest_filter=-KillsTest.*
    else
        step "An app for $published, after one for $arch"
        as_root env PATH="$PATH" ADDER_CACHE_DIR="$cache" tests/scripts/other_architecture_test.sh "$published"
    fi
    exit
fi

if [ "$wanted" != e2e ]; then
    step "Unit tests"
    TMPDIR=${in_memory:-${TMPDIR:-/tmp}} limited 1200 build/release/unit-tests.log \
        ctest --preset release --parallel "$(nproc)"
    step "Scripts"
    limited 60 build/release/hardening-test.log tests/scripts/hardening_test.sh build/release
    limited 300 build/release/failures-test.log tests/scripts/failures_test.sh
    limited 120 build/release/subproject-test.log tests/scripts/subproject_test.sh
    step "Pinned tools, on every series of Python"
    limited 600 build/release/tools-test.log scripts/lib/check-tools.sh
fi

if [ "$wanted" != unit ]; then
    . scripts/lib/end-to-end.sh
    step "Getting what end-to-end tests need"
    prepare_end_to_end
    step "A buildpack made with the installed framework"
    test_hello_buildpack "$lifecycle"
    step "Builds without a lifecycle"
    limited 600 build/release/dev-build-test.log tests/scripts/dev_build_test.sh
    step "End-to-end tests (the log of each half is in $PWD/build/release)"
    run_end_to_end "$PWD/build/release/buildpack"
fi

if [ "$wanted" = all ]; then
    step "With pack and containers (a part; all of it: scripts/test.sh pack)"
    limited 1800 build/release/pack-test.log scripts/test-pack.sh --quick
    if grep -q "\"$arch\"" tests/bench/limits.json; then
        step "System calls and instructions of a rebuild, against limits"
        scripts/package.sh --arch "$arch"
        scripts/bench.sh counts
    fi
fi
