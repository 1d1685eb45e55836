#!/usr/bin/env bash
# That every script says what failed and how to go on, whatever step of it fails and wherever its output goes. Ends with
# "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. tests/scripts/checks.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=$work/output

# Programs that scripts get by, each of which fails without a word. Nothing is installed, and nothing can be.
broken=$work/broken
mkdir "$broken"
for program in dpkg-query apt-get apt-cache cmake ninja go docker podman curl mmdebstrap unshare skopeo; do
    printf '#!/bin/sh\nexit 9\n' >"$broken/$program"
    chmod +x "$broken/$program"
done

# run_broken COMMAND…: its exit code is in code.
run_broken() {
    env -i PATH="$broken:/usr/bin:/bin" HOME="$work" ADDER_CACHE_DIR="$work/cache" "$@" >"$output" 2>&1 </dev/null
    code=$?
}
fails_with_a_message() { [ "$code" != 0 ] && grep -q '^error: ' "$output"; }

declare -A arguments=(
    [build-runtimes.sh]="build $work/runtimes" [gates.sh]="format" [dev-build.sh]="examples/flask-app" [refresh.sh]="--check static"
    [release.sh]="image name" [static-libraries.sh]="amd64" [test.sh]="unit" [package.sh]="--arch amd64"
    [check-wheels.sh]="3.14" [get-base-image.sh]="debian-13" [get-runtime.sh]="distribution"
)
echo "== Every script, with programs that fail"
for script in scripts/*.sh scripts/lib/*.sh examples/builder/make.sh tests/pack/get-standalone.sh; do
    [ -x "$script" ] || continue # to be sourced
    # shellcheck disable=SC2086 # several
    run_broken "$script" ${arguments[${script##*/}]:-}
    check "$script" fails_with_a_message
done

echo "== The first choice of a download cannot be had"
# apt serves the second suite alone.
first_choice=$work/first-choice
mkdir "$first_choice"
cat >"$first_choice/apt-get" <<APT
#!/bin/sh
grep -q ' trixie ' $work/cache/apt/sources.list && exit 100
case "\$*" in
    *--print-uris*)
        for file in python3.13_3.13.9.orig.tar.xz python3.13_3.13.9-1.dsc python3.13_3.13.9.orig.tar.xz.asc; do
            echo "'file:$work/served/\$file' \$file 6 SHA256:$(printf 'served' | sha256sum | cut -d ' ' -f 1)"
        done
        ;;
esac
APT
mkdir "$work/served" # without the signature, as some mirrors have it
printf served | tee "$work/served/python3.13_3.13.9.orig.tar.xz" >"$work/served/python3.13_3.13.9-1.dsc"
printf '#!/bin/sh\necho "install ok installed"\n' >"$first_choice/dpkg-query"
printf '#!/bin/sh\necho "the tool was given: $*" >&2\nexit 3\n' >"$first_choice/tool"
chmod +x "$first_choice"/*
env -i PATH="$first_choice:/usr/bin:/bin" HOME="$work" ADDER_CACHE_DIR="$work/cache" RUNTIME_ARCHIVE="$first_choice/tool" \
    scripts/lib/get-runtime.sh source 3.13 >"$output" 2>&1 </dev/null
check "CPython's source comes from the next suite, and the log says so" \
    says '^Debian trixie has no source package python3.13 that can be downloaded$' \
    + says 'the tool was given: build 3.13.9 --source .*/python3.13_3.13.9.orig.tar.xz'

echo "== A step whose output is redirected"
# Each is a script's text after what every script begins with.
run_text() {
    printf '%s\n' "set -euo pipefail" ". $PWD/scripts/lib/common.sh" "$1" >"$work/script.sh"
    run_broken bash "$work/script.sh"
}
run_text 'step() { fail "it broke" "do this"; }
step >/dev/null 2>&1'
check "fail in a function" says '^error: it broke$' + says '^       do this$'
run_text 'step() { false; }
step >/dev/null 2>&1'
check "a command in a function" says '^error: .*script.sh, line 3: exit code 1 from: false$'
# shellcheck disable=SC2016
run_text 'step() { false; echo went on; }
result=$(step)
echo "$result"'
check "a command in a function in a substitution" says 'line 4: exit code 1' + not says 'went on'
# shellcheck disable=SC2016
run_text 'result=$(fail "it broke" 2>/dev/null)'
check "fail in a substitution" says '^error: it broke$'
run_text '(cd / && fail "it broke") >/dev/null 2>&1'
check "fail in a subshell" says '^error: it broke$'
run_text 'if false; then :; fi
false || echo fine'
check "what may fail is no error" says '^fine$' + not says '^error'

finish
