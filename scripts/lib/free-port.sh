# Sourced after common.sh.
# shellcheck shell=bash

# Not in use now. Another process may take it before the one it is for.
free_port() {
    local port
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    fail "no free port was found on 127.0.0.1"
}
