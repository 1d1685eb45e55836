#!/usr/bin/env bash
# refresh.sh [--check] [OPTION…] [PART…]: brings what ages in this repository up to date, and prints what changed.
#
# Parts, in this order; all of them if none is named:
#   uv          the newest uv on the package index, and the digests of its wheels       buildpack.toml
#   series      Python's series: the newest patch of each, and when each ends           buildpack.toml
#   standalone  python-build-standalone's newest release and its archives' digests       data/python-build-standalone.txt
#   tools       pip, Poetry 1 and 2, Pipenv, PDM, what they need and are built with      tools/*.txt, buildpack.toml
#   static      the libraries that static programs link with, of this distribution      scripts/static-libraries.lock
#   platforms   the newest lifecycle and pack that are tested                           tests/e2e/{lifecycle,pack}-newest
#
# Everything comes from package registries, through the clients as they are set up here. What uv knows of Python's
# releases (`uv python list`) is the newest list that a registry has. When all parts were refreshed, `data-date` in
# buildpack.toml becomes today.
#
#   --check                  changes nothing; exits with 3 if something would change, with 1 after an error
#   --from SOURCE            series: where the newest patches are looked for instead: a directory of runtime archives, an
#                            index.json or its URL
#   --release-cycle FILE     series: when they end, as a file or URL in the form of CPython's release-cycle.json or of
#                            endoflife.date's python.json. Without it a new series ends as PEP 602 says; with it, what
#                            PEP 602 says is checked against it
#   --catalogue FILE         series: the file to change (default: buildpack.toml)
#
# Paths are relative to where the script is called from. Patches never go back, and no series is removed: an ended one is
# refused with its date.
set -euo pipefail
invoked_in=$PWD
cd "$(dirname "$0")/.."
# shellcheck source=lib/common.sh
. scripts/lib/common.sh
# shellcheck source=lib/go.sh
. scripts/lib/go.sh
# shellcheck source=lib/refresh-parts.sh
. scripts/lib/refresh-parts.sh

all_parts=(uv series standalone tools static platforms)
usage() { fail "usage: refresh.sh [--check] [--from SOURCE] [--release-cycle FILE] [--catalogue FILE] [PART…]" \
    "Parts: ${all_parts[*]}"; }
# given NAME: an option's file as this script sees it, or its URL.
given() {
    case $1 in
        *://* | /*) echo "$1" ;;
        *) echo "$invoked_in/$1" ;;
    esac
}

check='' from='' release_cycle='' catalogue='' parts=()
while [ $# -gt 0 ]; do
    case $1 in
        --check) check=yes && shift && continue ;;
        --from | --release-cycle | --catalogue) [ $# -ge 2 ] || usage ;;
        -*) usage ;;
        *)
            [[ " ${all_parts[*]} " = *" $1 "* ]] || fail "there is no part $1" "Parts: ${all_parts[*]}"
            parts+=("$1") && shift && continue
            ;;
    esac
    case $1 in
        --from) from=$(given "$2") ;;
        --release-cycle) release_cycle=$(given "$2") ;;
        --catalogue) catalogue=$(given "$2") ;;
    esac
    shift 2
done
whole=
if [ ${#parts[@]} = 0 ]; then
    parts=("${all_parts[@]}")
    whole=yes
fi

# Parts change a copy, which takes the originals' place when all of them have succeeded.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=(buildpack.toml data/python-build-standalone.txt tools scripts/static-libraries.lock tests/e2e/lifecycle-newest
    tests/e2e/pack-newest)
new=$work/new
mkdir "$new"
cp -a --parents "${files[@]}" "$new"
if [ -n "$catalogue" ]; then
    [ -f "$catalogue" ] || fail "there is no $catalogue"
    [ "${parts[*]}" = series ] || fail "--catalogue goes with the part series alone"
    cp "$catalogue" "$new/buildpack.toml"
fi
target=${catalogue:-buildpack.toml}

for part in "${parts[@]}"; do "refresh_$part"; done
if [ -n "$whole" ]; then set_data_date; fi

# changes: "NEW OLD" of each file that differs.
changes() {
    local file
    cmp --silent "$new/buildpack.toml" "$target" || echo "$new/buildpack.toml $target"
    [ -z "$catalogue" ] || return 0
    (cd "$new" && find . -type f ! -name buildpack.toml) | while read -r file; do
        cmp --silent "$new/$file" "$file" || echo "$new/$file $file"
    done
}

changed=$(changes)
if [ -z "$changed" ]; then
    echo "Everything is up to date."
    exit
fi
[ -z "$check" ] || exit 3
while read -r from to; do
    cp "$from" "$to.new"
    mv "$to.new" "$to"
done <<<"$changed"
