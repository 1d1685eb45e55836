#!/usr/bin/env bash
# Runs the build that kpack makes of the Image in examples/kpack: the lifecycle's phases with the arguments, environment
# and user of the pod that kpack's own code puts together, in a builder's root directory, against a registry on loopback.
# What kpack's `prepare` does (source, variables, bindings) is done here; there is no cluster. It needs root;
# scripts/test.sh platforms runs it. It ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/platforms/builder_root.sh
enter_namespace "$@"

get_ready
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/ca.key" -out "$work/ca.pem" \
    -subj '/CN=A private authority' -days 2 2>/dev/null
start_registry "$work/registry"
push_layout "$run_image" t/run:1 >/dev/null
make_builder "$work/builder" "$lifecycle" "$PWD/build/release/buildpack" "$wheels" "$registry/t/run:1"
mkdir "$builder"/{runtimes,cache}
chmod 1777 "$builder/cache"
cp "$runtime" "${runtime%/*}/index.json" "$builder/runtimes"
use_go tests/platforms
(cd tests/platforms && go build -o "$work/kpack-steps" ./cmd/kpack-steps)

# A secret as Kubernetes mounts it: the entries of the example's, with a certificate that is one.
mount_secret() { # SECRET DIRECTORY
    local entries
    mkdir -p "$2/..2026_01_01"
    ln -s ..2026_01_01 "$2/..data"
    case $1 in
        company-authority)
            printf ca-certificates >"$2/..data/type"
            cp "$work/ca.pem" "$2/..data/company.pem"
            ;;
        package-index)
            printf http-credentials >"$2/..data/type"
            printf packages.example.com >"$2/..data/host"
            printf build >"$2/..data/username"
            printf hunter2 >"$2/..data/password"
            ;;
        *) fail "the example has a secret more: $1" ;;
    esac
    for entries in "$2"/..data/*; do ln -s "..data/${entries##*/}" "$2/${entries##*/}"; done
}

prepare() { # what kpack's first container does; its environment is in env
    local variable
    printf 'import requests\nprint(requests.__version__)\n' >"$builder/workspace/main.py"
    echo 'requests==2.32.3' >"$builder/workspace/requirements.txt"
    for variable in "${env[@]}"; do
        case $variable in
            PLATFORM_ENV_*)
                variable=${variable#PLATFORM_ENV_}
                printf %s "${variable#*=}" >"$builder/platform/env/${variable%%=*}"
                ;;
        esac
    done
}

run_build() { # PREVIOUS-IMAGE: its code is in code
    local step
    rm -rf "$builder"/{layers,platform,workspace,var/report,builder} "$work/steps"
    mkdir -p "$builder"/{layers,platform/env,workspace,var/report,builder/home}
    chmod 1777 "$builder"/{layers,workspace,var/report,builder/home} # volumes of the pod's group
    code=0
    : >"$output"
    "$work/kpack-steps" examples/kpack "$work/steps" "$registry/t/app" "$registry/t/run:1" "$1" \
        BP_PYTHON_RUNTIME_SOURCES=index+file:///runtimes BP_PYTHON_VERSION="$series" UV_NO_INDEX=1 \
        UV_FIND_LINKS=/cnb/buildpacks/adder_python/0.1.0/wheels BP_LOG_LEVEL=debug >"$work/mounts"
    while read -r secret directory; do mount_secret "$secret" "$builder$directory"; done <"$work/mounts"
    for step in "$work"/steps/*; do
        mapfile -d '' -t env <"$step/env"
        mapfile -d '' -t args <"$step/args"
        case $step in
            *-prepare) prepare ;;
            *) in_builder "$(<"$step/user")" "${env[@]}" -- "${args[@]}" >>"$output" 2>&1 || code=$? ;;
        esac
        if [ "$code" != 0 ]; then break; fi
    done
}
config() { skopeo inspect --tls-verify=false --config "docker://$registry/t/app" | jq -r "$1"; }

run_build ''
check "kpack's phases build an app" [ "$code" = 0 ]
check "with the Platform API that kpack speaks" grep -qz '^CNB_PLATFORM_API=0.9$' "$work"/steps/*-build/env
check "the buildpack knows the target all the same" says "Adder .* linux/$arch · $distro $distro_version"
check "the Image's variables reach it" says "$series from BP_PYTHON_VERSION"
check "both bindings are mounted" [ "$(wc -l <"$work/mounts")" = 2 ]
check "the image starts the app" [ "$(config '.config.Entrypoint[0]')" = /cnb/process/web ]
previous=$registry/t/app@$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://$registry/t/app")

run_build "$previous"
check "the next build of it succeeds" [ "$code" = 0 ]
check "it reuses Python and the dependencies" says 'Reused from the previous image' + says '5 packages, unchanged' \
    + says "Reusing layer 'adder/python:venv'"
check "it restored the cache volume" says "Restoring data for .adder/python:downloads. from cache"

# The binding is read: with a certificate that is none, the buildpack says so.
echo broken >"$work/ca.pem"
run_build "$previous"
check "an authority that is none ends the build, which names it" [ "$code" != 0 ] \
    + says 'the entry company.pem of the binding company-authority'

finish
