#!/usr/bin/env bash
# fuzz.sh [SECONDS [TARGET…]]: builds the fuzz targets and gives each so much time (60 s), beginning with its corpus.
#
# New inputs stay in build/fuzz/found/TARGET. One that is worth keeping goes to tests/fuzz/corpus/TARGET, which every
# run of the tests goes through.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/common.sh
. scripts/lib/packages.sh

need_packages "${build_packages[@]}" "${clang_packages[@]}"
cmake --preset fuzz >/dev/null
seconds=${1:-60}
shift || true
if [ $# -eq 0 ]; then
    for source in tests/fuzz/*_fuzz.cpp; do
        name=$(basename "$source")
        set -- "$@" "${name%_fuzz.cpp}"
    done
fi
for target; do
    cmake --build --preset fuzz --target "${target}_fuzz"
    mkdir -p "build/fuzz/found/$target"
    printf '\n== %s for %s s\n' "$target" "$seconds"
    "build/fuzz/bin/${target}_fuzz" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$target-" "build/fuzz/found/$target" "tests/fuzz/corpus/$target"
done
