#!/usr/bin/env bash
# bench.sh [FIGURE…] [--runs N] [--buildpack DIR] [--json FILE] [--svg FILE]: what the buildpack costs, beside what the
# same work takes without it. Prints a table and writes JSON (build/bench/bench.json) and a plot of cost over size (.svg).
#
#   P1 P1b P6 P7   the runtime layer, beside curl and tar (scripts/bench-runtime.sh)
#   P2             the cold build phase of two apps (tests/bench), beside `uv venv` and `uv pip install`, and beside pip
#   P3             a whole rebuild with nothing changed, through a registry, beside a buildpack that does nothing
#   P4             the build phase after one pin changed, beside the cold one
#   P5             detect
#   P8             `runtime-archive pack`, beside tar and zstd
#   P9             the size of the packaged buildpack
#   R7             whether cold builds of the two apps make the same layers
#   sizes          cold builds and rebuilds of 1 to 300 dependencies, and of 1 MB to 1 GB of them
#
# Without a FIGURE, all. What is compared runs in turns, N times (default 3; the short ones more often), in memory if
# /dev/shm is there. The buildpack is the packaged one, dist/buildpack/linux/ARCH, which is made if need be.
#
# bench.sh counts [--buildpack DIR] [--update]: system calls and instructions of detect and of a rebuild with nothing
# changed, which are nearly the same on every machine of an architecture. Fails if they exceed the limits in tests/bench/limits.json;
# --update writes these.
set -euo pipefail
invoked_in=$PWD
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/free-port.sh
. scripts/lib/registry.sh

all=(P1 P1b P2 P3 P4 P5 P6 P7 P8 P9 R7 sizes)
usage() {
    fail "${1:-usage: bench.sh [FIGURE…|counts] [--runs N] [--buildpack DIR] [--json FILE] [--svg FILE]}" \
        "Figures: ${all[*]}"
}
from_caller() { (cd "$invoked_in" && realpath -m "$1"); }

figures=() runs=3 buildpack='' json=build/bench/bench.json svg=build/bench/bench.svg counts='' update=()
while [ $# -gt 0 ]; do
    case $1 in
        --runs | --buildpack | --json | --svg) [ $# -ge 2 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
        --runs) [[ $2 =~ ^[1-9][0-9]*$ ]] || usage "--runs: $2 is no number" && runs=$2 && shift ;;
        --buildpack) buildpack=$(from_caller "$2") && shift ;;
        --json) json=$(from_caller "$2") && shift ;;
        --svg) svg=$(from_caller "$2") && shift ;;
        --update) update=(--update) ;;
        counts) counts=yes ;;
        *)
            [[ " ${all[*]} " == *" $1 "* ]] || usage "there is no figure or option $1"
            figures+=("$1")
            ;;
    esac
    shift
done
[ ${#figures[@]} -gt 0 ] || figures=("${all[@]}")
wants() {
    local figure
    for figure in "$@"; do if [[ " ${figures[*]} " == *" $figure "* ]]; then return; fi; done
    return 1
}

work=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/adder-bench-XXXXXX")
server=
cleanup() {
    stop_registry
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

if [ -z "$buildpack" ]; then
    buildpack=$PWD/dist/buildpack/linux/$arch
    if [ ! -x "$buildpack/bin/build" ]; then
        say "Packaging the buildpack (scripts/package.sh)"
        scripts/package.sh --arch "$arch" >&2
    fi
fi
[ -x "$buildpack/bin/build" ] || fail "$buildpack is no buildpack's directory"
archiver=$({ find "$PWD/build/static-$arch/bin/runtime-archive" "$PWD"/dist/runtime-archive-*-"linux-$arch" 2>/dev/null || true; } |
    head -n 1)
[ -n "$archiver" ] || fail "there is no static runtime-archive" "Make it: scripts/package.sh --arch $arch"
need_packages python3 zstd strace
runtime=$(RUNTIME_ARCHIVE="$archiver" scripts/lib/get-runtime.sh source 3.13)

options=(--work "$work" --repository "$PWD" --buildpack "$buildpack" --runtime "$runtime" --arch "$arch"
    --distro "$distro" --distro-version "$distro_version")
measure() { # PROGRAM [OPTION…]: without what this shell sets for pip and uv
    env -u PIP_FIND_LINKS PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "scripts/lib/$1" "${@:2}"
}

need_packages curl
port=$(free_port)
/usr/bin/python3 scripts/lib/file_server.py "$port" "$work" >/dev/null 2>&1 8>&- 9>&- &
server=$!
until curl --silent --output /dev/null --noproxy '*' "http://127.0.0.1:$port/"; do kill -0 "$server"; done
options+=(--server "http://127.0.0.1:$port")

if [ -n "$counts" ]; then
    need_packages valgrind
    measure bench_counts.py "${options[@]}" --wheels "$(scripts/lib/get-wheels.sh)" "${update[@]}"
    exit
fi

need_packages time hyperfine
if wants P2 P3 P4 P5 R7 sizes; then
    index=$(scripts/lib/get-bench-wheels.sh)
    ln -s "$index" "$work/index"
    ln -s "$(dirname "$runtime")" "$work/runtimes"
    mkdir "$work/uv"
    /usr/bin/python3 -m zipfile -e "$index"/files/uv-*.whl "$work/uv"
    uv=$(find "$work/uv" -path '*/scripts/uv' -type f)
    chmod +x "$uv"
    options+=(--uv "$uv" --wheels "$index/files")
fi
if wants P3 sizes; then
    lifecycle=$(scripts/lib/get-lifecycle.sh)
    run_layout=$(scripts/lib/get-run-image.sh "$runtime")
    start_registry "$work/registry"
    options+=(--lifecycle "$lifecycle" --registry "$registry" --run-image "$(push_layout "$run_layout" bench/run:1)")
fi
mkdir -p "$work/tree" "$(dirname "$json")" "$(dirname "$svg")"
tar --zstd -xf "$runtime" -C "$work/tree"
measure bench.py "${figures[@]}" "${options[@]}" --runs "$runs" --archiver "$archiver" \
    --python "$work/tree/bin/python3" --json "$json" --svg "$svg"
say "Figures: ${json#"$PWD"/}$(wants sizes && echo "; the plot: ${svg#"$PWD"/}")"
