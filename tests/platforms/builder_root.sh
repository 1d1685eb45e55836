# Sourced by tests beside it, in the repository's directory: runs a platform's steps as containers of a builder image would
# be run.
# shellcheck shell=bash disable=SC2154,SC2034
#
# The builder image is this machine's root file system, seen through an overlay, with /cnb as a builder has it. What the
# steps write stays in the overlay and goes with the mount namespace that the test runs in (`unshare --mount`).

. scripts/lib/common.sh
. scripts/lib/free-port.sh
. scripts/lib/registry.sh
. scripts/lib/go.sh
. tests/scripts/checks.sh

# enter_namespace "$@": runs the test again in a mount namespace of its own, unless it is in one.
enter_namespace() {
    [ -z "${in_namespace:-}" ] || return 0
    [ "$(id -u)" = 0 ] || fail "this test mounts an overlay, which needs root"
    export in_namespace=yes
    exec unshare --mount "$0" "$@"
}

# get_ready: gets what the tests have in common, and sets runtime and its series, wheels, lifecycle, run_image; work, a
# directory that goes with the test, and output, a file for what commands write.
get_ready() {
    need_packages openssl skopeo jq
    runtime=$(scripts/lib/get-runtime.sh distribution)
    series=$(basename "$runtime" | sed 's/^python-\([0-9]*\.[0-9]*\).*/\1/')
    wheels=$(scripts/lib/get-wheels.sh)
    lifecycle=$(scripts/lib/get-lifecycle.sh)
    run_image=$(scripts/lib/get-run-image.sh "$runtime")
    work=$(mktemp -d)
    output=$work/log
    mkdir "$work/builder"
    trap 'stop_registry; umount -R "$work/builder" 2>/dev/null; rm -rf "$work"' EXIT
}

# make_builder DIRECTORY LIFECYCLE BUILDPACK WHEELS RUN_IMAGE: sets builder to the root directory.
make_builder() {
    local directory=$1 lifecycle=$2 buildpack=$3 wheels=$4 run_image=$5
    mount -t tmpfs tmpfs "$directory"
    mkdir "$directory"/{upper,work,root}
    mount -t overlay overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" "$directory/root"
    builder=$directory/root
    for name in proc dev; do mount --rbind "/$name" "$builder/$name"; done
    mkdir -p "$builder"/cnb/{lifecycle,buildpacks/adder_python} "$builder/tekton/results"
    cp -a "$lifecycle/." "$builder/cnb/lifecycle"
    cp -a "$buildpack" "$builder/cnb/buildpacks/adder_python/0.1.0"
    cp -a "$wheels" "$builder/cnb/buildpacks/adder_python/0.1.0/wheels"
    printf '[[order]]\n[[order.group]]\nid = "adder/python"\nversion = "0.1.0"\n' >"$builder/cnb/order.toml"
    printf '[[images]]\nimage = "%s"\n' "$run_image" >"$builder/cnb/run.toml"
    mkdir "$builder/home/builder"
    chown 1000:1000 "$builder/home/builder"
    chmod -R a+rX "$builder/cnb"
}

# in_builder USER NAME=VALUE… -- COMMAND…: in the image's environment.
in_builder() {
    local user=${1:-1000} env=()
    shift
    while [ "$1" != -- ]; do env+=("$1") && shift; done
    shift
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/builder \
        CNB_USER_ID=1000 CNB_GROUP_ID=1000 "${env[@]}" chroot --userspec="$user:1000" --groups=1000 "$builder" "$@"
}
