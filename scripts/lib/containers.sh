# Sourced after common.sh: an engine for containers that pack can talk to as well.
# shellcheck shell=bash disable=SC2154,SC2034
#
#   find_containers    sets engine, a command that takes `run`, `build`, …, to what is running: what DOCKER_HOST
#                      leads to, or Docker. Returns 1 if there is nothing.
#   start_containers   the same; if there is nothing, starts podman with images and containers of its own, in the
#                      cache directory, and sets DOCKER_HOST. Returns 1 and sets no_containers to the reason.
#   stop_containers    the caller's business, best in a trap: ends what start_containers started

engine=()
no_containers=
podman_service=

engine_socket() {
    local host=${DOCKER_HOST:-unix:///var/run/docker.sock}
    [[ $host = unix://* ]] && echo "${host#unix://}"
}

is_podman() {
    local socket
    socket=$(engine_socket) || return 1
    curl --silent --fail --max-time 5 --unix-socket "$socket" http://engine/libpod/_ping >/dev/null 2>&1
}

# podman's own client, where it is podman that answers: Docker's builds images with what podman does not serve.
find_containers() {
    if have podman && is_podman; then
        engine=(podman --url "unix://$(engine_socket)")
    elif have docker && docker version >/dev/null 2>&1; then
        engine=(docker)
    else
        return 1
    fi
}

# Containers share the host's network, so that they need none of their own: with it go the packages and firewall rules
# it would take. The limits are those of this process: podman's own defaults may be more than it is allowed. What watches
# a command in a container goes soon after it, not minutes later.
write_podman_configuration() {
    local limit runtime=
    limit=$(ulimit -Hn)
    if [ "$limit" = unlimited ] || [ "$limit" -gt 20000 ]; then limit=20000; fi
    # crun, the default, does not work with the older hierarchy of control groups, alone or in part.
    if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ]; then runtime='runtime = "runc"'; fi
    cat >"$1" <<CONFIGURATION
[containers]
default_ulimits = ["nofile=$limit:$limit", "nproc=$limit:$limit"]
netns = "host"
[engine]
$runtime
cgroup_manager = "cgroupfs"
exit_command_delay = 2
events_logger = "file"
CONFIGURATION
}

start_containers() {
    local directory=$cache/containers
    if find_containers; then return; fi
    if [ -n "${DOCKER_HOST:-}" ]; then
        no_containers="nothing answers on DOCKER_HOST ($DOCKER_HOST)"
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        no_containers="Docker does not run, DOCKER_HOST is not set, and podman is started as root only"
        return 1
    fi
    if ! (need_packages podman runc curl); then
        no_containers="podman could not be installed"
        return 1
    fi

    mkdir -p "$directory"
    write_podman_configuration "$directory/containers.conf"
    export CONTAINERS_CONF=$directory/containers.conf
    podman_socket=$directory/podman.sock
    # Without the descriptor of a lock: nothing that podman starts may hold it.
    podman --root "$directory/storage" --runroot "$directory/run" system service --time 0 "unix://$podman_socket" \
        >"$directory/podman.log" 2>&1 8>&- 9>&- &
    podman_service=$!
    export DOCKER_HOST=unix://$podman_socket
    for _ in $(seq 100); do
        if is_podman; then break; fi
        kill -0 "$podman_service" 2>/dev/null || break
        sleep 0.1
    done
    if ! find_containers || ! containers_run; then
        no_containers="podman does not run here; what it said is in $directory/podman.log"
        stop_containers
        return 1
    fi
}

# Starts a container that holds one program, to see whether this machine lets it: in a container itself it may not.
containers_run() {
    local program
    program=$(mktemp -d "$cache/container-check-XXXXXX")
    need_packages busybox-static
    cp /bin/busybox "$program/sh"
    tar --create --directory "$program" sh | "${engine[@]}" import - docker.io/t/check:1 >/dev/null 2>&1 &&
        "${engine[@]}" run --rm --network host docker.io/t/check:1 /sh -c 'exit 0' >>"$cache/containers/podman.log" 2>&1
    local result=$?
    rm -rf "$program"
    return $result
}

stop_containers() {
    [ -n "$podman_service" ] || return 0
    kill "$podman_service" 2>/dev/null || true
    wait "$podman_service" 2>/dev/null || true
    podman_service=
    umount "$cache/containers/storage/overlay" 2>/dev/null || true # podman mounts it on itself, and leaves that
    unset DOCKER_HOST CONTAINERS_CONF
    engine=()
}
