# Sourced after checks.sh and containers.sh: apps as `pack build` makes images of them, and their containers.
# shellcheck shell=bash disable=SC2154,SC2034
#
# Images are named docker.io/t/NAME:BASE, where NAME is the app's and BASE, as in debian-12, the base image's.

image_of() { echo "docker.io/t/test-$1:${2:-$base}"; } # APP [BASE]

# What every build gets: this machine's certificate authorities and package index, where it has its own.
common_options=()
choose_common_options() {
    local name
    common_options=(--pull-policy never --trust-builder --docker-host inherit --network host)
    if [ -n "${SSL_CERT_FILE:-}" ]; then
        binding "$work/machine" ca-certificates
        cp "$SSL_CERT_FILE" "$work/machine/machine.pem"
        common_options+=(--volume "$work/machine:/platform/bindings/machine:ro")
    fi
    for name in UV_DEFAULT_INDEX UV_INDEX_URL PIP_INDEX_URL PIP_EXTRA_INDEX_URL; do
        if [ -n "${!name:-}" ]; then common_options+=(--env "$name=${!name}"); fi
    done
}

binding() { # DIRECTORY TYPE
    mkdir -p "$1"
    printf %s "$2" >"$1/type"
}

# A directory of runtimes as the source of a build, and a version.
from_runtimes() { # VERSION
    runtime_options=(--volume "$runtimes:/runtimes:ro" --env BP_PYTHON_RUNTIME_SOURCES=index+file:///runtimes
        --env "BP_PYTHON_VERSION=$1")
}

# build NAME DIRECTORY OPTION…: what pack says goes to $work/NAME.log, its exit code is the function's.
build() {
    local name=$1 directory=$2
    shift 2
    "$pack" build "$(image_of "$name")" --path "$directory" --builder "$builder" --no-color \
        --cache "type=build;format=volume;name=adder-test-$name-$base" \
        --cache "type=launch;format=volume;name=adder-test-$name-$base-launch" \
        "${common_options[@]}" "$@" >"$work/$name.log" 2>&1
}

built() { # the same, for checks: a failure tells what pack said
    build "$@" || { cat "$work/$1.log" && return 1; }
}

forget() { # NAME: its image and cache, so that the next build is a first one
    "${engine[@]}" rmi --force "$(image_of "$1")" >/dev/null 2>&1 || true
    "${engine[@]}" volume rm --force "adder-test-$1-$base" "adder-test-$1-$base-launch" >/dev/null 2>&1 || true
}

exists() { "${engine[@]}" image inspect "$1" >/dev/null 2>&1; } # IMAGE
id_of() { "${engine[@]}" image inspect --format '{{.Id}}' "$1"; }
layers_of() { "${engine[@]}" image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "$1" | sed '/^$/d'; }
layers_above() { # IMAGE BASE-IMAGE: those it has in addition
    layers_of "$1" | tail -n "+$(($(layers_of "$2" | wc -l) + 1))"
}

# Containers have a network of their own that holds nothing else: no port is taken, and nobody else is reached.
container=
start() { # IMAGE OPTION…
    local image=$1
    shift
    container=adder-test-$$
    "${engine[@]}" run --pull never --detach --name "$container" --network none "$@" "$image" >"$work/start.log" 2>&1 ||
        { cat "$work/start.log" && return 1; }
}

# A command in the app's environment, beside its process.
inside() { "${engine[@]}" exec "$container" /cnb/lifecycle/launcher -- "$@"; }

# ask PATH [FORM-DATA]: prints the answer of the app's port 8000, which may take its time to open.
ask() { inside python -c "$(cat tests/pack/ask.py)" "http://127.0.0.1:8000$1" "${@:2}"; }

answers() { # PATH TEXT…
    local path=$1 answer text
    shift
    answer=$(ask "$path" 2>&1) || { echo "$answer" && "${engine[@]}" logs "$container" && return 1; }
    for text; do
        [[ $answer = *"$text"* ]] || { printf 'it does not answer: %s\nbut: %s\n' "$text" "$answer" && return 1; }
    done
}

# Sets stopped_after (whole seconds, at least) and exit_code.
stop() {
    local start=$SECONDS
    "${engine[@]}" stop --time 30 "$container" >/dev/null 2>&1
    stopped_after=$((SECONDS - start))
    exit_code=$("${engine[@]}" inspect --format '{{.State.ExitCode}}' "$container")
}

remove() {
    [ -n "$container" ] || return 0
    "${engine[@]}" rm --force "$container" >/dev/null 2>&1 || true
    container=
}
