#!/usr/bin/env bash
# What scripts/build-runtimes.sh promises of versions, and how it calls runtime-archive. scripts/test.sh platforms runs it; it
# ends with "N passed, N failed". That a Python is built is tested where runtimes are made for end-to-end tests
# (scripts/lib/get-runtime.sh source).
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh
. tests/scripts/checks.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=$work/log results=$work/results
mkdir "$work/copy"
cp -r scripts "$work/copy"
cat >"$work/copy/buildpack.toml" <<'TOML'
[[metadata.series]]
latest = "3.10.20"
end-of-life = "2026-10-31"

[[metadata.series]]
latest = "3.15.2"
end-of-life = "2031-10-31"
TOML

# Notes what it is told, and has built nothing before.
cat >"$work/tool" <<'SH'
#!/bin/sh
echo "$*" >>"$(dirname "$0")/told"
[ "$1" != list ] || echo '{"archives": []}'
SH
chmod +x "$work/tool"

run() {
    code=0
    : >"$work/told"
    "$work/copy/scripts/build-runtimes.sh" "$@" >"$results" 2>"$output" || code=$?
}
exits() { [ "$code" = "$1" ]; }
results_are() { [ "$(<"$results")" = "$1" ]; }
was_told() { grep -qE -- "$1" "$work/told"; }

run versions 2026-10-30
check "before its last day, a series is supported" exits 0 + results_are $'3.10.20\n3.15.2'
run versions 2026-10-31
check "on its last day, too" exits 0 + results_are $'3.10.20\n3.15.2'
run versions 2026-11-01
check "and on the next one no more" exits 0 + results_are 3.15.2
run versions 2026-11-01 more
check "more than a date is refused" exits 1 + says usage:

export RUNTIME_ARCHIVE=$work/tool SOURCES=$work/sources BUILD_FLAGS='--pgo --tail-call'
run build "$work/runtimes" 3.15.0rc1
check "a pre-release is built when it is named" exits 0 + \
    was_told "^build 3\.15\.0rc1 --source $work/sources/Python-3\.15\.0rc1\.tar\.xz --pgo --tail-call --date [0-9-]+ --output $work/runtimes$"
check "and verified" was_told "^verify $work/runtimes/python-3\.15\.0rc1-$distro-$distro_version-$arch\.tar\.zst$"
finish
