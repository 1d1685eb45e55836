# Sourced after stories.sh: what people tell a build, and what a build tells people.
# shellcheck shell=bash disable=SC2034,SC2154

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
    if [ -z "$(find "$work/sbom" -name 'sbom.*.json' -path '*adder_python*')" ]; then
        skip "what is in it" "this buildpack writes none yet"
        return
    fi
    check "it names the app's packages" grep -rqi '"flask"' "$work/sbom"
    check "it names their versions" grep -rqF "$(sed -n 's/^flask==//p' examples/flask-app/requirements.txt)" "$work/sbom"
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

make_authority() { # DIRECTORY: an authority, and a certificate by it for localhost
    mkdir -p "$1"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout "$1/authority.key" -out "$1/authority.pem" \
        -subj '/CN=Test authority' -addext 'keyUsage=critical,keyCertSign' &&
        openssl req -newkey rsa:2048 -nodes -keyout "$1/server.key" -out "$1/server.csr" -subj /CN=localhost &&
        openssl x509 -req -in "$1/server.csr" -CA "$1/authority.pem" -CAkey "$1/authority.key" -CAcreateserial -days 2 \
            -out "$1/server.pem" -extfile <(printf subjectAltName=DNS:localhost)
}

tls_server=
start_tls_server() { # DIRECTORY CERTIFICATES: sets tls_port
    tls_port=$(free_port)
    /usr/bin/python3 tests/pack/tls_server.py "$tls_port" "$1" "$2/server.pem" "$2/server.key" >"$work/tls.log" 2>&1 9>&- &
    tls_server=$!
    for _ in $(seq 50); do
        curl --silent --cacert "$2/authority.pem" --noproxy '*' --output /dev/null "https://localhost:$tls_port/" && return 0
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

# The source's own name leads nowhere: only the mirror can serve it, and only the binding can make the mirror trusted.
story_bindings() { # SERIES
    local options
    story "Given runtimes at a server with a private authority, when a build is given bindings"
    check "there is such a server" make_authority "$work/tls" || return 0
    check "it serves the runtimes" start_tls_server "$runtimes" "$work/tls" || return 0
    binding "$work/mirror" dependency-mirror
    printf 'https://localhost:%s' "$tls_port" >"$work/mirror/default"
    binding "$work/authority" ca-certificates
    cp "$work/tls/authority.pem" "$work/authority"
    options=(--env BP_PYTHON_RUNTIME_SOURCES=index+https://runtimes.example.com --env "BP_PYTHON_VERSION=$1"
        --volume "$work/mirror:/platform/bindings/mirror:ro")

    forget bindings
    check "without that of the authority, the build fails" fails build bindings examples/flask-app "${options[@]}"
    check "it says that the certificate was not accepted" says "$work/bindings.log" \
        "the certificate of localhost" "was not accepted"
    check "there is no image" fails exists "$(image_of bindings)"
    check "with it, the build goes through" built bindings examples/flask-app "${options[@]}" \
        --volume "$work/authority:/platform/bindings/authority:ro" || return 0
    check "the runtime came from the mirror" grep -q 'GET /python-.*tar.zst' "$work/tls.log"
    check "it starts" start "$(image_of bindings)" || return 0
    check "it answers" ask_flask "$1"
    check "no binding is in the image" fails inside sh -c 'ls /platform/bindings/* || grep -r localhost /layers/*.toml'
    remove
    forget bindings
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
