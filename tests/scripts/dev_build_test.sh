#!/usr/bin/env bash
# What scripts/dev-build.sh promises, with this buildpack and an app, and with a buildpack of a few lines that shows what
# a build is given. scripts/test.sh dev-build builds what it needs and runs it; it ends with "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. scripts/lib/common.sh
. scripts/lib/free-port.sh
. scripts/lib/limits.sh
. tests/scripts/checks.sh
with_default_signals "$0" "$@" # Ctrl-C is tested

# What takes long is taken from the real cache; what is made by this test stays out of it.
runtime=$(scripts/lib/get-runtime.sh distribution) && lifecycle=$(scripts/lib/get-lifecycle.sh) || exit 1
work=$(mktemp -d)
started=
clean_up() {
    if [ -n "$started" ]; then kill -KILL -- "-$started" 2>/dev/null; fi
    chmod -R u+rwX "$work"
    rm -rf "$work"
}
trap clean_up EXIT
export ADDER_CACHE_DIR=$work/cache LIFECYCLE_DIR=$lifecycle
export BP_PYTHON_RUNTIME_SOURCES=index+file://${runtime%/*} NO_COLOR=1
BP_PYTHON_VERSION=$(basename "$runtime" | sed 's/^python-\([0-9]*\.[0-9]*\).*/\1/')
export BP_PYTHON_VERSION
buildpack=$PWD/build/release/buildpack

dev_build() { # its exit code is in code
    output=$work/output results=$work/results
    scripts/dev-build.sh "$@" >"$results" 2>"$output" </dev/null
    code=$?
}
start() { # in the background; with a process group of its own, Ctrl-C is not ignored
    output=$work/output-of-started results=$work/results-of-started
    set -m
    scripts/dev-build.sh "$@" >"$results" 2>"$output" </dev/null &
    started=$!
    set +m
}
wait_for_started() { # its exit code is in code
    output=$work/output-of-started results=$work/results-of-started
    # Not for ever, and without a subshell for that: one that is killed at its start runs this script's trap.
    for _ in $(seq 600); do
        kill -0 "$started" 2>/dev/null || break
        sleep 0.1
    done
    if kill -0 "$started" 2>/dev/null; then kill -KILL -- "-$started"; fi
    wait "$started" 2>/dev/null
    code=$?
    started=
}

exits() { [ "$code" = "$1" ]; }
fails() { [ "$code" != 0 ]; }
results_are() { [ "$(<"$results")" = "$1" ]; }
results_have() { grep -qE -- "$1" "$results"; }
results_lack() { not results_have "$1"; }
answers() {
    curl --silent --fail --noproxy '*' --retry 60 --retry-delay 0 --retry-max-time 20 --retry-connrefused \
        "http://127.0.0.1:$port/" | grep -q "$1"
}
is_closed() { ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
appears() { # FILE-PATTERN
    for _ in $(seq 200); do
        if compgen -G "$1" >/dev/null; then return; fi
        sleep 0.05
    done
    return 1
}

echo "== An app"
app=$work/shop
cp -r examples/flask-app "$app"
dev_build "$app" --buildpack "$buildpack" -- python -c 'import flask, sys; print(sys.prefix)'
check "the first build succeeds, and a command runs in its launch environment" exits 0
check "nothing but the command writes to standard output" results_are "$(compgen -G "$work/cache/dev-build/shop-*/image/layers/adder_python/venv")"
check "the runtime's layer is shown: types, size, key" \
    says '^python +launch +[0-9.]+ MB in [0-9]+ files +made by this build$' + says "^  version +$BP_PYTHON_VERSION"
check "so are the dependencies' …" says '^venv +launch .* made by this build$' + says 'packages +blinker [0-9.]+,'
check "… and what the next build may use" says '^downloads +cache .* for the next build$'
check "the launch environment is shown" says '^VIRTUAL_ENV=/.*/venv$' + says '^PYTHONUNBUFFERED=1$'
check "the process is shown" says '^web +default +gunicorn app:app'

port=$(free_port)
PORT=$port start "$app" --buildpack "$buildpack"
check "the app answers on \$PORT" answers 'Hello from Flask'
dev_build "$app" --last -- true
check "it is not built again under a running app" exits 1 + says "running already"
kill -INT "$started"
wait_for_started
check "Ctrl-C ends it cleanly" exits 0
check "it got SIGTERM and shut down" says 'Handling signal: term'
check "nothing listens any more" is_closed
check "that build had reused both layers" says '^  Reused from the previous image$' + says 'packages, unchanged: reused' \
    + says '^python +launch .* reused from the previous image$' + says '^venv +launch .* reused from the previous image$'

echo "== Failures"
echo 'adder-no-such-package-zzz==1.0' >>"$app/requirements.txt"
dev_build "$app" --buildpack "$buildpack" --build-only
check "a requirement that nobody has fails the build with the buildpack's message" \
    fails + says '^! ' + says 'adder-no-such-package-zzz' + says '^error: the build failed'
dev_build "$app" --last -- python -c 'import flask; print("works")'
check "the last good build still works" results_are works
cp examples/flask-app/requirements.txt "$app"
dev_build "$app" --buildpack "$buildpack" --build-only
check "and is what the next build reuses" exits 0 + says '15 packages, unchanged: reused'
mkdir "$work/not-python"
echo hello >"$work/not-python/index.html"
dev_build "$work/not-python" --buildpack "$buildpack"
check "an app that is not Python: the exit code is detect's" exits 100
check "it says why" says 'not a Python app' + says "^error: adder/python does not recognise $work/not-python"
dev_build "$work/not-python" --last
check "there is nothing to start of it" exits 1 + says 'there is no good build'
dev_build "$app" --process worker --last
check "a process that is not there: the others are named" exits 1 + says 'There are: web$'
dev_build "$app" --wrong
check "an unknown option is refused" exits 1 + says 'there is no option --wrong'
dev_build "$work/nowhere"
check "so is an app that is not there" exits 1 + says "there is no directory $work/nowhere"

echo "== What a buildpack is given, and what becomes of what it leaves"
probe=$work/probe
mkdir -p "$probe/bin" "$work/bindings/ca" "$work/plain"
printf ca-certificates >"$work/bindings/ca/type"
printf 'api = "0.10"\n[buildpack]\nid = "test/probe"\nversion = "1.2.3"\n' >"$probe/buildpack.toml"
cat >"$probe/bin/detect" <<'DETECT'
#!/bin/sh
printf '[[provides]]\nname = "x"\n[[or]]\n[[or.provides]]\nname = "y"\n[[or.requires]]\nname = "y"\n[or.requires.metadata]\nwhy = "because"\n' >"$CNB_BUILD_PLAN_PATH"
DETECT
cat >"$probe/bin/build" <<'BUILD'
#!/bin/sh
set -e
env
cat "$CNB_BP_PLAN_PATH"
cat "$CNB_PLATFORM_DIR/bindings/ca/type" 2>/dev/null && echo
cd "$CNB_LAYERS_DIR"
find . -type f | sort | sed 's/^/found: /'
for file in kept.toml store.toml; do [ ! -e $file ] || sed "s/^/$file: /" $file; done
if [ ! -e kept.toml ]; then
    mkdir -p kept/bin
    printf '#!/bin/sh\necho first\n' >kept/bin/kept-says
    chmod +x kept/bin/kept-says
fi
printf '[types]\nlaunch = true\n[metadata]\ncount = 3\ndate = 2026-01-02\n[metadata.inner]\n"a key" = "with \\"quotes\\""\n' >kept.toml
mkdir -p kept-for-builds/bin build-alone/bin unwanted no-layer
echo more >>kept-for-builds/text
printf '[types]\ncache = true\n' >kept-for-builds.toml
printf '[types]\nbuild = true\n' >build-alone.toml
printf '' >unwanted.toml
printf '[metadata]\nnumber = 1\n' >store.toml
printf '[[processes]]\ntype = "task"\ncommand = ["sh", "-c"]\nargs = ["env; pwd; exit 5"]\n' >launch.toml
. "$CNB_BUILDPACK_DIR/more"
BUILD
chmod +x "$probe"/bin/*
next_build_ends_with() { printf '%s\n' "$1" >"$probe/more"; }
next_build_ends_with ''

SECRET=hidden dev_build "$work/plain" --buildpack "$probe" --env BP_WORD='a word' --env PATH=/first --bindings "$work/bindings" --build-only
check "the phases see the target, and nothing of the caller's environment" \
    exits 0 + says "^CNB_TARGET_DISTRO_NAME=$distro\$" + says "^CNB_TARGET_ARCH=$arch\$" + is_silent_about SECRET
check "the build's variables are set, and PATH is prepended to" says '^BP_WORD=a word$' + says '^PATH=/first:/usr/local/sbin'
check "bindings are there" says '^ca-certificates$'
check "the plan is of the first alternative that can be met" says '^name = "y"$' + says '^metadata = \{why = "because"\}$'
check "the first build finds nothing" is_silent_about '^found:'
check "layers are told apart" says '^kept +launch .* made by this build$' + says '^kept-for-builds +cache' \
    + says '^build-alone +build .* for this build alone$' + says '^unwanted +- .* not kept$' + is_silent_about '^no-layer'
dev_build "$work/plain" --buildpack "$probe" --build-only
check "of a launch layer the metadata is restored, not the contents" \
    says '^found: ./kept.toml$' + is_silent_about '^found: ./kept/'
check "its types are not" is_silent_about '^kept.toml: .*(types|launch)'
check "numbers and dates are what the lifecycle makes of them" \
    says '^kept.toml: count = 3.0$' + says '^kept.toml: date = "2026-01-02"$' + says '^store.toml: number = 1.0$'
check "other text survives" says 'inner = \{"a key" = "with ..?quotes..?"\}'
check "of a cache layer both are restored" \
    says '^found: ./kept-for-builds.toml$' + says '^found: ./kept-for-builds/text$'
check "of others, nothing is" is_silent_about '^found: ./(build-alone|unwanted|no-layer)'
dev_build "$work/plain" --buildpack "$probe" -- kept-says
check "a layer that was reused twice is the one that was made once" exits 0 + results_are first
check "the launch environment has no other layers" says '^PATH=.*/kept/bin:' + is_silent_about '^PATH=.*/(kept-for-builds|build-alone|no-layer)'
check "a cache layer can be added to" [ "$(cat "$work"/cache/dev-build/plain-*/image/cache/test_probe/kept-for-builds/text)" = $'more\nmore\nmore' ]
dev_build "$work/plain" --last --process task --launch-env GREETING=hello
check "a process is started in the app's directory, and its exit code handed on" \
    exits 5 + results_have '^GREETING=hello$' + results_have '/image/app$' + results_lack SECRET
dev_build "$work/plain" --last
check "without a default process, that is said" exits 1 + says 'no process is the default'
dev_build "$work/plain" --buildpack "$probe" --clean --build-only
check "--clean: a first build" exits 0 + is_silent_about '^found:' + says '^kept +launch .* made by this build$'

next_build_ends_with 'exit 7'
dev_build "$work/plain" --buildpack "$probe"
check "the build's exit code is handed on" exits 7 + says 'exit code 7'
next_build_ends_with 'printf "[types]\nlaunch = true\n" >new.toml'
dev_build "$work/plain" --buildpack "$probe"
check "what the lifecycle would refuse is refused: reuse of what never was" exits 1 + says 'the layer new cannot be reused'
next_build_ends_with 'printf "launch = true\n" >kept.toml'
dev_build "$work/plain" --buildpack "$probe"
check "… types outside their table" exits 1 + says 'belongs into the table'
next_build_ends_with 'printf "[[processes]]\ntype = \"w\"\ncommand = \"sh\"\n" >launch.toml'
dev_build "$work/plain" --buildpack "$probe"
check "… a command that is no list" exits 1 + says 'no list of words'

next_build_ends_with 'touch reached; sleep 60'
start "$work/plain" --buildpack "$probe" --build-only
check "a build that is under way …" appears "$work/cache/dev-build/plain-*/image/layers/test_probe/reached"
kill -KILL -- "-$started"
wait_for_started
check "… and is killed …" exits 137
dev_build "$work/plain" --last -- kept-says
check "… leaves the one before as it was" exits 0 + results_are first
next_build_ends_with 'mktemp; sleep 60'
start "$work/plain" --buildpack "$probe" --build-only
check "a build that has temporary files …" appears "$work/cache/dev-build/plain-*/temporary/tmp.*"
kill -INT -- "-$started"
wait_for_started
check "… and is interrupted …" fails
check "… leaves none of them" not compgen -G "$work/cache/dev-build/plain-*/temporary"

printf '#!/bin/sh\necho "cannot look"; exit 3\n' >"$probe/bin/detect"
dev_build "$work/plain" --buildpack "$probe"
check "detect that fails is not detect that says no" exits 3 + says 'cannot look' + says 'detect failed'

finish
