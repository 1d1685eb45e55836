# Sourced by scripts/refresh.sh: what is refreshed, a function for each part. Each changes the copies below $new, and prints
# what changed.
# shellcheck shell=bash disable=SC2154

edit() { /usr/bin/python3 scripts/lib/refresh.py "$@"; }

pip_program() {
    need_packages python3 python3-venv
    [ -x "$cache/pip/bin/pip" ] || /usr/bin/python3 -m venv "$cache/pip"
    echo "$cache/pip/bin/pip"
}

# One wheel for each line below `[[metadata.uv.wheels]]`: the same platforms as before, of the newest version.
refresh_uv() {
    local pip platform wheels=$work/uv
    pip=$(pip_program)
    mkdir -p "$wheels"
    while read -r platform; do
        "$pip" --quiet --disable-pip-version-check download --no-deps --only-binary :all: --no-cache-dir \
            --platform "$platform" --dest "$wheels" uv >&2 ||
            fail "pip could not download uv's newest wheel for $platform" \
                "Check the network and pip's settings, then run this again."
    done < <(edit uv-platforms "$new/buildpack.toml")
    edit uv "$new/buildpack.toml" "$wheels"
}

# The uv that the new buildpack.toml names; other parts ask it.
uv_program() { scripts/lib/get-uv.sh "$new"; }

# uv's own list, whatever is installed on this machine.
list_of_uv() { # FILE
    local uv
    uv=$(uv_program)
    env -i PATH=/usr/bin:/bin HOME="$work/home" UV_CACHE_DIR="$work/uv-cache" UV_PYTHON_INSTALL_DIR="$work/pythons" \
        "$uv" python list --only-downloads --all-versions --all-platforms --all-arches --output-format json \
        --offline --no-config >"$1" || fail "uv does not list the Pythons that it knows"
}

fetched() { # NAME FILE|URL: prints a path
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

refresh_series() {
    local source cycle=''
    need_packages python3
    if [ -n "$from" ]; then
        source=$(fetched index.json "$from")
    else
        source=$work/uv.json
        list_of_uv "$source"
    fi
    if [ -n "$release_cycle" ]; then cycle=$(fetched release-cycle.json "$release_cycle"); fi
    edit series "$new/buildpack.toml" "$source" ${cycle:+"$cycle"}
}

# uv names the digest that an archive should have when it is given another file instead.
refresh_standalone() {
    local uv release key file expected sums=$work/sums mirror=$work/mirror
    uv=$(uv_program)
    [ -f "$work/uv.json" ] || list_of_uv "$work/uv.json"
    release=$(edit standalone-release "$work/uv.json")
    mkdir -p "$mirror/$release"
    tar --create --gzip --files-from /dev/null --file "$work/empty.tar.gz"
    : >"$sums"
    while read -r key file; do
        cp "$work/empty.tar.gz" "$mirror/$release/$file"
        env -i PATH=/usr/bin:/bin HOME="$work/home" UV_CACHE_DIR="$work/uv-cache" \
            UV_PYTHON_INSTALL_DIR="$work/pythons" UV_PYTHON_INSTALL_MIRROR="file://$mirror" \
            "$uv" python install --no-config --no-bin "$key" >"$work/refusal" 2>&1 || true
        expected=$(tr -d ' ' <"$work/refusal" | grep -A 1 '^Expected:' | grep -xE '[0-9a-f]{64}') ||
            fail "uv does not say which SHA-256 $file should have" \
                "It may have come to write that in another way: see refresh_standalone in scripts/lib/refresh-parts.sh."
        echo "$expected  $file" >>"$sums"
    done < <(edit standalone-archives "$work/uv.json" "$release")
    edit standalone "$new/buildpack.toml" "$new/data/python-build-standalone.txt" "$release" "$sums"
}

# By the name of the file: what to choose versions for. One plugin makes Poetry use an index that has only the
# simple API, the other, which Poetry 1 has anyway, says what a lock pins; PDM says itself which versions of its dependencies
# it was tested with.
declare -A tools_wanted=(
    [pip]="pip"
    [poetry-1]="poetry<2 poetry-plugin-pypi-mirror"
    [poetry-2]="poetry>=2,<3 poetry-plugin-export poetry-plugin-pypi-mirror"
    [pipenv]="pipenv"
    [pdm]="pdm[locked]"
    [setuptools]="setuptools wheel" # builds the one package of Poetry 1 that has no wheels for today's Pythons
)

# What is newer than a tool's own pins, since those have no wheels for a series of today.
declare -A tools_overridden=(
    [pdm]="msgpack>=1.2" # 1.1 has none for Python 3.15
)

compile_tool() { # NAME
    local uv
    uv=$(uv_program)
    tr ' ' '\n' <<<"${tools_overridden[$1]:-}" >"$work/$1.override"
    tr ' ' '\n' <<<"${tools_wanted[$1]}" >"$work/$1.in"
    {
        echo "# Made by scripts/refresh.sh: ${tools_wanted[$1]}"
        env -u PIP_FIND_LINKS "$uv" pip compile --quiet --universal --no-python-downloads --python /usr/bin/python3 \
            --python-version "$(edit oldest-series "$new/buildpack.toml")" \
            --generate-hashes --no-header --no-annotate --no-config \
            --override "$work/$1.override" "$work/$1.in"
    } >"$work/$1.txt" || fail "uv could not choose versions for ${tools_wanted[$1]}" "Its reason is above."
}

refresh_tools() {
    local name
    for name in $(printf '%s\n' "${!tools_wanted[@]}" | sort); do
        compile_tool "$name"
        edit tool "$new/buildpack.toml" "$name" "$work/$name.txt" "$new/tools/$name.txt"
    done
    scripts/lib/check-tools.sh "$(uv_program)" "$new"
}

refresh_static() {
    scripts/static-libraries.sh --pins >"$work/pins" ||
        fail "the newest versions of the libraries for static programs could not be found" "The reason is above."
    edit static "$new/scripts/static-libraries.lock" "$distro-$distro_version" "$work/pins"
}

# newest_patch MODULE VERSION: the newest release of the same series that the module proxy serves. It has no list of
# them here and there, so it is asked for the next few.
newest_patch() {
    local series=${2%.*} patch=${2##*.} newest=$2 next
    for next in $(seq $((patch + 1)) $((patch + 24))); do
        if (cd "$work" && go mod download "$1@v$series.$next") >/dev/null 2>&1; then newest=$series.$next; fi
    done
    echo "$newest"
}

refresh_module() { # DIRECTORY MODULE
    local before after
    before=$(module_version "$new/$1" "$2")
    after=$(newest_patch "$2" "$before")
    [ "$after" != "$before" ] || return 0
    cp -r "$new/$1" "$work/before"
    if ! (cd "$new/$1" && export GOFLAGS=-mod=mod && go get "$2@v$after" && go build -o "$work/tools/" tool) \
        >"$work/go.log" 2>&1; then
        say "note: $2 $after is there, but does not build from what the module proxy has; $before stays:"
        tail -n 2 "$work/go.log" >&2
        cp "$work/before"/* "$new/$1"
        after=$before
    fi
    rm -rf "$work/before"
    [ "$after" != "$before" ] || return 0
    if [ -f "$new/$1/lifecycle.toml" ]; then sed -i "s/^version = \"$before\"/version = \"$after\"/" "$new/$1/lifecycle.toml"; fi
    echo "${2##*/}: $before → $after"
}

refresh_platforms() {
    use_go tests/e2e/lifecycle-newest
    refresh_module tests/e2e/lifecycle-newest github.com/buildpacks/lifecycle
    use_go tests/e2e/pack-newest
    refresh_module tests/e2e/pack-newest github.com/buildpacks/pack
}

set_data_date() { edit date "$new/buildpack.toml" "$(date -u +%F)"; }
