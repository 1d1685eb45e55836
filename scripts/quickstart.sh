#!/usr/bin/env bash
# quickstart.sh [APP]: from a clone to a running web app.
#
# Builds the buildpack, gets a Python runtime and the CNB lifecycle, builds APP (examples/flask-app) to an OCI
# image, starts it and asks it something. Run again, it shows the rebuild. Apart from packages, nothing is changed
# outside the repository and the cache directory (ADDER_CACHE_DIR, ~/.cache/adder).
#
# Handed on to the build, if set: BP_*, PIP_*, UV_*, SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE, NO_COLOR.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/image.sh
. scripts/lib/free-port.sh
. scripts/lib/choose-runtime.sh

step() { printf '\n== %s\n' "$*" >&2; }
now() { date +%s.%N; }
since() { awk -v start="$1" -v end="$(now)" 'BEGIN { printf "%.1f s", end - start }'; }

app=$(realpath "${1:-examples/flask-app}")
[ -d "$app" ] || fail "there is no directory $app" "Give the directory of a Python web app."
work=$cache/quickstart/$(basename "$app" | tr '[:upper:]' '[:lower:]')
mkdir -p "$work"

# Sets runtimes to what the run image must hold the libraries of, and writes the build's variables to $work/env.
get_runtime() {
    rm -rf "$work/env"
    mkdir -p "$work/env"
    hand_on_variables "$work/env"
    choose_runtime "$work/env"
    [ -n "$runtime_url" ] || return 0
    local runtime
    runtime=$cache/$(basename "$runtime_url")
    if [ ! -f "$runtime" ]; then
        curl --silent --fail --location --output "$runtime.partial" "$runtime_url"
        mv "$runtime.partial" "$runtime"
    fi
    runtimes=("$runtime")
}

step "1/5 Building the buildpack"
need_packages "${build_packages[@]}" jq
cmake --preset release >"$work/cmake.log" 2>&1 || { cat "$work/cmake.log" >&2; fail "CMake could not configure"; }
cmake --build --preset release --target buildpack runtime-archive >&2
buildpack=$PWD/build/release/buildpack

step "2/5 Getting a Python runtime"
get_runtime

step "3/5 Getting the CNB lifecycle and a run image"
lifecycle=$(scripts/lib/get-lifecycle.sh)
run_image=$(scripts/lib/get-run-image.sh "${runtimes[@]}")
say "Lifecycle: $lifecycle"
say "Run image: $run_image"

step "4/5 Building $app"
layout=$(image_layout)
[ -d "$layout" ] && kind="Rebuild" || kind="First build"
start=$(now)
build_image "$lifecycle" "$run_image" "$buildpack" "$app" >&2 ||
    fail "the build failed" "Its message stands above."
build_time=$(since "$start")

step "5/5 Starting the image and asking it for /"
unpack_image "$layout"
port=$(free_port)
trap stop_image EXIT
start=$(now)
start_image "$layout" "$port" "$work/app.log"
answer=$(curl --silent --fail --noproxy '*' --retry 60 --retry-delay 0 --retry-max-time 30 \
    --retry-connrefused --max-time 60 "http://127.0.0.1:$port/") || {
    cat "$work/app.log" >&2
    fail "the app did not answer on port $port" "Its output stands above."
}
answer_time=$(since "$start")
stop_image

cat <<SUMMARY

$answer

$kind: $build_time; answered after $answer_time
Image (OCI layout): $layout
$(list_layers "$layout")

Next:
  $0 ${1:-}                          again: the rebuild
  skopeo copy oci:$layout docker-daemon:my-app:latest    hand the image to Docker
  pack build my-app --path $app \\
       --buildpack $buildpack --builder BUILDER                with a builder whose base image is $distro $distro_version
SUMMARY
