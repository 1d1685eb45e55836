#!/usr/bin/env bash
# make-catalogue.sh OUTPUT [--serial N] [--valid-days N] [--catalogue FILE] [--key FILE]…
#
# Writes what buildpack.toml says of Python's series as a catalogue that installed buildpacks follow
# (BP_PYTHON_CATALOGUE), and beside it, as OUTPUT.sig, its signatures.
#   OUTPUT        the file to write, such as catalogue.json
#   --serial      its number, which has to go up (default: one more than that of the OUTPUT that is there, else 1)
#   --valid-days  how long it is to be believed (default: 90)
#   --catalogue   where the series stand (default: this repository's buildpack.toml)
#   --key         a private key, as `runtime-archive keygen` makes it; may be repeated
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=lib/common.sh
. "$repository/scripts/lib/common.sh"

usage() { fail "usage: make-catalogue.sh OUTPUT [--serial N] [--valid-days N] [--catalogue FILE] [--key FILE]…"; }
output='' serial='' valid_days=90 catalogue=$repository/buildpack.toml keys=()
while [ $# -gt 0 ]; do
    case $1 in
        --serial) [ $# -ge 2 ] || usage; serial=$2; shift ;;
        --valid-days) [ $# -ge 2 ] || usage; valid_days=$2; shift ;;
        --catalogue) [ $# -ge 2 ] || usage; catalogue=$2; shift ;;
        --key) [ $# -ge 2 ] || usage; keys+=("$2"); shift ;;
        -*) usage ;;
        *) [ -z "$output" ] || usage; output=$1 ;;
    esac
    shift
done
[ -n "$output" ] || usage
have python3 || fail "this needs python3" "Install the package python3, then run this again."
[ ${#keys[@]} -eq 0 ] || have openssl || fail "--key needs openssl" "Install the package openssl, then run this again."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 python3 "$repository/scripts/lib/make_catalogue.py" "$catalogue" "$output" "$serial" "$valid_days" >"$work/catalogue"
for key in "${keys[@]}"; do
    openssl pkeyutl -sign -rawin -inkey "$key" -in "$work/catalogue" -out "$work/signature" ||
        fail "$key could not be used to sign" "It should be a private Ed25519 key in PEM form."
    base64 --wrap 0 "$work/signature" >>"$work/signatures"
    echo >>"$work/signatures"
done

# Names appear whole. A reader that gets one of the two from before reads both again.
cp "$work/catalogue" "$output.new"
if [ ${#keys[@]} -gt 0 ]; then
    cp "$work/signatures" "$output.sig.new"
    mv "$output.sig.new" "$output.sig"
else
    rm -f "$output.sig" # of other bytes
fi
mv "$output.new" "$output"
echo "Wrote $output$([ ${#keys[@]} -eq 0 ] || echo " and $output.sig")"
