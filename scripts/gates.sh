#!/usr/bin/env bash
# gates.sh [--base REV] [--fix] [GATE…]: checks that stand between a change and the main branch. Without a GATE it runs
# all of them and goes on after one that fails; the last lines are a table of results and times.
#
# - quick: format, shellcheck and pages, which take seconds; scripts/test.sh begins with them
# - format: clang-format on all C++ sources; --fix formats them
# - shellcheck: all shell scripts
# - pages: docs/README.md lists every page of docs, tests/README.md every folder of tests; no link is dead, and what pages
#   name of the code (functions in docs/architecture.md, tests in docs/security.md) exists
# - workflows: GitHub's and GitLab's files, with actionlint and their published schemas
# - clang-tidy: the sources that changed since --base REV (default: where this branch left main). .clang-tidy has the
#   checks. `--base none` reads all sources
# - clang: everything compiles with clang, and the unit tests pass
# - asan: unit tests under the address and undefined-behaviour sanitizers
# - tsan: unit tests under the thread sanitizer
# - fuzz: a minute of fuzzing, divided among the targets
# - ubuntu: unit tests on Ubuntu 24.04, the second distribution; on another distribution, in a container
#
# A gate that cannot run on this machine says why. It fails if you named it; otherwise the table shows it as "not run".
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/named-tests.sh

quick_gates=(format shellcheck pages)
all_gates=("${quick_gates[@]}" workflows clang-tidy clang asan tsan fuzz ubuntu)
exit_cannot_run=77

# cannot_run WHY [WHAT-TO-DO…]: ends a gate that this machine cannot run.
cannot_run() {
    (fail "$@") || exit $exit_cannot_run
}

# Prints our own files, not those that a build made.
sources_named() { # NAME-PATTERN…
    local pattern names=()
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    find .ci bin examples include scripts src tests -type f \( "${names[@]:1}" \) -print | sort
}

# clang-format differs between versions, so one is pinned. It comes from the package index: no distribution has it.
clang_format=22.1.5
gate_format() {
    local tool=$cache/clang-format-$clang_format sources
    if [ ! -x "$tool/bin/clang-format" ]; then
        need_packages python3 python3-venv
        /usr/bin/python3 -m venv --clear "$tool"
        "$tool/bin/pip" --quiet --disable-pip-version-check install "clang-format==$clang_format" >&2 ||
            fail "pip could not install clang-format $clang_format" "Check that the package index can be reached."
    fi
    mapfile -t sources < <(sources_named '*.cpp' '*.hpp')
    if [ -n "$fix" ]; then
        "$tool/bin/clang-format" -i "${sources[@]}"
        return
    fi
    "$tool/bin/clang-format" --dry-run -Werror "${sources[@]}" ||
        fail "some sources are not formatted" "To format them: scripts/gates.sh --fix format"
}

gate_shellcheck() {
    local file programs=() sourced=()
    have shellcheck || need_packages shellcheck
    while read -r file; do
        if [ -x "$file" ]; then programs+=("$file"); else sourced+=("$file"); fi
    done < <(
        sources_named '*.sh'
        # Those without an extension.
        find .ci bin examples scripts tests -type f -perm -u+x ! -name '*.*' -exec grep -lE '^#!.*\b(ba|da)?sh\b' {} + || true
    )
    printf '%s\0' "${programs[@]}" | xargs -0 -P "$(nproc)" -n 8 shellcheck -x
    # What they set is for the scripts that source them.
    printf '%s\0' "${sourced[@]}" | xargs -0 -P "$(nproc)" -n 8 shellcheck -x --exclude SC2034
}

# is_listed INDEX PATH: true if the page INDEX links to PATH, which is relative to it.
is_listed() { grep -qF "]($2)" "$1"; }

# Prints `FILE TARGET` for each link of a page to a file of this repository.
local_links() { # PAGE…
    grep -HoE '\]\([^) ]+\)' "$@" | sed -nE 's/^([^:]+):\]\(([^)#]+)(#[^)]*)?\)$/\1 \2/p' | grep -vE ' [a-z]+:' | sort -u
}

gate_pages() {
    local page folder target name wrong=()
    while read -r page; do
        is_listed docs/README.md "$page" || wrong+=("docs/README.md does not list docs/$page.")
    done < <(cd docs && find . -name '*.md' ! -path ./README.md -printf '%P\n' | sort)
    for folder in tests/*/; do
        folder=${folder#tests/}
        is_listed tests/README.md "$folder" || wrong+=("tests/README.md does not list tests/$folder.")
    done
    while read -r page target; do
        [ -e "$(dirname "$page")/$target" ] || wrong+=("$page links to $target, which does not exist.")
    done < <(local_links ./*.md docs/*.md docs/*/*.md tests/README.md)
    while read -r target name; do
        grep -qwF "${name##*::}" "docs/$target" || wrong+=("docs/architecture.md says that $name is in $target: it is not.")
    done < <(named_in_links docs/architecture.md)
    while read -r name; do
        grep -rqE "TEST(_F|_P)?\\(${name%.*}, *${name#*.}\\)" tests || wrong+=("docs/security.md names the test $name, which does not exist.")
    done < <(tests_named_in docs/security.md | sed 's/\.\*$/.[A-Za-z0-9]+/')
    [ ${#wrong[@]} = 0 ] || fail "an index is incomplete, or a link leads nowhere" "${wrong[@]}"
}

# Prints `FILE NAME` for each function or table that a page names right after a link: [`x.cpp`](../src/x.cpp) `name`.
named_in_links() { # PAGE
    # shellcheck disable=SC2016 # these are backticks of Markdown
    grep -oE '\]\([^)#]+\.[ch]pp\) `[A-Za-z_:]+`' "$1" | sed -E 's/^\]\(([^)]+)\) `([^`]+)`$/\1 \2/' | sort -u
}

# Go's `actionlint` and PyPI's `check-jsonschema`, which brings the schemas that GitHub and GitLab publish.
gate_workflows() {
    local python=$cache/check-jsonschema-0.39.0
    . scripts/lib/go.sh
    need_packages python3 python3-venv
    have shellcheck || need_packages shellcheck # actionlint hands it what workflows run
    if [ ! -x "$python/bin/check-jsonschema" ]; then
        /usr/bin/python3 -m venv --clear "$python"
        "$python/bin/pip" --quiet --disable-pip-version-check install check-jsonschema==0.39.0 >&2
    fi
    use_go tests/platforms
    (cd tests/platforms && go tool actionlint ../../.github/workflows/*.yml)
    "$python/bin/check-jsonschema" --builtin-schema vendor.github-workflows .github/workflows/*.yml
    "$python/bin/check-jsonschema" --builtin-schema vendor.gitlab-ci examples/gitlab/gitlab-ci.yml
}

# Where this branch left main, or the commit before on main itself.
find_base() {
    local branch base
    for branch in origin/main main; do
        base=$(git merge-base "$branch" HEAD 2>/dev/null) || continue
        if [ "$base" = "$(git rev-parse HEAD)" ]; then base=$(git rev-parse --verify --quiet HEAD^) || base=HEAD; fi
        echo "$base"
        return
    done
    fail "there is no branch main to compare with" "Name a revision: scripts/gates.sh --base REV clang-tidy"
}

# What changed since a revision, committed or not.
changed_files() { # REVISION
    git diff --name-only --diff-filter=d "$1" -- src include bin tests examples
    git ls-files --others --exclude-standard -- src include bin tests examples
}

# clang-tidy reads sources, not headers: a header is read with the source of its name, or else with one that includes it.
source_for_header() { # HEADER
    local name
    name=$(basename "$1" .hpp)
    find src bin tests -name "$name.cpp" -print -quit | grep . ||
        { grep -rlE --include='*.cpp' "#include [<\"]([^>\"]*/)?$name\.hpp[>\"]" src bin tests | sort | head -n 1; } ||
        true # only other headers include it: it is read with theirs
}

files_to_tidy() {
    local file
    if [ "$base" = none ]; then
        find bin src -name '*.cpp'
        return
    fi
    if [ -z "$base" ]; then base=$(find_base); fi
    git rev-parse --verify --quiet "$base^{commit}" >/dev/null || fail "there is no revision $base"
    say "What changed since $(git log -1 --format='%h %s' "$base")"
    while read -r file; do
        case $file in
            *.cpp) echo "$file" ;;
            *.hpp) source_for_header "$file" ;;
        esac
    done < <(changed_files "$base") | sort -u
}

gate_clang_tidy() {
    local files compiled file
    need_packages "${build_packages[@]}" "${clang_packages[@]}" git
    cmake --preset clang >/dev/null
    compiled=$(files_to_tidy)
    files=()
    for file in $compiled; do # the examples are builds of their own, so this one has no commands for them
        if grep -qF "\"$PWD/$file\"" build/clang/compile_commands.json; then files+=("$file"); fi
    done
    say "${#files[@]} files"
    [ ${#files[@]} -gt 0 ] || return 0
    printf '%s\0' "${files[@]}" |
        xargs -0 -P "$(nproc)" -n 1 "clang-tidy-$clang_version" --quiet -p build/clang 2>build/clang/clang-tidy.log ||
        fail "clang-tidy found something" "Its findings are above. .clang-tidy lists the checks, and why others are left out."
}

run_unit_tests() { # PRESET [WRAPPER…]
    # A build runs the tests' programs as well, to list their tests.
    "${@:2}" cmake --build --preset "$1" --target unit_tests -- -k 0
    TMPDIR=$(fast_directory) "${@:2}" ctest --preset "$1" --parallel "$(nproc)"
}
# Unit tests mostly make and remove files, which is much faster in memory.
fast_directory() { if [ -w /dev/shm ]; then echo /dev/shm; else echo "${TMPDIR:-/tmp}"; fi; }

gate_clang() {
    need_packages "${build_packages[@]}" "${clang_packages[@]}" python3
    cmake --preset clang >/dev/null
    cmake --build --preset clang -- -k 0 # all errors at once
    run_unit_tests clang
}

# GCC 12's sanitizers cannot reserve their memory where the kernel randomises more than 28 bits of an address, as it does
# on Ubuntu 24.04.
run_sanitized() { # PRESET
    local fixed_addresses=()
    need_packages "${build_packages[@]}" python3
    if setarch --addr-no-randomize true 2>/dev/null; then fixed_addresses=(setarch --addr-no-randomize); fi
    cmake --preset "$1" >/dev/null
    run_unit_tests "$1" "${fixed_addresses[@]}"
}
gate_asan() { run_sanitized asan; }
gate_tsan() { run_sanitized tsan; }

gate_fuzz() {
    local targets
    targets=$(find tests/fuzz -name '*_fuzz.cpp' | wc -l)
    # A target that found something exits with 77, too.
    scripts/fuzz.sh $((60 / targets)) ||
        fail "a fuzz target found something" "The input is build/fuzz/TARGET-…; it belongs into tests/fuzz/corpus with the fix."
}

gate_ubuntu() {
    local image=docker.io/library/ubuntu:24.04
    if [ "$distro $distro_version" = "ubuntu 24.04" ]; then
        scripts/test.sh unit
        return
    fi
    . scripts/lib/containers.sh
    trap stop_containers EXIT
    start_containers || cannot_run "there are no containers to run Ubuntu 24.04 in: $no_containers"
    "${engine[@]}" image inspect "$image" >/dev/null 2>&1 || "${engine[@]}" pull "$image" >"$cache/ubuntu.log" 2>&1 ||
        cannot_run "the image of Ubuntu 24.04 could not be pulled: $(tail -n 1 "$cache/ubuntu.log")" \
            "This gate needs a registry that has $image and a mirror of Ubuntu's packages."
    # A copy, so that what is built there does not mix with what is built here.
    "${engine[@]}" run --rm --privileged --network host --volume "$PWD:/source:ro" "$image" bash -c '
        mkdir /adder && tar --create --directory /source --exclude=./build --exclude=./dist . |
            tar --extract --directory /adder && /adder/scripts/test.sh unit'
}

run_gate() { # NAME
    case $1 in
        clang-tidy) gate_clang_tidy ;;
        *) "gate_$1" ;;
    esac
}

base='' fix=''
gates=()
while [ $# -gt 0 ]; do
    case $1 in
        --base) base=${2:?} && shift ;;
        --fix) fix=yes ;;
        quick) gates+=("${quick_gates[@]}") ;;
        *)
            [[ " ${all_gates[*]} " = *" $1 "* ]] ||
                fail "usage: gates.sh [--base REV] [--fix] [quick|$(IFS='|' && echo "${all_gates[*]}")]…"
            gates+=("$1")
            ;;
    esac
    shift
done
named=${gates[0]:-}
if [ -z "$named" ]; then gates=("${all_gates[@]}"); fi

# Each gate in a process of its own, whose failure ends it and not those after it.
if [ ${#gates[@]} = 1 ]; then
    run_gate "${gates[0]}"
    exit
fi
failed=0 results=()
for gate in "${gates[@]}"; do
    printf '\n== %s\n' "$gate" >&2
    started=$SECONDS code=0
    "$0" ${base:+--base "$base"} ${fix:+--fix} "$gate" || code=$?
    case $code in
        0) result=passed ;;
        "$exit_cannot_run") result="not run" ;;
        *) result=FAILED ;;
    esac
    if [ $code != 0 ] && { [ -n "$named" ] || [ $code != $exit_cannot_run ]; }; then failed=1; fi
    results+=("$(printf '%-12s %-8s %4d s' "$gate" "$result" $((SECONDS - started)))")
done
printf '\n' >&2
say "$(printf '%s\n' "${results[@]}")"
[ $failed = 0 ] || fail "a gate did not pass" "Each can be run alone: scripts/gates.sh NAME"
