# Sourced after common.sh by what runs tests: no run waits for ever, and what it starts can be interrupted.
# shellcheck shell=bash disable=SC2154
#
#   with_default_signals SCRIPT ARGUMENT…  starts the script again if signals are ignored that it must not ignore
#   limit_run SECONDS                      how long all that follows may take together
#   limited SECONDS LOG COMMAND…           runs a program, at most that long; its output goes to LOG, too. A program that is
#                                          ended names the test it was in

# A shell ignores SIGINT and SIGQUIT for what it starts in the background (`scripts/test.sh &`), which everything below it
# then does too, so that no Ctrl-C that a test sends has an effect.
with_default_signals() {
    local ignored interrupts=$((0x1006)) # SIGINT, SIGQUIT, SIGPIPE
    ignored=$((16#$(sed -n 's/^SigIgn:[[:space:]]*//p' "/proc/$$/status")))
    if [ $((ignored & interrupts)) = 0 ] || [ -n "${ADDER_SIGNALS_RESET:-}" ]; then return; fi
    ADDER_SIGNALS_RESET=yes exec env --default-signal=INT,QUIT,PIPE "$@"
}

limit_run() { deadline=$((SECONDS + $1)); }

# GoogleTest, ctest and our own scripts say which test they begin or have finished.
last_test_in() { # LOG
    grep -E '^\[ RUN      \]|^ +Start +[0-9]+:|^(ok|FAILED) +|^== ' "$1" | tail -n 1
}

limited() {
    local limit=$1 log=$2 code=0 left follower
    shift 2
    left=$((${deadline:-$((SECONDS + limit))} - SECONDS))
    if [ "$left" -lt "$limit" ]; then limit=$((left > 1 ? left : 1)); fi
    # Followed, not piped: what a test leaves behind would keep a pipe open.
    : >"$log"
    tail --lines=+1 --follow "$log" 8>&- 9>&- &
    follower=$!
    timeout --kill-after=20 "$limit" "$@" >>"$log" 2>&1 8>&- 9>&- || code=$?
    sleep 0.2
    kill "$follower" 2>/dev/null || true
    wait "$follower" 2>/dev/null || true
    if [ "$code" = 0 ]; then return; fi
    if [ "$code" = 124 ] || [ "$code" = 137 ]; then
        fail "$1 did not end within $limit seconds; the last that it said of a test is:" "$(last_test_in "$log")" \
            "The whole output is in $log."
    fi
    return "$code"
}
