#!/usr/bin/env bash
# check-tools.sh [UV [DIRECTORY]]: whether the tools pinned in tools/*.txt (below DIRECTORY) install from wheels on every
# series of the catalogue, for both architectures. For the series after those, which wheels are made for last, it only
# says what is missing.
#
# What cannot come as a wheel is named in built_from_source: it is built in the build of an app, without a compiler.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=common.sh
. scripts/lib/common.sh

declare -A built_from_source=([poetry-1]=dulwich) # has a part in C, left out by PURE=1; newer ones need Poetry 2

uv=${1:-}
[ -n "$uv" ] || uv=$(scripts/lib/get-uv.sh)
directory=${2:-.}

# installs NAME SERIES PLATFORM: what uv says stands in $reason if not.
installs() {
    local sources=()
    if [ -n "${built_from_source[$1]:-}" ]; then sources=(--no-binary "${built_from_source[$1]}"); fi
    reason=$(env -u PIP_FIND_LINKS PURE=1 "$uv" pip install --quiet --dry-run --no-config --no-deps --require-hashes \
        --only-binary :all: "${sources[@]}" --python /usr/bin/python3 --python-version "$2" --python-platform "$3" \
        --target /nonexistent --requirements "$directory/tools/$1.txt" 2>&1)
}

mapfile -t series < <(/usr/bin/python3 scripts/lib/refresh.py series-numbers "$directory/buildpack.toml")
next=3.$((${series[-1]#3.} + 1))
failed=0
for pins in "$directory"/tools/*.txt; do
    name=$(basename "$pins" .txt)
    for number in "${series[@]}" "$next"; do
        for platform in x86_64-manylinux_2_28 aarch64-manylinux_2_28; do
            if installs "$name" "$number" "$platform"; then continue; fi
            lacking=$(grep -oE '[a-z0-9-]+[^ ]*==[^ ]+ has no usable wheels' <<<"$reason" | head -n 1 || true)
            if [ "$number" = "$next" ]; then
                say "note: $name does not install on Python $number yet: ${lacking:-$reason}"
                break # of the platforms, one says it
            fi
            printf 'error: %s does not install on Python %s (%s): %s\n' "$name" "$number" "$platform" "${lacking:-$reason}" >&2
            failed=1
        done
    done
done
[ $failed = 0 ] || fail "a pinned tool has no wheels for a Python that the buildpack installs" \
    "Choose another version of the package in tools_overridden (scripts/lib/refresh-parts.sh), and run scripts/refresh.sh tools."
