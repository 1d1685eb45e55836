#!/usr/bin/env bash
# Runs the script of the job in examples/gitlab/gitlab-ci.yml as its user in a builder's root directory, against a registry
# on loopback. There is no GitLab. It needs root; scripts/test.sh platforms runs it. It ends with
# "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/platforms/builder_root.sh
enter_namespace "$@"

get_ready
start_registry "$work/registry"
push_layout "$run_image" t/run:1 >/dev/null
make_builder "$work/builder" "$lifecycle" "$PWD/build/release/buildpack" "$wheels" "$registry/t/run:1"
mkdir "$builder/runtimes"
cp "$runtime" "${runtime%/*}/index.json" "$builder/runtimes"
use_go tests/platforms
(cd tests/platforms && go build -o "$work/gitlab-script" ./cmd/gitlab-script)
mkdir -p "$builder/builds/shop/.git"
printf 'import requests\nprint(requests.__version__)\n' >"$builder/builds/shop/main.py"
echo 'requests==2.32.3' >"$builder/builds/shop/requirements.txt"
chmod -R a+rwX "$builder/builds"

run_job() { # its code is in code
    rm -rf "$builder"/{layers,workspace}
    mkdir "$builder"/{layers,workspace}
    chown 1000:1000 "$builder"/{layers,workspace}
    { echo 'set -e' && "$work/gitlab-script" examples/gitlab/gitlab-ci.yml build; } >"$builder/job"
    code=0
    in_builder 1000 CNB_PLATFORM_API=0.12 IMAGE="$registry/t/app:main" CI_REGISTRY="$registry" CI_REGISTRY_USER=ci \
        CI_REGISTRY_PASSWORD=hunter2 BP_PYTHON_VERSION="$series" BP_PYTHON_RUNTIME_SOURCES=index+file:///runtimes \
        UV_NO_INDEX=1 UV_FIND_LINKS=/cnb/buildpacks/adder_python/0.1.0/wheels "$@" -- \
        sh -c 'cd /builds/shop && . /job' >"$output" 2>&1 || code=$?
}

run_job
check "the job builds an app" [ "$code" = 0 ]
check "with its variables" says "$series from BP_PYTHON_VERSION"
check "the image is there, and starts the app" [ "$(skopeo inspect --tls-verify=false --config "docker://$registry/t/app:main" |
    jq -r '.config.Entrypoint[0]')" = /cnb/process/web ]
check "the repository and the cache are no part of the app" not compgen -G "$builder/workspace/.[gb]*"
run_job
check "the next job reuses what did not change" [ "$code" = 0 ] + says 'Reused from the previous image' \
    + says '5 packages, unchanged' + says "Restoring data for .adder/python:downloads. from cache"
echo 'no certificate' >"$builder/authority"
run_job COMPANY_AUTHORITY=/authority
check "the authority becomes a binding" [ "$code" != 0 ] + says 'the entry company.pem of the binding authority'

finish
