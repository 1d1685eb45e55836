#!/usr/bin/env bash
# update-catalogue.sh SOURCE [--release-cycle FILE|URL] [--catalogue FILE] [--check]
#
# Brings what buildpack.toml says of Python's series up to date: the newest patch of each, and when it ends.
#   SOURCE           what has the newest patches: a directory of runtime archives, an index.json, or its URL
#   --release-cycle  when series end: a file or URL in the form of CPython's release-cycle.json
#                    (https://peps.python.org/api/release-cycle.json) or of https://endoflife.date/api/python.json.
#                    Needed for a series that the catalogue does not have yet
#   --catalogue      the file to change (default: buildpack.toml)
#   --check          changes nothing; exits with 1 if there is something to change
#
# Prints each change. Patches never go back, and no series is removed: an ended one is refused with its date.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh

usage() { fail "usage: update-catalogue.sh SOURCE [--release-cycle FILE|URL] [--catalogue FILE] [--check]"; }
source='' release_cycle='' catalogue=buildpack.toml check=()
while [ $# -gt 0 ]; do
    case $1 in
        --release-cycle) [ $# -ge 2 ] || usage; release_cycle=$2; shift ;;
        --catalogue) [ $# -ge 2 ] || usage; catalogue=$2; shift ;;
        --check) check=(--check) ;;
        -*) usage ;;
        *) [ -z "$source" ] || usage; source=$1 ;;
    esac
    shift
done
[ -n "$source" ] || usage
have python3 || fail "this needs python3" "Install the package python3, then run this again."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetched NAME FILE|URL: prints a path.
fetched() {
    case $2 in
        *://*)
            curl --silent --show-error --fail --location --proto '=https,file' --retry 3 --output "$work/$1" "$2" ||
                fail "$2 could not be fetched" "Check the URL and the network."
            echo "$work/$1"
            ;;
        *)
            [ -e "$2" ] || fail "there is no $2"
            echo "$2"
            ;;
    esac
}

source=$(fetched index.json "$source")
if [ -n "$release_cycle" ]; then release_cycle=$(fetched release-cycle.json "$release_cycle"); fi
python3 scripts/lib/update_catalogue.py "$catalogue" "$source" "$release_cycle" "${check[@]}"
