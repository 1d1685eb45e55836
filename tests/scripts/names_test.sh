#!/usr/bin/env bash
# names_test.sh PROGRAM…: how each program (a runtime-archive) finds the addresses of servers. As root.
#
# All of it happens in namespaces of its own: a network that is nothing but a loopback device, with a real name server
# (dnsmasq) and a real HTTPS server on it, and /etc files of its own. A static program resolves names by other means
# than a dynamic one; users must not notice.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh

if [ "${1:-}" != --inside ]; then
    need_packages openssl python3 util-linux iproute2 dnsmasq-base
    exec unshare --mount --net --fork --kill-child "$0" --inside "$@"
fi
shift

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
ip link set lo up
ip address add 127.0.0.53/8 dev lo 2>/dev/null || true

passed=0 failed=0
check() { # WHAT STATUS
    if [ "$2" = 0 ]; then
        echo "ok - $program: $1" && passed=$((passed + 1))
    else
        echo "not ok - $program: $1" && failed=$((failed + 1))
        sed 's/^/    /' "$work/output"
    fi
}

# What the programs read of the system, as this test wants it.
own_file() { # NAME
    cat >"$work/$(basename "$1")"
    mount --bind "$work/$(basename "$1")" "$1"
}
[ -e /etc/nsswitch.conf ] || touch /etc/nsswitch.conf
own_file /etc/nsswitch.conf <<<'hosts: files dns'
own_file /etc/hosts <<<'127.0.0.1 localhost in-hosts.example'
resolv() { printf '%s\n' "$@" >"$work/resolv.conf"; }
[ -e /etc/resolv.conf ] || touch /etc/resolv.conf
own_file /etc/resolv.conf <<<'nameserver 127.0.0.53'

/usr/sbin/dnsmasq --keep-in-foreground --no-resolv --no-hosts --port=53 --listen-address=127.0.0.53 \
    --bind-interfaces --user=root --pid-file= --local=/example/ --local=/local/ \
    --host-record=server.example,127.0.0.1 --host-record=six.example,::1 \
    --host-record=mirror.svc.cluster.local,127.0.0.1 --cname=alias.example,server.example >"$work/dns.log" 2>&1 &

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" -days 2 \
    -subj /CN=names -addext "subjectAltName=$(printf 'DNS:%s,' {in-hosts,server,alias,six}.example)DNS:mirror,DNS:mirror.svc" 2>/dev/null
mkdir "$work/files"
echo '{"schema": 1, "archives": []}' >"$work/files/index.json"
cat >"$work/server.py" <<'SERVER'
import functools, http.server, socket, ssl, sys

class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

directory, certificate, key = sys.argv[1:]
server = Server(("::", 8443), functools.partial(http.server.SimpleHTTPRequestHandler, directory=directory))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
SERVER
/usr/bin/python3 "$work/server.py" "$work/files" "$work/cert.pem" "$work/key.pem" >"$work/server.log" 2>&1 &
for _ in $(seq 100); do
    if (exec 3<>/dev/tcp/127.0.0.1/8443) 2>/dev/null; then break; fi
    sleep 0.1
done

# list HOST: asks the server for its index by that name.
list() {
    timeout 120 env -i PATH=/usr/bin:/bin HOME="$work" SSL_CERT_FILE="$work/cert.pem" \
        "$program" list --json "https://$1:8443/" >"$work/output" 2>&1
}
finds() { # WHAT HOST
    local status=0
    list "$2" || status=$?
    if [ $status = 0 ] && ! grep -q '"archives"' "$work/output"; then status=1; fi
    check "$1" $status
}
fails_saying() { # WHAT HOST TEXT
    local status=1
    if ! list "$2" && grep -q "$3" "$work/output"; then status=0; fi
    check "$1" $status
}

for program in "$@"; do
    resolv 'nameserver 127.0.0.53'
    finds "a name in /etc/hosts" in-hosts.example
    finds "a name that the name server knows" server.example
    finds "another name for it (CNAME)" alias.example
    finds "a name with an IPv6 address only" six.example
    fails_saying "a name that nobody knows" nobody.example "nobody.example"
    resolv 'nameserver 127.0.0.53' 'search svc.cluster.local cluster.local' 'options ndots:5'
    finds "a short name, with Kubernetes' search list" mirror
    finds "part of a name, with Kubernetes' search list" mirror.svc
    finds "a whole name, past the search list" server.example
    resolv 'nameserver 127.0.0.54' 'nameserver 127.0.0.53' 'options timeout:1 attempts:2'
    finds "a second name server, where the first does not answer" server.example
    resolv '# none'
    finds "a name in /etc/hosts, without a name server" in-hosts.example
    fails_saying "any other name, without a name server" server.example "server.example"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
