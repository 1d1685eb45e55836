#!/usr/bin/env bash
# other_architecture_test.sh ARCH: builds an app for this machine's architecture, then with the same cache and the same
# image name for ARCH (arm64), then for this one again: with the real lifecycle and a real Python of that architecture,
# all of it emulated by qemu-user. As root, on Debian. scripts/test.sh static ARCH runs it, which has made build/static-ARCH;
# it ends with "N passed, N failed".
#
# The kernel is told what runs programs of ARCH (binfmt_misc), unless it knows, until the test ends.
set -euo pipefail
other=${1:?usage: other_architecture_test.sh ARCH}
cd "$(dirname "$0")/../.."
if [ "${2:-}" != --inside ]; then
    exec unshare --mount --fork --kill-child "$0" "$other" --inside # what is mounted goes with it
fi
. scripts/lib/common.sh
. scripts/lib/image.sh
. scripts/lib/free-port.sh
. tests/scripts/checks.sh

case $other in
    arm64) emulator=qemu-aarch64 machine=aarch64 ;;
    amd64) emulator=qemu-x86_64 machine=x86_64 ;;
    *) fail "usage: other_architecture_test.sh amd64|arm64" ;;
esac
[ "$distro" = debian ] || fail "this is for Debian: elsewhere, packages of other architectures come from other places"
need_packages qemu-user-static arch-test jq python3-venv curl zstd

work=$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/adder-other-$$ # the lifecycle takes no upper-case letters
root=$work-machine
output=$work/log
mkdir "$work" "$root"
registered='' server=''
cleanup() {
    stop_image
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$registered" ] || echo -1 >"$registered"
    umount --recursive "$root/proc" "$root/dev" "$root$work" 2>/dev/null || true
    rm -rf --one-file-system "$work" "$root"
}
trap cleanup EXIT

emulate() {
    local rules=/proc/sys/fs/binfmt_misc
    if arch-test "$other" >/dev/null 2>&1; then return; fi
    mountpoint --quiet $rules || mount -t binfmt_misc binfmt_misc $rules
    cat "/usr/lib/binfmt.d/$emulator.conf" >$rules/register
    registered=$rules/$emulator
    arch-test "$other" >/dev/null || fail "programs for $other cannot be run here"
}

# A machine of that architecture: the run image's files. It sees $work where this one does.
make_machine() {
    local layer
    jq -r '.layers[].digest[7:]' "$(manifest_of "$other_run_image")" | while read -r layer; do
        tar -xf "$other_run_image/blobs/sha256/$layer" -C "$root"
    done
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mkdir -p "$root$work"
    mount --bind "$work" "$root$work"
}

# The distribution's Python of that architecture, beside this one's.
make_runtimes() {
    local apt=$work/apt series
    series=$(readlink /usr/bin/python3)
    series=${series#python}
    mkdir -p "$apt/lists" "$apt/cache" "$work/packages"
    other_apt() {
        apt-get -qq -o APT::Architecture="$other" -o APT::Architectures="$other" -o Dir::State::status=/dev/null \
            -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root "$@" >&2
    }
    other_apt update
    (cd "$work/packages" && other_apt download "python$series-minimal" "libpython$series-minimal" "libpython$series-stdlib")
    cp "build/static-$other/bin/runtime-archive" "$work"
    mkdir "$work/runtimes"
    cp "$own_runtime" "$work/runtimes"
    chroot "$root" sh -ec "cd $work && ./runtime-archive import packages/*.deb --level 3 --output imported" >&2
    cp "$work"/imported/*.tar.zst "$work/runtimes"
    build/release/bin/runtime-archive index "$work/runtimes" >&2
    python_version=$series
}

# Wheels for every Python, and uv's for both architectures.
make_index() {
    local uv platform
    mkdir "$work/files"
    cp "$(scripts/lib/get-wheels.sh)"/*.whl "$work/files"
    uv=$(sed -n "s/^file = \"uv-\(.*manylinux.*_$machine\)\.whl\"/\1/p" buildpack.toml | head -n 1)
    platform=${uv##*-}
    /usr/bin/python3 -m venv "$work/venv"
    "$work/venv/bin/pip" --quiet --disable-pip-version-check download --no-deps --only-binary :all: \
        --platform "${platform%%.*}" --dest "$work/files" "uv==${uv%%-*}" >&2
    /usr/bin/python3 scripts/lib/simple_index.py "$work"
}

make_app() {
    mkdir "$work/source"
    echo 'requests==2.32.3' >"$work/source/requirements.txt"
    cat >"$work/source/main.py" <<'PYTHON'
import http.server, os, platform, requests


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"requests {requests.__version__} on {platform.machine()}\n".encode())


http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
PYTHON
}

serve() {
    local port
    port=$(free_port)
    /usr/bin/python3 scripts/lib/file_server.py "$port" "$work" >/dev/null 2>&1 8>&- 9>&- &
    server=$!
    until curl --silent --output /dev/null --noproxy '*' "http://127.0.0.1:$port/"; do kill -0 "$server"; done
    mkdir "$work/env"
    printf %s "index+http://127.0.0.1:$port/runtimes" >"$work/env/BP_PYTHON_RUNTIME_SOURCES"
    printf %s "http://127.0.0.1:$port/simple/" >"$work/env/UV_DEFAULT_INDEX"
    printf %s "$python_version" >"$work/env/BP_PYTHON_VERSION"
    printf %s 1 >"$work/env/NO_COLOR"
}

# A build whose output is in $output, and whose exit code is in code.
build_here() {
    code=0
    inside=()
    build_image "$own_lifecycle" "$own_run_image" "$PWD/build/release/buildpack" "$work/source" >"$output" 2>&1 || code=$?
}
build_there() {
    code=0
    inside=(chroot "$root")
    build_image "$work/lifecycle" "$other_run_image" "$work/buildpack" "$work/source" >"$output" 2>&1 || code=$?
}
succeeds() { [ "$code" = 0 ]; }
is_for() { [ "$(jq -r .architecture "$(config_of "$(image_layout)")")" = "$1" ]; }
answers() { # what the image's default process says
    local port
    port=$(free_port)
    unpack_image "$(image_layout)"
    start_image "$(image_layout)" "$port" "$work/app.log"
    curl --silent --fail --noproxy '*' --retry 100 --retry-delay 0 --retry-max-time 60 --retry-connrefused \
        --max-time 100 "http://127.0.0.1:$port/" >"$work/answer" || cat "$work/app.log"
    stop_image
    grep -qx "$1" "$work/answer"
}

say "Preparing (some minutes the first time)"
emulate
own_runtime=$(scripts/lib/get-runtime.sh distribution)
own_lifecycle=$(scripts/lib/get-lifecycle.sh)
own_run_image=$(scripts/lib/get-run-image.sh "$own_runtime")
cp -a "$(env -u LIFECYCLE_DIR GOARCH="$other" scripts/lib/get-lifecycle.sh)" "$work/lifecycle"
other_run_image=$work/run-image
cp -a "$(scripts/lib/get-run-image.sh --arch "$other" "$own_runtime")" "$other_run_image"
cp -a --dereference "build/static-$other/buildpack" "$work/buildpack"
make_machine
make_runtimes
make_index
make_app
serve

build_here
check "an app is built for $arch" succeeds + is_for "$arch"
build_there
check "with the cache and the previous image of $arch, it is built for $other" succeeds + is_for "$other"
check "nothing of the previous image is taken, and the log says why" \
    says 'Not reusing Python: the target changed from linux/'"$arch"' .* to linux/'"$other" + \
    says 'Not reusing them: they were installed for another Python' + \
    says 'Adding layer .adder/python:python.' + says 'Adding layer .adder/python:venv.'
check "nor of the cache" says 'Downloading Python' + says 'Not using what the last build kept of packages: it is of another Python'
check "it runs" answers "requests 2.32.3 on $machine"
build_there
check "again, nothing is installed" succeeds + says 'Nothing to install'
build_here
check "and back" succeeds + is_for "$arch" + says "Not reusing Python: the target changed from linux/$other"
check "it runs, too" answers "requests 2.32.3 on $(uname -m)"
finish
