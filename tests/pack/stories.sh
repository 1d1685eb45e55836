# Sourced after apps.sh and runtimes.sh: what is told of one base image. $base names it, $builder is its builder.
# shellcheck shell=bash disable=SC2154

# The version that an app on the distribution's own Python says it runs on, as far as its series.
python_says() { echo "Python $1."; }

# Each sample app: what it is asked, and what it answers.
ask_flask() { answers / "Hello from Flask on $(python_says "$1")" Ada && answers /health '"status":"ok"'; }
ask_django() { answers / "Hello from Django" "on $(python_says "$1")" SQLite; }
ask_fastapi() { answers / "Hello from FastAPI on $(python_says "$1")" '"determinant":5.0' && answers /openapi.json Statistics; }
is_owned_by_user() { # PATH
    same 1000:1000 "$(inside stat -Lc %u:%g "$1")"
}

# Shared libraries that the image's own loader does not find for what is in its layers.
missing_libraries() {
    inside sh -c 'find /layers -type f -name "*.so*" -exec ldd {} + 2>/dev/null | grep "not found" | sort -u; true'
}

# What the daemon has of the image is what the configuration says.
layers_fit() { # IMAGE
    "${engine[@]}" save --output "$work/saved.tar" "$1" && /usr/bin/python3 tests/pack/check_layers.py "$work/saved.tar"
    local code=$?
    rm -f "$work/saved.tar"
    return $code
}

# Build, run as a container that may write nowhere but in /tmp, ask, stop.
story_app() { # APP SERIES
    local app=$1 series=$2
    story "Given $base and Python $series, when examples/$app-app is built and started"
    forget "$app"
    from_runtimes "$series"
    check "pack build makes an image of $app" built "$app" "examples/$app-app" "${runtime_options[@]}" || return 0
    check "its layers are those that its configuration names" layers_fit "$(image_of "$app")"
    check "the log names the Python and the process" says "$work/$app.log" "$series from BP_PYTHON_VERSION → $series." "  web  "
    check "it starts with a read-only root, as the image's user" \
        start "$(image_of "$app")" --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges || return 0
    check "it answers over HTTP, with Python $series" "ask_$app" "$series"
    check "that user is no root" same 1000 "$(inside id -u)"
    check "its layers belong to the user who built them" is_owned_by_user /layers/adder_python/venv/bin/python
    check "what is compiled in them finds all of its libraries" same "" "$(missing_libraries)"
    stop
    check "it stops when it is told to (SIGTERM)" at_most 5 "$stopped_after"
    check "that is no failure: 0, or the signal's number" [ "$exit_code" = 0 -o "$exit_code" = 143 ]
    remove
}

# The user of OpenShift and others: a number that no file knows, in the group root.
story_any_user() { # APP SERIES
    story "Given the image of $1, when it is started as a user whom it does not know"
    check "it starts" start "$(image_of "$1")" --user 1234567:0 --read-only --tmpfs /tmp || return 0
    check "it answers" "ask_$1" "$2"
    remove
}

# Workers by the limits of the container: docs/launch.md has the formula.
story_limits() { # APP
    local memory cpus workers
    story "Given the image of $1, when its containers have limits"
    while read -r memory cpus workers; do
        check "it starts with $memory of memory and $cpus processors" \
            start "$(image_of "$1")" --memory "$memory" --memory-swap "$memory" --cpus "$cpus" --tmpfs /tmp || return 0
        check "it has $workers workers" same "$workers" "$(inside printenv WEB_CONCURRENCY </dev/null)"
        remove
    done <<<"512m 0.5 2
256m 2 1
2g 1.5 4"
    check "it starts with a number of workers that a person chose" \
        start "$(image_of "$1")" --memory 2g --env WEB_CONCURRENCY=7 --tmpfs /tmp || return 0
    check "it has as many" same 7 "$(inside printenv WEB_CONCURRENCY)"
    remove
}

story_rebuild() { # APP SERIES
    local app=$1 id layers
    story "Given the image of $app, when the app is built again and nothing has changed"
    id=$(id_of "$(image_of "$app")")
    layers=$(layers_of "$(image_of "$app")")
    from_runtimes "$2"
    check "pack build goes through" built "$app" "examples/$app-app" "${runtime_options[@]}" || return 0
    check "Python and dependencies are reused" says "$work/$app.log" "Reused from the previous image" "unchanged: reused from the previous image"
    check "nothing is downloaded, unpacked or installed" says_not "$work/$app.log" Downloading unpacked Installed
    check "the lifecycle reuses both layers" says "$work/$app.log" "Reusing layer 'adder/python:python'" "Reusing layer 'adder/python:venv'"
    check "the image has the same layers" same "$layers" "$(layers_of "$(image_of "$app")")"
    check "it is the same image" same "$id" "$(id_of "$(image_of "$app")")"
}

# The run image as it is after a security update: under its name, with one more layer.
patch_run_image() {
    printf 'FROM %s\nUSER root\nRUN echo patched >/etc/patched\nUSER 1000:1000\n' "$run_image" >"$work/Dockerfile"
    mkdir -p "$work/empty"
    "${engine[@]}" build --tag "$run_image" --file "$work/Dockerfile" "$work/empty"
}

story_rebase() { # APP SERIES
    local app=$1 image run_image unpatched id layers
    story "Given the image of $app and a newer run image, when it is rebased"
    image=$(image_of "$app")
    run_image=$(run_image_of "$builder")
    unpatched=$(id_of "$run_image")
    id=$(id_of "$image")
    layers=$(layers_above "$image" "$run_image")
    check "there is a newer run image" patch_run_image || return 0
    if check "pack rebase goes through" "$pack" rebase "$image" --pull-policy never; then
        check "the image is another" differ "$id" "$(id_of "$image")"
        check "it stands on the new run image" same "$(layers_of "$run_image")" \
            "$(layers_of "$image" | head -n "$(layers_of "$run_image" | wc -l)")"
        check "the app's own layers are as they were" same "$layers" "$(layers_above "$image" "$run_image")"
        if check "it starts" start "$image" --read-only --tmpfs /tmp; then
            check "it answers" "ask_$app" "$2"
            check "it has what is new" same patched "$(inside cat /etc/patched)"
        fi
        remove
        from_runtimes "$2"
        check "the next build goes through" built "$app" "examples/$app-app" "${runtime_options[@]}"
        check "it reuses both layers of the rebased image" says "$work/$app.log" \
            "Reusing layer 'adder/python:python'" "Reusing layer 'adder/python:venv'"
    fi
    "${engine[@]}" tag "$unpatched" "$run_image"
}

run_image_of() { echo "${1%:*}-run:${1##*:}"; } # a builder

# Sets cnb_file: a file of this buildpack, packaged by pack unless the one that is tested is one already.
package_buildpack() {
    cnb_file=$buildpack
    if [ -f "$buildpack" ]; then return; fi
    cnb_file=$work/adder.cnb
    printf '[buildpack]\nuri = "%s"\n[platform]\nos = "linux"\n' "$buildpack" >"$work/package.toml"
    "$pack" buildpack package "$cnb_file" --format file --config "$work/package.toml" --target "linux/$arch"
}

built_with_file() {
    local builder=docker.io/t/test-bare:$base
    built cnb examples/flask-app --buildpack "$cnb_file" --trust-extra-buildpacks "${runtime_options[@]}"
}

story_cnb() { # SERIES
    story "Given a builder without this buildpack, when an app is built with it as a .cnb file"
    check "there is a .cnb file" package_buildpack || return 0
    check "there is such a builder" make_builder --name "docker.io/t/test-bare:$base" --without-buildpack || return 0
    forget cnb
    from_runtimes "$1"
    check "pack build --buildpack FILE makes an image" built_with_file || return 0
    check "it starts" start "$(image_of cnb)" --read-only --tmpfs /tmp || return 0
    check "it answers" ask_flask "$1"
    remove
}
