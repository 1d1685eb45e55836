# Sourced by tests of scripts: checks that are told one by one, and a last line "N passed, N failed".
# shellcheck shell=bash

passed=0 failed=0

# check WHAT CONDITION… [+ CONDITION…]…: each condition is a command. If one is not met, the file $output is shown.
check() {
    local what=$1 condition
    shift
    while [ $# -gt 0 ]; do
        condition=()
        while [ $# -gt 0 ] && [ "$1" != + ]; do condition+=("$1") && shift; done
        if [ $# -gt 0 ]; then shift; fi
        if ! "${condition[@]}"; then
            failed=$((failed + 1))
            echo "FAILED  $what"
            echo "        (${condition[*]}; the output of that run:)"
            sed 's/^/        | /' "${output:-/dev/null}"
            return 0
        fi
    done
    passed=$((passed + 1))
    echo "ok      $what"
}

not() { ! "$@"; }
says() { grep -qE -- "$1" "$output"; }
is_silent_about() { not says "$1"; }

finish() {
    echo
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
