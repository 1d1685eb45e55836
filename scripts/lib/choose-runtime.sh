# Sourced after common.sh: the variables of a build, and where its Python comes from, for scripts that build an app on
# this machine.
# shellcheck shell=bash disable=SC2034,SC2154
#
# A directory holds the build's variables, a file each, as the `env` of a platform does.

# hand_on_variables DIRECTORY: those of this process that are meant for the build.
hand_on_variables() {
    local name
    for name in $(compgen -e | grep -E '^(BP_|PIP_|UV_|SSL_CERT_FILE$|SSL_CERT_DIR$|CURL_CA_BUNDLE$|NO_COLOR$)'); do
        printf %s "${!name}" >"$1/$name"
    done
}

# What the first of the default sources calls the default Python for this machine.
default_archive() {
    local version base
    version=$(sed -n 's/^latest = "\(.*\)"/\1/p' buildpack.toml | grep -m 1 "^$(default_series)\.") || return 1
    base=$(sed -n 's/^url = "heroku+\(.*\)"/\1/p' buildpack.toml | head -n 1)
    echo "$base/python-$version-$distro-$distro_version-$arch.tar.zst"
}
default_series() { sed -n 's/^default-version = "\(.*\)"/\1/p' buildpack.toml; }

can_be_reached() { curl --silent --fail --head --location --max-time 10 --output /dev/null "$1"; }

# The archives for this machine in the first directory among the sources given.
local_archives() {
    local directory
    directory=$(grep -o 'index+file://[^ ]*' <<<"$1" | head -n 1) || return 0
    find "${directory#index+file://}" -maxdepth 1 -name "python-*-$distro-$distro_version-$arch.tar.zst"
}

# choose_runtime DIRECTORY: leaves the build its own sources of runtimes if it can reach one or was given some, else
# points it at the distribution's Python, and at its version unless one was asked for. Sets runtimes, the archives on
# this machine that it may use, and runtime_url, the one it will fetch if that is known.
choose_runtime() {
    local url runtime series
    runtimes=()
    runtime_url=
    if [ -s "$1/BP_PYTHON_RUNTIME_SOURCES" ]; then
        say "Python: from BP_PYTHON_RUNTIME_SOURCES"
        mapfile -t runtimes < <(local_archives "$(<"$1/BP_PYTHON_RUNTIME_SOURCES")")
        return
    fi
    url=$(default_archive)
    if can_be_reached "$url"; then
        say "Python: from the buildpack's own source ($url)"
        runtime_url=$url
        return
    fi
    url=$(sed -n 's/^url = "python-build-standalone+\(.*\)"/\1/p' buildpack.toml | tail -n 1)
    if can_be_reached "$url/SHA256SUMS"; then
        say "Python: from python-build-standalone ($url)" # it brings its libraries
        return
    fi
    runtime=$(scripts/lib/get-runtime.sh distribution)
    printf 'index+file://%s' "$(dirname "$runtime")" >"$1/BP_PYTHON_RUNTIME_SOURCES"
    if [ -s "$1/BP_PYTHON_VERSION" ]; then
        say "Python: one of the runtime archives in $(dirname "$runtime")"
        mapfile -t runtimes < <(local_archives "$(<"$1/BP_PYTHON_RUNTIME_SOURCES")")
    else
        series=$(basename "$runtime" | sed 's/^python-\([0-9]*\.[0-9]*\).*/\1/')
        say "Python: this distribution's own $series, packed as a runtime archive ($runtime)"
        printf %s "$series" >"$1/BP_PYTHON_VERSION"
        runtimes=("$runtime")
    fi
    say "        The buildpack's own sources cannot be reached."
}
