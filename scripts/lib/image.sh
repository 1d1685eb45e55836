# Sourced after common.sh: builds an app with the lifecycle into an OCI layout on disk, and runs what came out.
# shellcheck shell=bash disable=SC2154
#
# $work is the app's directory in the cache; it keeps the previous image and the cache layers for the next build.

image_layout() { echo "$work/oci/index.docker.io/library/app/latest"; }

# Words before the lifecycle's creator, as in: inside=(chroot DIRECTORY)
inside=()

# A platform's part of a build. Layers and app directories are new every time, as in a container.
# build_image LIFECYCLE RUN_IMAGE BUILDPACK APP: `$work/env` holds the build's variables, a file each.
build_image() {
    local lifecycle=$1 run_image=$2 buildpack=$3 app=$4
    case $work in
        *[A-Z]*) fail "the lifecycle accepts only lower-case paths for image layouts: $work" \
            "Set ADDER_CACHE_DIR to such a path." ;;
    esac
    as_root rm -rf "$work/app" "$work/layers" "$work/platform" "$work/buildpacks"
    mkdir -p "$work"/{layers,platform,cache,buildpacks/adder_python} "$work/oci/index.docker.io/library/run"
    cp -a "$app" "$work/app"
    cp -a "$work/env" "$work/platform/env"
    ln -s "$buildpack" "$work/buildpacks/adder_python/0.1.0"
    ln -sfn "$run_image" "$work/oci/index.docker.io/library/run/latest"
    printf '[[order]]\n[[order.group]]\nid = "adder/python"\nversion = "0.1.0"\n' >"$work/order.toml"
    printf '[[images]]\nimage = "run"\n' >"$work/run.toml"

    env -i PATH="$PATH" HOME="$work" CNB_PLATFORM_API=0.14 CNB_EXPERIMENTAL_MODE=quiet \
        ${HTTPS_PROXY:+HTTPS_PROXY="$HTTPS_PROXY"} ${NO_PROXY:+NO_PROXY="$NO_PROXY"} \
        "${inside[@]}" "$lifecycle/creator" -uid "$(id -u)" -gid "$(id -g)" -app "$work/app" -buildpacks "$work/buildpacks" \
        -order "$work/order.toml" -run "$work/run.toml" -layers "$work/layers" -platform "$work/platform" \
        -cache-dir "$work/cache" -launcher "$lifecycle/launcher" -layout -layout-dir "$work/oci" app
}

manifest_of() { echo "$1/blobs/sha256/$(jq -r '.manifests[0].digest[7:]' "$1/index.json")"; }
config_of() { echo "$1/blobs/sha256/$(jq -r '.config.digest[7:]' "$(manifest_of "$1")")"; }

# The image's layers that buildpacks made, with their sizes: "adder/python:venv 12 MB".
list_layers() {
    local config
    config=$(config_of "$1")
    jq -r '.config.Labels["io.buildpacks.lifecycle.metadata"] | fromjson | .buildpacks[]
           | .key as $id | (.layers // {}) | to_entries[] | "\($id):\(.key) \(.value.sha)"' "$config" |
        while read -r name digest; do
            printf '  %-24s %s\n' "$name" "$(layer_size "$1" "$digest")"
        done
}

# The layers of a layout are stored as they are, so that a layer's digest is its blob's, or compressed.
layer_size() {
    local index
    index=$(jq --arg digest "$2" '.rootfs.diff_ids | index($digest)' "$(config_of "$1")")
    jq -r --argjson index "$index" '.layers[$index].size' "$(manifest_of "$1")" |
        numfmt --to=si --suffix=B --format='%.1f'
}

# Unpacks the image into $work/root: what a container started from it would see.
unpack_image() {
    local layer
    as_root rm -rf "$work/root"
    mkdir -p "$work/root"
    jq -r '.layers[].digest[7:]' "$(manifest_of "$1")" | while read -r layer; do
        as_root tar --extract --transform 's,^/,,S' --file "$1/blobs/sha256/$layer" --directory "$work/root"
    done
    as_root chmod 1777 "$work/root/tmp"
    open_path "$work"
}

# The image's files are where they were built, perhaps below a home directory that others may not enter.
open_path() {
    local path=$1
    while [ "$path" != / ]; do
        as_root chmod a+rx "$work/root$path"
        path=$(dirname "$path")
    done
}

# start_image LAYOUT PORT LOG: the image's default process, through the lifecycle's launcher, as a user without
# rights. Sets image_pid.
start_image() {
    local entrypoint become_root=()
    mapfile -t image_env < <(jq -r '.config.Env[]' "$(config_of "$1")")
    entrypoint=$(jq -r '.config.Entrypoint[0]' "$(config_of "$1")")
    if [ "$(id -u)" != 0 ]; then become_root=(sudo); fi # not as_root: a function's process is not the one to stop
    "${become_root[@]}" env -i "${image_env[@]}" PORT="$2" chroot --userspec=1000:1000 "$work/root" "$entrypoint" \
        >"$3" 2>&1 &
    image_pid=$!
}

stop_image() {
    [ -n "${image_pid:-}" ] || return 0
    as_root kill "$image_pid" 2>/dev/null || true
    wait "$image_pid" 2>/dev/null || true
    image_pid=
}
