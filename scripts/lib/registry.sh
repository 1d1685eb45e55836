# Sourced after common.sh and free-port.sh: a registry of one's own on loopback, Debian's docker-registry.
# shellcheck shell=bash disable=SC2154
#
#   start_registry DIRECTORY [CERTIFICATE KEY]
#                                  stores there, speaks TLS if given a certificate; sets registry to its address, as in
#                                  127.0.0.1:40123
#   push_layout LAYOUT NAME[:TAG]  copies an OCI layout into it; prints the reference
#   stop_registry                  the caller's business, best in a trap

registry=
registry_pid=

# The package installs a service that starts by itself: its program alone is taken, unless it is there already.
find_registry_program() {
    if have docker-registry; then
        command -v docker-registry
        return
    fi
    if [ ! -x "$cache/docker-registry/usr/bin/docker-registry" ]; then
        say "Downloading docker-registry"
        unpack_package docker-registry "$cache/docker-registry"
    fi
    echo "$cache/docker-registry/usr/bin/docker-registry"
}

registry_answers() { # whoever it says it is: its own log says what is wrong
    curl --silent --fail --insecure --max-time 2 --noproxy '*' "$1://$registry/v2/" >/dev/null
}

start_registry() {
    local directory=$1 certificate=${2:-} key=${3:-} program port scheme=http tls=''
    need_packages skopeo curl
    program=$(find_registry_program)
    mkdir -p "$directory"
    port=$(free_port)
    registry=127.0.0.1:$port
    if [ -n "$certificate" ]; then scheme=https tls=", tls: {certificate: $certificate, key: $key}"; fi
    cat >"$directory/config.yml" <<CONFIG
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $directory/data}, delete: {enabled: true}}
http: {addr: $registry$tls}
CONFIG
    # Without the descriptor of a lock: the registry may outlive the script that took it.
    "$program" serve "$directory/config.yml" >"$directory/log" 2>&1 8>&- 9>&- &
    registry_pid=$!
    for _ in $(seq 50); do
        if registry_answers "$scheme"; then return; fi
        kill -0 "$registry_pid" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 5 "$directory/log" >&2
    fail "the registry did not start on $registry" "Its output is in $directory/log."
}

stop_registry() {
    [ -n "$registry_pid" ] || return 0
    kill "$registry_pid" 2>/dev/null || true
    wait "$registry_pid" 2>/dev/null || true
    registry_pid=
}

push_layout() {
    skopeo copy --quiet --insecure-policy --preserve-digests --dest-tls-verify=false \
        "oci:$1" "docker://$registry/$2" >&2
    echo "$registry/$2"
}
