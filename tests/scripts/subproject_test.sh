#!/usr/bin/env bash
# Configures a project that has Adder as a subdirectory: it gets the framework's libraries, and the tests only if it asks
# for them. Ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. tests/scripts/checks.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=$work/output

cat >"$work/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.22)
project(outer LANGUAGES CXX)
add_subdirectory("$PWD" adder)
add_executable(program program.cpp)
target_link_libraries(program PRIVATE adder::cnb)
CMAKE
printf '#include <adder/cnb/layers.hpp>\nint main() {}\n' >"$work/program.cpp"

# configure DIRECTORY [OPTION…]: leaves the programs and libraries that would be built in $output.
configure() {
    rm -rf "$work/build"
    cmake -S "$1" -B "$work/build" -G Ninja "${@:2}" >"$output" 2>&1 || return
    sed -nE 's,^build (adder/)?((bin/)?[a-z_]+(\.a)?)[ :].*_LINKER_.*,\2,p' "$work/build/build.ninja" >"$output"
}
builds() { says "^$1\$"; }

check "the outer project has its program, the framework and no tests" \
    configure "$work" + builds program + builds libadder_cnb.a + not builds bin/base_test
check "it has the tests if it asks for them" configure "$work" -DADDER_BUILD_TESTS=ON + builds bin/base_test
check "Adder alone has the tests" configure . + builds bin/base_test
check "Adder alone can be built without them" \
    configure . -DADDER_BUILD_TESTS=OFF + builds libadder_cnb.a + not builds bin/base_test
finish
