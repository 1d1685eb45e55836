#!/usr/bin/env bash
# What scripts/package.sh promises, for this machine's architecture. As root, for chroot. scripts/test.sh static runs it;
# it ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/lib/common.sh
. tests/scripts/checks.sh

need_packages jq binutils python3-venv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=$work/log
mkdir "$work/runtimes"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' buildpack.toml | head -n 1)

package() { # OPTION…: its exit code is in code
    code=0
    scripts/package.sh --arch "$arch" "$@" >"$output" 2>&1 || code=$?
}
exits() { [ "$code" = "$1" ]; }

package --output "$work/dist"
check "a package is made" exits 0
directory=$work/dist/buildpack/linux/$arch
is_static() { ! readelf -lW "$1" | grep -q INTERP && ! readelf -dW "$1" | grep -q '(NEEDED)'; }
for program in detect build web-environment; do check "$program needs no library and no loader" is_static "$directory/bin/$program"; done
check "the programs are hardened" tests/scripts/hardening_test.sh "$directory"
size=$(stat -c %s "$directory"/bin/* | awk '{ sum += $1 } END { print sum }')
check "at most 12 MB ($size bytes)" [ "$size" -le 12000000 ]
size=$(stat -c %s "$directory/bin/web-environment")
check "what every image gets has at most 400 kB ($size bytes)" [ "$size" -le 400000 ]
check "the sums are right" sh -c "cd '$work/dist' && sha256sum --quiet --check SHA256SUMS"

package --output "$work/again"
check "again, the same bytes" cmp "$work/dist/SHA256SUMS" "$work/again/SHA256SUMS"

package --api 0.12 --output "$work/api"
check "a package of another Buildpack API differs in its descriptor" \
    [ "$(diff -rq "$work/dist/buildpack" "$work/api/buildpack" | awk '{ print $2 }' | xargs -n 1 basename | sort -u)" = buildpack.toml ]
check "which declares it" grep -qx 'api = "0.12"' "$work/api/buildpack/buildpack.toml"

sbom=$directory/sbom.cdx.json
validator=$cache/cyclonedx
[ -x "$validator/bin/python" ] || /usr/bin/python3 -m venv "$validator"
"$validator/bin/pip" --quiet --disable-pip-version-check install 'cyclonedx-python-lib[json-validation]==11.*' >&2
cat >"$work/validate.py" <<'PYTHON'
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
problem = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())
sys.exit(str(problem) if problem else 0)
PYTHON
check "the bill of materials is CycloneDX 1.5" "$validator/bin/python" "$work/validate.py" "$sbom"
lists() { jq -e --arg name "$1" '[.components[].name] | index($name)' "$sbom" >/dev/null; }
for name in openssl curl libarchive libzstd c-ares glibc spdlog; do check "it lists $name" lists "$name"; done
does_not_list() { ! lists "$1"; }
check "it does not list what only tests are linked with" does_not_list googletest
digest() { jq -r --arg name "$1" '.components[] | select(.name == $name).hashes[0].content' "$sbom"; }
check "it has the program's digest" [ "$(digest bin/build)" = "$(digest_of "$directory/bin/build")" ]
for name in $(jq -r '.components[] | select(.type == "library").name' "$sbom"); do
    check "there is a licence for $name" [ -s "$directory/licenses/$name.txt" ]
done

# A system that is nothing but a kernel: no shell, no libraries, no certificates.
bare=$work/bare
mkdir -p "$bare"/{app,platform/env,buildpack,tmp,etc,layers}
cp -r "$directory/." "$bare/buildpack"
echo flask >"$bare/app/requirements.txt"
printf 'ID=nothing\nVERSION_ID=1\n' >"$bare/etc/os-release"
: >"$bare/plan.toml"
: >"$bare/bp_plan.toml"
in_bare() { # PROGRAM
    code=0
    as_root env -i CNB_BUILDPACK_DIR=/buildpack CNB_PLATFORM_DIR=/platform CNB_BUILD_PLAN_PATH=/plan.toml \
        CNB_BP_PLAN_PATH=/bp_plan.toml CNB_LAYERS_DIR=/layers CNB_TARGET_OS=linux CNB_TARGET_ARCH="$arch" \
        CNB_TARGET_DISTRO_NAME=nothing CNB_TARGET_DISTRO_VERSION=1 \
        "$(command -v chroot)" "$bare" /buildpack/bin/"$1" >"$output" 2>&1 || code=$?
}
# Both take the app to be where they start, which chroot makes the root.
cp "$bare/app/requirements.txt" "$bare"
in_bare detect
check "detect works on a system without anything" exits 0
check "and leaves its plan" grep -q python "$bare/plan.toml"
in_bare build
check "build says there what it lacks" [ "$code" != 0 ] + says 'certificate'

package --air-gapped "$work/runtimes" --output "$work/gap"
check "without a runtime, nothing is air-gapped" exits 1 + says "there is no runtime for $arch"
check "and nothing is left half made" [ -z "$(ls -A "$work/gap")" ]
package --key key
check "a key signs runtimes" exits 1 + says 'goes with --air-gapped'
runtime=$(scripts/lib/get-runtime.sh distribution)
package --air-gapped "$runtime" --output "$work/gap"
check "an air-gapped package is made" exits 0
inside=$work/gap/buildpack/linux/$arch
check "the runtime is in it" [ -f "$inside/runtimes/$(basename "$runtime")" ]
check "and in its index" [ "$(jq -r '.archives[].file' "$inside/runtimes/index.json")" = "$(basename "$runtime")" ]
pinned=$(grep -c "^file = .*$([ "$arch" = amd64 ] && echo x86_64 || echo aarch64)" buildpack.toml)
check "and every wheel of uv for $arch" [ "$(find "$inside/wheels" -name '*.whl' | wc -l)" = "$pinned" ]
check "the file has its name" [ -f "$work/gap/adder-python-air-gapped-$version-linux-$arch.cnb" ]

# The example of a composite: Paketo's buildpack is in a registry, its place is taken by one of that name that does nothing.
cp -r examples/composite "$work"
mkdir -p "$work/procfile/bin"
printf '#!/bin/sh\nexit 100\n' | tee "$work/procfile/bin/detect" >"$work/procfile/bin/build"
chmod +x "$work/procfile/bin"/*
printf 'api = "0.10"\n[buildpack]\nid = "paketo-buildpacks/procfile"\nversion = "5.6.1"\n[[targets]]\nos = "linux"\n' \
    >"$work/procfile/buildpack.toml"
sed -i "s|^uri = \"../../dist/.*\"|uri = \"$work/dist/adder-python-$version-linux-$arch.cnb\"|; s|^uri = \"docker:.*|uri = \"$work/procfile\"|" \
    "$work/composite/package.toml"
code=0
"$(scripts/lib/get-pack.sh)" buildpack package "$work/web.cnb" --config "$work/composite/package.toml" --format file \
    --target "linux/$arch" >"$output" 2>&1 || code=$?
check "the example of a composite is packaged" exits 0
mkdir "$work/web"
tar --extract --file "$work/web.cnb" --directory "$work/web" 2>/dev/null
grep -haoE 'io.buildpacks.buildpack.layers.*' "$work"/web/blobs/sha256/* >"$output" || true
check "with what it is an order of" says adder/python + says paketo-buildpacks/procfile + says example/python-web
finish
