#!/usr/bin/env bash
# dev-build.sh APP [OPTION…] [-- COMMAND…]: builds APP with the buildpack's own programs and starts it, without Docker,
# a registry or an image. The fastest way to try a change, to the buildpack or to an app.
#
#   --process TYPE           starts this process instead of the default one
#   --shell                  an interactive shell in the app's launch environment; -- COMMAND… runs a command there
#   --build-only             starts nothing
#   --last                   builds nothing: starts what the last good build made
#   --clean                  a first build: nothing of the last one is restored
#   --env NAME=VALUE         a variable of the build (several)
#   --launch-env NAME=VALUE  a variable of what is started (several)
#   --bindings DIRECTORY     service bindings for the build
#   --buildpack DIRECTORY    a buildpack that is built already (default: this one, which is built if need be)
#
# The app listens on $PORT (8000, or where that is taken another); Ctrl-C ends it with SIGTERM. A process is started by
# the lifecycle's launcher in a clean environment, as in an image. The next build finds of the last one what the
# lifecycle would restore, and layers it reuses are taken from there. A build that fails leaves the last good one as it
# was. Everything is kept below the cache directory (ADDER_CACHE_DIR, ~/.cache/adder).
#
# Handed on to the build, if set: BP_*, PIP_*, UV_*, SSL_CERT_FILE, SSL_CERT_DIR, CURL_CA_BUNDLE, NO_COLOR.
# Exit code: the app's or the command's; when a phase of the buildpack fails its own, which is 100 if detect finds that
# the app is none for it.
set -euo pipefail
invoked_in=$PWD
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/free-port.sh
. scripts/lib/choose-runtime.sh

step() { printf '\n== %s\n' "$*" >&2; }
usage() {
    fail "${1:-usage: dev-build.sh APP [OPTION…] [-- COMMAND…]}" "The options stand at the top of $repository/scripts/dev-build.sh."
}
lifecycles_part() { /usr/bin/python3 scripts/lib/dev_build.py "$@"; }

image_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
app_directory='' mode=process process='' command=() build=yes clean='' build_env=() launch_env=() bindings='' buildpack=''

is_assignment() { [[ $1 =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || usage "$1 is not NAME=VALUE"; }
given_directory() { # where the script was called from
    (cd "$invoked_in" && cd "$1" 2>/dev/null && pwd) || fail "there is no directory $1"
}

while [ $# -gt 0 ]; do
    case $1 in
        --process | --env | --launch-env | --bindings | --buildpack) [ $# -ge 2 ] || usage "$1 needs a value" ;;
    esac
    case $1 in
        --process) process=$2 && shift ;;
        --env) is_assignment "$2" && build_env+=("$2") && shift ;;
        --launch-env) is_assignment "$2" && launch_env+=("$2") && shift ;;
        --bindings) bindings=$(given_directory "$2") && shift ;;
        --buildpack) buildpack=$(given_directory "$2") && shift ;;
        --shell) mode=command command=(bash) ;;
        --build-only) mode=nothing ;;
        --last) build='' ;;
        --clean) clean=yes ;;
        --)
            shift
            [ $# -gt 0 ] || usage "there is no command behind --"
            mode=command command=("$@")
            break
            ;;
        -*) usage "there is no option $1" ;;
        *)
            [ -z "$app_directory" ] || usage "$1: one app at a time"
            app_directory=$(given_directory "$1")
            ;;
    esac
    shift
done
[ -n "$app_directory" ] || usage

work=$cache/dev-build/$(basename "$app_directory")-$(sha256sum <<<"$app_directory" | cut -c 1-8)
image=$work/image previous=$work/previous failed=$work/failed temporary=$work/temporary
mkdir -p "$work"

# What is started holds the lock, too: its files must not be taken away.
exec 9>"$work/lock"
flock --nonblock 9 || fail "this app is being built or running already, from another dev-build.sh" "Stop that one first."

forget() {
    [ -e "$1" ] || return 0
    chmod -R u+rwX "$1"
    rm -rf "$1"
}

# Temporary files of a build that is interrupted have nobody else who removes them, and some hold what bindings do.
trap 'forget "$temporary"' EXIT

# What a build that was interrupted left: `previous` is there while one is under way.
recover() {
    [ -d "$previous" ] || return 0
    if [ -e "$image/committed" ]; then
        read -r id api <"$work/building"
        lifecycles_part export "$previous" "$image" "$id" "$api" >/dev/null
        forget "$previous"
    else
        undo
    fi
}

undo() { # keeps what the build that failed left, for those who look for the reason
    forget "$failed"
    if [ -d "$image" ]; then mv "$image" "$failed"; fi
    if [ -e "$previous/committed" ]; then mv "$previous" "$image"; else forget "$previous"; fi
}

build_failed() { # CODE WHAT
    undo
    printf 'error: %s (exit code %s)\n' "$2" "$1" >&2
    say "       What it left is in $failed."
    if [ -d "$image" ]; then say "       The last good build is as it was: --last starts it."; fi
    exit "$1"
}

get_buildpack() {
    if [ -z "$buildpack" ]; then
        step "Building the buildpack"
        need_packages "${build_packages[@]}"
        if [ ! -f build/release/build.ninja ]; then cmake --preset release >&2; fi
        cmake --build --preset release --target buildpack runtime-archive >&2
        buildpack=$PWD/build/release/buildpack
    fi
    read -r id version api clear_env < <(lifecycles_part describe "$buildpack")
    [ -n "${id:-}" ] || exit 1
}

# The platform's directory, and a phase's environment: as the lifecycle makes it, nothing else of this one.
make_platform() {
    local assignment
    rm -rf "$work/platform"
    mkdir -p "$work/platform/env"
    hand_on_variables "$work/platform/env"
    for assignment in "${build_env[@]}"; do printf %s "${assignment#*=}" >"$work/platform/env/${assignment%%=*}"; done
    if [ "$id" = adder/python ]; then choose_runtime "$work/platform/env"; fi
    if [ -n "$bindings" ]; then ln -s "$bindings" "$work/platform/bindings"; fi
}

make_phase_env() {
    local name value path=$image_path
    layers=$image/layers/${id//\//_}
    forget "$temporary"
    mkdir "$temporary"
    phase_env=(HOME="$work" TMPDIR="$temporary" CNB_BUILDPACK_DIR="$buildpack" CNB_PLATFORM_DIR="$work/platform"
        CNB_TARGET_OS=linux CNB_TARGET_ARCH="$arch" CNB_TARGET_DISTRO_NAME="$distro"
        ${distro_version:+CNB_TARGET_DISTRO_VERSION="$distro_version"})
    if [ "$api" = 0.12 ]; then phase_env+=(CNB_EXEC_ENV="${CNB_EXEC_ENV:-production}"); fi
    for name in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
        if [ -n "${!name:-}" ]; then phase_env+=("$name=${!name}"); fi
    done
    if [ "$clear_env" = false ]; then
        while IFS= read -r name; do
            IFS= read -r -d '' value <"$work/platform/env/$name" || true # to the end, with its newlines
            if [ "$name" = PATH ]; then path=$value:$path; else phase_env+=("$name=$value"); fi
        done < <(ls "$work/platform/env")
    fi
    phase_env+=(PATH="$path")
}

run_phase() { # NAME ARGUMENT…: in the app's directory; what it prints is for a person
    local phase=$buildpack/bin/$1
    shift
    (cd "$image/app" && exec env -i "${phase_env[@]}" "$phase" "$@") >&2
}

detect_app() {
    local code=0 output
    : >"$work/build-plan.toml"
    phase_env+=(CNB_BUILD_PLAN_PATH="$work/build-plan.toml")
    output=$(run_phase detect "$work/platform" "$work/build-plan.toml" 2>&1) || code=$?
    if [ "$code" != 0 ] || [ "${BP_LOG_LEVEL:-}" = debug ]; then printf '%s\n' "$output" >&2; fi
    case $code in
        0) ;;
        100) build_failed 100 "$id does not recognise $app_directory as an app of its kind" ;;
        *) build_failed "$code" "detect failed" ;;
    esac
    lifecycles_part plan "$work/build-plan.toml" "$work/buildpack-plan.toml" || build_failed 1 "detect's plan is of no use"
}

build_app() {
    local code=0 restored=$previous
    if [ -n "$clean" ]; then restored=$work/nothing; fi
    echo "$id $api" >"$work/building"
    if [ -d "$image" ]; then mv "$image" "$previous"; else mkdir "$previous"; fi
    mkdir "$image"
    cp -a "$app_directory" "$image/app"
    lifecycles_part restore "$restored" "$image" "$id"
    make_platform
    make_phase_env
    step "Building $app_directory with $id $version"
    detect_app
    phase_env+=(CNB_LAYERS_DIR="$layers" CNB_BP_PLAN_PATH="$work/buildpack-plan.toml")
    run_phase build "$layers" "$work/platform" "$work/buildpack-plan.toml" || code=$?
    [ "$code" = 0 ] || build_failed "$code" "the build failed; its message stands above"
    step "Layers, in $layers"
    lifecycles_part export "$restored" "$image" "$id" "$api" >&2 || build_failed 1 "the lifecycle would refuse what the build left"
    forget "$previous"
}

show_launch() {
    local variables
    step "Launch environment"
    variables=$("${launched[@]}" "$lifecycle/launcher" -- env) || fail "the launcher could not set it up"
    comm -13 <("${launched[@]}" env | sort) <(sort <<<"$variables") >&2
    step "Processes"
    lifecycles_part processes "$image" | while read -r type default words; do
        printf '%-12s %-10s %s\n' "$type" "${default/#-/}" "$words" >&2
    done
}

default_process() {
    lifecycles_part processes "$image" | awk '$2 == "default" { print $1 }'
}

stop() { # the first time as a platform does, the second at once
    if [ -z "$stopping" ]; then
        stopping=yes
        say "Stopping $process"
        kill -TERM "$pid" 2>/dev/null || true
        (sleep 10 && kill -KILL -- "-$pid") >/dev/null 2>&1 8>&- 9>&- &
        killer=$!
    else
        kill -KILL -- "-$pid" 2>/dev/null || true
    fi
}

# Waits for the process and returns its exit code; what it leaves of its own is ended.
serve() {
    local code=0
    stopping='' killer=''
    mkdir -p "$work/process"
    ln -sfn "$lifecycle/launcher" "$work/process/$process" # it knows by its name which process it is
    step "Starting $process on http://127.0.0.1:$port/ (Ctrl-C stops it)"
    set -m # a process group of its own, so that Ctrl-C is this script's to pass on
    "${launched[@]}" "$work/process/$process" </dev/null &
    pid=$!
    set +m
    trap stop INT TERM HUP
    while kill -0 "$pid" 2>/dev/null; do
        code=0
        wait "$pid" || code=$?
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
    if [ -n "$killer" ]; then kill "$killer" 2>/dev/null || true; fi
    if [ -n "$stopping" ] && [ "$code" = 143 ]; then code=0; fi
    return "$code"
}

need_packages python3
recover
if [ -n "$build" ]; then
    get_buildpack
    build_app
fi
[ -d "$image" ] || fail "there is no good build of $app_directory yet" "Run this without --last."

lifecycle=$(scripts/lib/get-lifecycle.sh)
port=${PORT:-8000}
if [ -z "${PORT:-}" ] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then port=$(free_port); fi
launched=(env -i PATH="$image_path" HOME="$work" TERM="${TERM:-dumb}" PORT="$port" CNB_PLATFORM_API=0.14
    CNB_LAYERS_DIR="$image/layers" CNB_APP_DIR="$image/app" "${launch_env[@]}")
show_launch

case $mode in
    command) exec "${launched[@]}" "$lifecycle/launcher" -- "${command[@]}" ;;
    process)
        process=${process:-$(default_process)}
        [ -n "$process" ] || fail "no process is the default" \
            "Start one with --process TYPE, a command with -- COMMAND…, or a shell with --shell."
        [[ $'\n'$(lifecycles_part processes "$image" | cut -d ' ' -f 1)$'\n' == *$'\n'"$process"$'\n'* ]] ||
            fail "there is no process $process" "There are: $(lifecycles_part processes "$image" | cut -d ' ' -f 1 | paste -sd ' ')"
        serve
        ;;
esac
