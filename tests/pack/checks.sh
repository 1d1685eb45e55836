# Sourced after common.sh: stories and their checks. A check that does not hold is told with what it saw, and the
# others go on.
# shellcheck shell=bash disable=SC2154
#
#   story TEXT               a heading
#   check WHAT COMMAND…      `ok - WHAT` if the command succeeds, else `not ok - WHAT` and what the command wrote
#   skip WHAT REASON         says that, and counts it
#   summary                  `N passed, N failed`; fails if any did

passed=0
failed=0
skipped=0
began=$SECONDS

story() { printf '\n# %s\n' "$*"; }

check() {
    local what=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok - %s\n' "$what"
    else
        failed=$((failed + 1))
        printf 'not ok - %s\n' "$what"
        printf '    %s\n' "\$ $*"
        tail -n 40 "$work/check.log" | sed 's/^/    /'
        return 1
    fi
}

skip() {
    skipped=$((skipped + 1))
    printf 'skipped - %s: %s\n' "$1" "$2"
}

summary() {
    printf '\n%d passed, %d failed' "$passed" "$failed"
    if [ "$skipped" != 0 ]; then printf ', %d skipped' "$skipped"; fi
    printf ' (%d s)\n' $((SECONDS - began))
    [ "$failed" = 0 ] && [ "$passed" != 0 ]
}

# What checks are made of. Each says what it saw when it does not hold.

says() { # FILE TEXT…
    local text file=$1 result=0
    shift
    for text; do
        grep -qF -- "$text" "$file" || { echo "it does not say: $text" && result=1; }
    done
    [ $result = 0 ] || cat "$file"
    return $result
}

says_not() { # FILE TEXT…
    local text file=$1 result=0
    shift
    for text; do
        if grep -F -- "$text" "$file"; then result=1; fi
    done
    return $result
}

same() { # WANTED FOUND
    [ "$1" = "$2" ] || { printf 'wanted: %s\nfound:  %s\n' "$1" "$2" && return 1; }
}

differ() { # ONE OTHER
    [ "$1" != "$2" ] || { printf 'both: %s\n' "$1" && return 1; }
}

fails() { # COMMAND…
    ! "$@" || { echo "it succeeded" && return 1; }
}

at_most() { # LIMIT FOUND
    [ "$2" -le "$1" ] || { printf 'at most: %s\nfound:   %s\n' "$1" "$2" && return 1; }
}
