# Sourced after stories.sh: what people tell a build, and what a build tells people.
# shellcheck shell=bash disable=SC2154

story_inspect() {
    story "Given the image of flask, when it and the builder are inspected"
    "$pack" inspect "$(image_of flask)" >"$work/inspect.log" 2>&1 || true # there may be no registry to ask as well
    check "pack inspect shows the buildpack, the process and the run image" says "$work/inspect.log" \
        adder/python 0.1.0 "web (default)" gunicorn "$(run_image_of "$builder")" "Rebasable: true"
    "$pack" builder inspect "$builder" >"$work/inspect.log" 2>&1 || true
    check "pack builder inspect shows the buildpack, its order and the run image" says "$work/inspect.log" \
        Adder "Group #1" "└ adder/python" "$(run_image_of "$builder")"
}

story_sbom() {
    story "Given the image of flask, when its bill of materials is downloaded"
    check "pack sbom download goes through" "$pack" sbom download "$(image_of flask)" --output-dir "$work/sbom" || return 0
    local launch=$work/sbom/layers/sbom/launch/adder_python layer format
    for layer in python venv; do
        for format in cdx spdx syft; do
            check "there is $layer/sbom.$format.json" test -s "$launch/$layer/sbom.$format.json"
        done
    done
    check "it names the app's packages with their versions" grep -qF \
        "\"pkg:pypi/flask@$(sed -n 's/^flask==//p' examples/flask-app/requirements.txt)\"" "$launch/venv/sbom.cdx.json"
    check "it names the runtime" grep -qF '"pkg:generic/python@' "$launch/python/sbom.cdx.json"
}

story_variables() { # SERIES
    story "Given the app flask, when it is built with BP_LOG_LEVEL=debug"
    forget variables
    from_runtimes "$1"
    check "pack build goes through" built variables examples/flask-app "${runtime_options[@]}" --env BP_LOG_LEVEL=debug || return 0
    check "the log has each package" says "$work/variables.log" \
        "flask==$(sed -n 's/^flask==//p' examples/flask-app/requirements.txt)" "werkzeug=="
    check "it has not without" says_not "$work/flask.log" "werkzeug=="
    forget variables
}

# The file's schema, 0.2: https://buildpacks.io/docs/reference/config/project-descriptor/
story_project_descriptor() { # SERIES
    local app=$work/described
    story "Given an app with a project.toml, when it is built"
    forget described
    cp -r examples/flask-app "$app"
    printf '%s\n' '[_]' 'schema-version = "0.2"' '' '[io.buildpacks]' 'exclude = ["notes.txt"]' '' \
        '[[io.buildpacks.build.env]]' 'name = "BP_PYTHON_VERSION"' "value = \"$1\"" >"$app/project.toml"
    echo 'not for the image' >"$app/notes.txt"
    from_runtimes none
    check "pack build goes through without --env BP_PYTHON_VERSION" built described "$app" "${runtime_options[@]:0:4}" || return 0
    check "the Python is the one that the file asks for" says "$work/described.log" "$1 from BP_PYTHON_VERSION → $1."
    check "it starts" start "$(image_of described)" || return 0
    check "it answers" ask_flask "$1"
    check "what the file excludes is not there" fails inside test -e /workspace/notes.txt
    remove
    forget described
}

# An authority of our own, and a certificate by it for localhost: once.
make_authority() { # DIRECTORY
    [ ! -d "$1" ] || return 0
    mkdir -p "$1"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$1/authority.key" -out "$1/authority.pem" \
        -subj '/CN=Test authority' -addext 'keyUsage=critical,keyCertSign' &&
        openssl req -newkey rsa:2048 -nodes -keyout "$1/server.key" -out "$1/server.csr" -subj /CN=localhost &&
        openssl x509 -req -in "$1/server.csr" -CA "$1/authority.pem" -CAkey "$1/authority.key" -CAcreateserial -days 2 \
            -out "$1/server.pem" -extfile <(printf subjectAltName=DNS:localhost)
}

tls_server=
start_tls_server() { # DIRECTORY: serves it with that certificate; sets tls_port
    make_authority "$work/tls" || return 1
    tls_port=$(free_port)
    /usr/bin/python3 tests/pack/tls_server.py "$tls_port" "$1" "$work/tls/server.pem" "$work/tls/server.key" \
        >"$work/tls.log" 2>&1 8>&- 9>&- &
    tls_server=$!
    for _ in $(seq 50); do
        curl --silent --cacert "$work/tls/authority.pem" --noproxy '*' --output /dev/null "https://localhost:$tls_port/" &&
            return 0
        sleep 0.1
    done
    cat "$work/tls.log"
    return 1
}
stop_tls_server() {
    [ -n "$tls_server" ] || return 0
    kill "$tls_server" 2>/dev/null || true
    wait "$tls_server" 2>/dev/null || true
    tls_server=
}

# Bindings, as directories that a build gets: a mirror of everything, and its authority.
mirror_binding() { # URL: sets mirror_options
    binding "$work/mirror" dependency-mirror
    printf %s "$1" >"$work/mirror/default"
    mirror_options=(--volume "$work/mirror:/platform/bindings/mirror:ro")
}
authority_binding() { # sets authority_options
    binding "$work/authority" ca-certificates
    cp "$work/tls/authority.pem" "$work/authority"
    authority_options=(--volume "$work/authority:/platform/bindings/authority:ro")
}

# The source's own name leads nowhere: only the mirror can serve it, and only the binding can make the mirror trusted.
story_bindings() { # SERIES
    local options
    story "Given runtimes at a server with a private authority, when a build is given bindings"
    check "there is such a server" start_tls_server "$runtimes" || return 0
    mirror_binding "https://localhost:$tls_port"
    authority_binding
    options=(--env BP_PYTHON_RUNTIME_SOURCES=index+https://runtimes.example.com --env "BP_PYTHON_VERSION=$1"
        "${mirror_options[@]}")

    forget bindings
    check "without that of the authority, the build fails" fails build bindings examples/flask-app "${options[@]}"
    check "it says that the certificate was not accepted" says "$work/bindings.log" \
        "the certificate of localhost" "was not accepted"
    check "there is no image" fails exists "$(image_of bindings)"
    if check "with it, the build goes through" built bindings examples/flask-app "${options[@]}" "${authority_options[@]}"; then
        check "the runtime came from the mirror" grep -q 'GET /python-.*tar.zst' "$work/tls.log"
        if check "it starts" start "$(image_of bindings)"; then
            check "it answers" ask_flask "$1"
            check "no binding is in the image" fails inside sh -c 'ls /platform/bindings/*'
        fi
        remove
    fi
    forget bindings
    stop_tls_server
}

# What a build does that is told nothing: the default Python, from python-build-standalone, which is the default source
# on Debian. Only where that is to be found is told, for there may be no way to it from here.
story_defaults() {
    local release series at=github.com/astral-sh/python-build-standalone/releases/latest
    story "Given the app flask and nothing set but a mirror, when it is built"
    series=$(sed -n 's/^default-version = "\(.*\)"/\1/p' buildpack.toml)
    if [[ $base != debian-* ]]; then
        skip "the default Python" "the default source on $base is another"
        return
    fi
    if ! release=$(tests/pack/get-standalone.sh); then
        skip "the default Python" "no python-build-standalone could be had"
        return
    fi
    mkdir -p "$work/hosts/$at"
    ln -s "$release" "$work/hosts/$at/download"
    check "there is a server that stands for all others" start_tls_server "$work/hosts" || return 0
    mirror_binding "https://localhost:$tls_port/{originalHost}"
    authority_binding
    forget defaults
    if check "pack build goes through" built defaults examples/flask-app "${mirror_options[@]}" "${authority_options[@]}"; then
        check "the Python is the default one" says "$work/defaults.log" "$series from the default → $series."
        check "it came from the mirror of the default source" grep -q "GET /$at/download/cpython-$series" "$work/tls.log"
        if check "it starts" start "$(image_of defaults)" --read-only --tmpfs /tmp; then
            check "it answers" ask_flask "$series"
        fi
        remove
    fi
    forget defaults
    stop_tls_server
}

story_failure() { # SERIES
    local app=$work/failing code=0
    story "Given an app that requires what does not exist, when it is built"
    forget failing
    cp -r examples/flask-app "$app"
    echo 'flask==0.0.0.999' >"$app/requirements.txt"
    from_runtimes "$1"
    build failing "$app" "${runtime_options[@]}" || code=$?
    check "pack fails with its own exit code" same 1 "$code"
    check "the buildpack says what was wrong, and where" says "$work/failing.log" "! " "flask==0.0.0.999" requirements.txt
    check "the lifecycle's exit code is that of a failed build" says "$work/failing.log" "failed with status code: 51"
    check "there is no image" fails exists "$(image_of failing)"
    forget failing
}

# Sets bare_buildpack: the buildpack's directory, as the lifecycle sees it.
unpack_buildpack() {
    local blob
    bare_buildpack=$work/bare/buildpack
    mkdir -p "$bare_buildpack"
    if [ -d "$buildpack/linux/$arch" ]; then
        cp -r "$buildpack/linux/$arch/." "$buildpack/buildpack.toml" "$bare_buildpack"
    elif [ -d "$buildpack" ]; then
        cp -r "$buildpack/." "$bare_buildpack"
    else
        mkdir "$work/bare/file"
        tar --extract --directory "$work/bare/file" --file "$buildpack"
        for blob in "$work"/bare/file/blobs/sha256/*; do
            tar --extract --gzip --file "$blob" --directory "$bare_buildpack" --strip-components 4 2>/dev/null
        done
    fi
    [ -x "$bare_buildpack/bin/detect" ]
}

# busybox and musl as Debian packages them, and the name of a distribution whose C library musl is. No Python that is
# made for it can be had here, so that this is about the buildpack's own programs only.
make_image_without_glibc() {
    local root=$work/bare/root
    mkdir -p "$root"/{etc,bin} && mkdir -m 1777 "$root/tmp"
    (unpack_package busybox-static "$root" && unpack_package musl "$root") || return 1
    ln -sf busybox "$root/bin/sh"
    printf 'ID=alpine\nVERSION_ID=3.22.0\n' >"$root/etc/os-release"
    tar --create --directory "$root" . | "${engine[@]}" import - docker.io/t/test-no-glibc:1
}

# Runs a program of the buildpack there, as the lifecycle does, on examples/flask-app.
run_without_glibc() { # PROGRAM
    mkdir -p "$work/bare"/{layers,platform/env}
    chmod 777 "$work/bare/layers"
    : >"$work/bare/layers/plan.toml"
    "${engine[@]}" run --rm --pull never --network none --user 1000:1000 --workdir /workspace \
        --volume "$PWD/examples/flask-app:/workspace:ro" --volume "$bare_buildpack:/buildpack:ro" \
        --volume "$work/bare/layers:/layers" --volume "$work/bare/platform:/platform:ro" \
        --env CNB_BUILDPACK_DIR=/buildpack --env CNB_PLATFORM_DIR=/platform --env CNB_LAYERS_DIR=/layers \
        --env CNB_BUILD_PLAN_PATH=/tmp/plan --env CNB_BP_PLAN_PATH=/layers/plan.toml \
        --env CNB_TARGET_OS=linux --env "CNB_TARGET_ARCH=$arch" --env CNB_TARGET_DISTRO_NAME=alpine \
        --env CNB_TARGET_DISTRO_VERSION=3.22.0 docker.io/t/test-no-glibc:1 "$@"
}

story_without_glibc() {
    local code=0
    story "Given an image with musl and without glibc (busybox; not Alpine itself), when the buildpack's programs start"
    check "there is such an image" make_image_without_glibc || return 0
    check "there are the buildpack's programs" unpack_buildpack || return 0
    cp /bin/true "$bare_buildpack/dynamic"
    check "a program that is linked with glibc does not start there" fails run_without_glibc /buildpack/dynamic
    check "detect finds the app" run_without_glibc /buildpack/bin/detect
    run_without_glibc /buildpack/bin/build >"$work/bare/log" 2>&1 || code=$?
    check "build starts, too, and ends as it should where there is no network" same 1 "$code"
    check "it knows where it is" says "$work/bare/log" "linux/$arch · alpine 3.22"
    check "it says what it could not get" says "$work/bare/log" "! " "could not"
}
