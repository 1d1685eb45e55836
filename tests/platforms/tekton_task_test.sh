#!/usr/bin/env bash
# Runs the steps of examples/tekton/task.yaml as Tekton would: variables replaced by Tekton's own code, each step as its
# user in a builder's root directory, against a registry with a certificate of a private authority, which the binding
# makes known. It needs root; scripts/test.sh platforms runs it. It ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/platforms/builder_root.sh
enter_namespace "$@"

get_ready
mkdir "$work/certificates"

make_certificates() { # of a private authority, for 127.0.0.1
    (
        cd "$work/certificates"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem \
            -subj '/CN=A private authority' -days 2
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout registry.key -out registry.csr \
            -subj /CN=127.0.0.1
        printf 'subjectAltName=IP:127.0.0.1\n' >names
        openssl x509 -req -in registry.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out registry.pem
    ) >/dev/null 2>&1
}
make_certificates
start_registry "$work/registry" "$work/certificates/registry.pem" "$work/certificates/registry.key"
push_layout "$run_image" t/run:1 >/dev/null
make_builder "$work/builder" "$lifecycle" "$PWD/build/release/buildpack" "$wheels" "$registry/t/run:1"
mkdir "$builder/runtimes"
cp "$runtime" "${runtime%/*}/index.json" "$builder/runtimes"

# A volume as Kubernetes projects secrets into it.
mount_bindings() { # DIRECTORY
    mkdir -p "$1/..2026_01_01/authority"
    ln -s ..2026_01_01 "$1/..data"
    ln -s ..data/authority "$1/authority"
    printf ca-certificates >"$1/..2026_01_01/authority/type"
    cp "$work/certificates/ca.pem" "$1/..2026_01_01/authority/company.pem"
}

steps_of() { # TASK DIRECTORY REPLACEMENT…
    "$work/tekton-steps" "$@" params.builder=unused params.directory=shop params.platform-api=0.12 \
        'params.env[]=BP_PYTHON_RUNTIME_SOURCES=index+file:///runtimes' "params.env[]=BP_PYTHON_VERSION=$series" \
        'params.env[]=UV_NO_INDEX=1' 'params.env[]=UV_FIND_LINKS=/cnb/buildpacks/adder_python/0.1.0/wheels' \
        workspaces.source.path=/workspace/source workspaces.dockerconfig.path= \
        results.IMAGE_URL.path=/tekton/results/IMAGE_URL results.IMAGE_DIGEST.path=/tekton/results/IMAGE_DIGEST
}

# run_task NAME [REPLACEMENT…]: a fresh pod with the workspaces' contents there are; its code is in code.
run_task() {
    local name=$1 step user
    shift
    rm -rf "$builder"/{layers,platform,tekton/results,workspace/source} "$work/steps"
    mkdir -p "$builder"/{layers,platform,tekton/results,workspace/source/shop}
    chmod 1777 "$builder"/{layers,platform,tekton/results} # as Tekton's volumes are
    printf 'import requests\nprint(requests.__version__)\n' >"$builder/workspace/source/shop/main.py"
    echo 'requests==2.32.3' >"$builder/workspace/source/shop/requirements.txt"
    steps_of examples/tekton/task.yaml "$work/steps" "params.image=$registry/t/$name" "$@"
    code=0
    : >"$output"
    for step in "$work"/steps/*; do
        mapfile -d '' -t env <"$step/env"
        mapfile -d '' -t args <"$step/args"
        user=$(<"$step/user")
        cp "$step/script" "$builder/tekton/script"
        in_builder "$user" "${env[@]}" -- /tekton/script "${args[@]}" >>"$output" 2>&1 || code=$?
        if [ "$code" != 0 ]; then break; fi
    done
}

use_go tests/platforms
(cd tests/platforms && go build -o "$work/tekton-steps" ./cmd/tekton-steps)
mkdir -p "$builder"/workspace/{cache,bindings}
mount_bindings "$builder/workspace/bindings"
with_all=(params.run-image= workspaces.cache.path=/workspace/cache workspaces.bindings.path=/workspace/bindings)
image() { skopeo inspect --cert-dir "$work/trusted" "$@" "docker://$registry/t/app"; }
mkdir "$work/trusted" && cp "$work/certificates/ca.pem" "$work/trusted/ca.crt"

run_task app "${with_all[@]}"
check "the task builds an app" [ "$code" = 0 ]
check "with the variables it was given" says "$series from BP_PYTHON_VERSION"
check "its results name the image …" [ "$(<"$builder/tekton/results/IMAGE_URL")" = "$registry/t/app" ]
check "… and the digest that the registry has" [ "$(<"$builder/tekton/results/IMAGE_DIGEST")" = "$(image --format '{{.Digest}}')" ]
check "the image starts the app where it was built" \
    [ "$(image --config | jq -r '.config.Entrypoint[0], .config.WorkingDir' | paste -sd ' ')" = "/cnb/process/web /workspace/source/shop" ]
check "the cache is the builder's user's" [ "$(stat -c %u "$builder/workspace/cache/committed")" = 1000 ]

run_task app "${with_all[@]}"
check "the next run of it succeeds" [ "$code" = 0 ]
check "it reuses Python and the dependencies" says 'Reused from the previous image' + says '5 packages, unchanged' \
    + says "Reusing layer 'adder/python:venv'"
check "it restored the cache" says "Restoring data for .adder/python:downloads. from cache"

run_task other params.run-image= workspaces.cache.path= workspaces.bindings.path=
check "without the binding the registry is not trusted" [ "$code" != 0 ] + says 'failed to find accessible run image'

run_task other params.run-image="$registry/t/run:1" workspaces.cache.path= workspaces.bindings.path=/workspace/bindings
check "without a cache, and with a run image of its own" [ "$code" = 0 ]

sed 's/workspaces.cache.path/workspaces.cash.path/' examples/tekton/task.yaml >"$work/wrong.yaml"
steps_of "$work/wrong.yaml" "$work/wrong" params.image=x "${with_all[@]}" 2>"$output" || true
check "a variable that nobody declares is noticed" says 'uses \$\(workspaces.cash.path\), which has no value'

finish
