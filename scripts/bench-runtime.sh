#!/usr/bin/env bash
# bench-runtime.sh [ROUNDS [BUILDPACK]]: what the runtime layer costs, from a server on loopback to files in memory, beside what the
# same takes with curl, zstd and tar. Prints a table and writes build/bench/runtime.json.
#
# What is compared runs in turns, ROUNDS times (15), and medians are compared: a busy machine disturbs all alike. Times
# of the processor (user and system) are given beside those on the clock, which others' work distorts more.
#
# BUILDPACK is a buildpack's directory; without it, build/release's is built. RUNTIME_ARCHIVE is the tool that packs.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/free-port.sh
. scripts/lib/packages.sh

rounds=${1:-15}
buildpack=${2:-$repository/build/release/buildpack}
archiver=${RUNTIME_ARCHIVE:-$repository/build/release/bin/runtime-archive}
need_packages python3 curl zstd strace time
if [ $# -lt 2 ]; then
    need_packages "${build_packages[@]}"
    cmake --preset release >/dev/null
    cmake --build --preset release --target buildpack runtime-archive >/dev/null
fi
runtime=$(scripts/lib/get-runtime.sh distribution)
version=$(basename "$runtime" | sed 's/^python-\([0-9.]*\)-.*/\1/')

work=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/adder-bench-XXXXXX")
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

# Archives: the runtime with the window it is published with, one with a large window that is filled, one of one file.
mkdir -p "$work/tree" "$work/large" "$work/one/bin" "$work/app"
tar --zstd -xf "$runtime" -C "$work/tree"
for copy in 1 2 3 4; do cp -a "$work/tree" "$work/large/$copy"; done
echo >"$work/one/bin/python3"
pack() { # tree, directory, window
    "$archiver" pack "$work/$1" --version "$version" --output "$work/$2" --level 9 \
        --window-log "$3" >/dev/null 2>&1
}
pack tree small-window 23
pack large small-window-large 23
pack large large-window 27
pack one tiny 23
archive=$(basename "$runtime")
zstd -dcq "$work/small-window/$archive" >"$work/tree.tar"
entries=$(tar -tf "$work/tree.tar" | wc -l)

port=$(free_port)
python3 -m http.server "$port" --bind 127.0.0.1 --directory "$work" >/dev/null 2>&1 &
server=$!
until curl -so /dev/null "http://127.0.0.1:$port/"; do kill -0 "$server"; done

# The buildpack's own program, as a lifecycle calls it, in empty directories. What stands before it runs it.
adder() { # source [command…]
    local source=$1
    shift
    rm -rf "$work/layers" && mkdir -p "$work/layers" "$work/platform/env" && : >"$work/plan.toml"
    (cd "$work/app" && env -i PATH="$PATH" CNB_BUILDPACK_DIR="$buildpack" \
        CNB_LAYERS_DIR="$work/layers" CNB_PLATFORM_DIR="$work/platform" CNB_BP_PLAN_PATH="$work/plan.toml" \
        CNB_TARGET_OS=linux CNB_TARGET_ARCH="$arch" CNB_TARGET_DISTRO_NAME="$distro" \
        CNB_TARGET_DISTRO_VERSION="$distro_version" BP_PYTHON_VERSION="$version" \
        BP_PYTHON_RUNTIME_SOURCES="index+http://127.0.0.1:$port/$source" \
        "$@" "$buildpack/bin/build" >/dev/null 2>"$work/log") || {
        cat "$work/log" >&2
        fail "the build failed"
    }
}
url=http://127.0.0.1:$port/small-window/$archive
fresh() { rm -rf "$work/out" && mkdir "$work/out"; }

build() { adder small-window; }
curl_tar() { fresh && curl -sS "$url" | tar --zstd -x -C "$work/out"; }
download() { curl -sS -o /dev/null "$url"; }
decode() { zstd -dcq "$work/small-window/$archive" >/dev/null; }
write() { fresh && tar -xf "$work/tree.tar" -C "$work/out"; }

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }
TIMEFORMAT='%3R %3U %3S'
for ((round = 0; round < rounds; ++round)); do
    for what in build curl_tar download decode write; do
        { time "$what"; } 2>"$work/time"
        awk '{ print $1 >> clock; print $2 + $3 >> cpu }' clock="$work/$what.clock" cpu="$work/$what.cpu" "$work/time"
    done
done

slowest_stage=$(for what in download decode write; do echo "$(median "$work/$what.clock") $what"; done |
    sort -n | tail -n 1 | cut -d ' ' -f 2)
slowest=$(median "$work/$slowest_stage.clock")
build_clock=$(median "$work/build.clock") reference_clock=$(median "$work/curl_tar.clock")
build_cpu=$(median "$work/build.cpu") reference_cpu=$(median "$work/curl_tar.cpu")

memory() { adder "$1" /usr/bin/time -o "$work/memory" -f %M && awk '{ printf "%.0f", $1 / 1024 }' "$work/memory"; }
small_memory=$(memory small-window-large)
large_memory=$(memory large-window)

calls() {
    adder "$1" strace -fqq -c -o "$work/calls" \
        -e trace=openat,write,close,mkdirat,symlinkat,linkat,fchmod,fchmodat,fstat,newfstatat,unlinkat
    awk '$NF == "total" { print $(NF - 1) ~ /^[0-9]+$/ ? $4 : $3 }' "$work/calls"
}
per_entry=$(ratio "($(calls small-window) - $(calls tiny))" "$entries")

row() { printf '| %-4s | %-52s | %10s | %10s | %8s | %8s |\n' "$@"; }
row '' figure here beside ratio target
row ---- ---- ---: ---: ---: ---:
row P1 'runtime layer, against curl and tar (s)' "$build_clock" "$reference_clock" \
    "$(ratio "$build_clock" "$reference_clock")" '≤ 0.6'
row '' '  the same in processor time (s)' "$build_cpu" "$reference_cpu" "$(ratio "$build_cpu" "$reference_cpu")" ''
row P1b 'runtime layer, against the slowest stage alone (s)' "$build_clock" "$slowest" \
    "$(ratio "$build_clock" "$slowest")" '≤ 1.3'
row P6 'peak memory with a window of 8 MiB (MiB)' "$small_memory" '' '' '≤ 32'
row '' 'peak memory with a window of 128 MiB (MiB)' "$large_memory" '' '' '≤ 165'
row P7 'system calls for each archive entry' "$per_entry" '' '' '≤ 4'

list() { paste -sd , "$1" | sed 's/,/, /g; s/.*/[&]/'; }
mkdir -p build/bench
cat >build/bench/runtime.json <<JSON
{"rounds": $rounds, "entries": $entries,
 "clock": {"build": $build_clock, "curl_tar": $reference_clock, "slowest_stage": $slowest},
 "cpu": {"build": $build_cpu, "curl_tar": $reference_cpu},
 "peak_mib": {"window_8_mib": $small_memory, "window_128_mib": $large_memory},
 "system_calls_per_entry": $per_entry,
 "runs": {"build": $(list "$work/build.clock"), "build_cpu": $(list "$work/build.cpu"),
          "curl_tar": $(list "$work/curl_tar.clock"), "curl_tar_cpu": $(list "$work/curl_tar.cpu"),
          "slowest_stage": $(list "$work/$slowest_stage.clock")}}
JSON
