#!/usr/bin/env bash
# update-tools.sh [--check]
#
# Chooses the newest versions of the tools that install what uv does not (pip, Poetry 1 and 2, Pipenv, PDM), and of all
# that they need, for every Python from 3.10 on, and pins them by digest in tools/*.txt; the tools' own versions go into
# buildpack.toml. With --check nothing is changed; exits with 1 if there is something newer.
#
# It asks the index that pip is set up for, with the uv that buildpack.toml names.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=lib/common.sh
. scripts/lib/common.sh

check=
case ${1:-} in
    '') ;;
    --check) check=1 ;;
    *) fail "usage: update-tools.sh [--check]" ;;
esac

# By the name of the file: what to choose versions for. One plugin makes Poetry use an index that has only the
# simple API, the other, which Poetry 1 has anyway, says what a lock pins; PDM says itself which versions of its dependencies
# it was tested with.
declare -A wanted=(
    [pip]="pip"
    [poetry-1]="poetry<2 poetry-plugin-pypi-mirror"
    [poetry-2]="poetry>=2,<3 poetry-plugin-export poetry-plugin-pypi-mirror"
    [pipenv]="pipenv"
    [pdm]="pdm[locked]"
)

# Of what a tool pins itself: packages that are compiled, and whose pinned version has no wheels for the newest Python. The
# images that tools are installed in have no compiler.
declare -A overridden=(
    [pdm]="msgpack"
)

uv_version=$(sed -n '/^\[metadata.uv\]/,/^\[/s/^version = "\(.*\)"/\1/p' buildpack.toml)
uv=$cache/uv-$uv_version/bin/uv
if [ ! -x "$uv" ]; then
    need_packages python3 python3-venv
    /usr/bin/python3 -m venv "$cache/uv-$uv_version"
    "$cache/uv-$uv_version/bin/pip" --quiet --disable-pip-version-check install "uv==$uv_version" >&2 ||
        fail "pip could not install uv $uv_version" "Check the network and pip's settings, then run this again."
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp buildpack.toml "$work/buildpack.toml"

compile() { # NAME
    tr ' ' '\n' <<<"${wanted[$1]}" >"$work/$1.in"
    tr ' ' '\n' <<<"${overridden[$1]:-}" >"$work/$1.overrides"
    {
        echo "# Made by scripts/update-tools.sh: ${wanted[$1]}"
        env -u PIP_FIND_LINKS "$uv" pip compile --quiet --universal --python-version 3.10 --generate-hashes \
            --no-header --no-annotate --no-config --override "$work/$1.overrides" "$work/$1.in"
    } >"$work/$1.txt" || fail "uv could not choose versions for ${wanted[$1]}" "Its reason stands above."
}

changed=0
for name in $(printf '%s\n' "${!wanted[@]}" | sort); do
    compile "$name"
    version=$(sed -n "s/^${name%%-[0-9]}\(\[.*\]\)\{0,1\}==\([^ ;]*\).*/\2/p" "$work/$name.txt" | head -n 1)
    [ -n "$version" ] || fail "there is no version of ${name%%-[0-9]} in what uv chose for $name"
    cmp --silent "$work/$name.txt" "tools/$name.txt" || { echo "$name: $version"; changed=1; }
    sed -i "/^\[metadata.tools\]/,/^$/s/^$name = .*/$name = \"$version\"/" "$work/buildpack.toml"
done
if [ $changed = 0 ]; then echo "The tools are up to date."; fi
[ -z "$check" ] || exit $changed
mkdir -p tools
for name in "${!wanted[@]}"; do cp "$work/$name.txt" "tools/$name.txt"; done
cp "$work/buildpack.toml" buildpack.toml
