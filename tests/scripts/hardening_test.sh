#!/usr/bin/env bash
# hardening_test.sh DIRECTORY: that the programs in DIRECTORY/bin, `detect`, `build` and `runtime-archive`, were compiled
# and linked as cmake/AdderHardening.cmake says: read off the files themselves. What can only be seen where symbols are, in
# programs that are not static, is left out for others. Ends with "N passed, N failed".
set -uo pipefail
. "$(dirname "$0")/checks.sh"
directory=$1/bin
output=$(mktemp)
trap 'rm -f "$output"' EXIT

segments() { readelf --wide --segments "$directory/$1" >"$output"; }
dynamic() { readelf --wide --dynamic "$directory/$1" >"$output"; }
symbols() { readelf --wide --dyn-syms "$directory/$1" >"$output"; }
header() { readelf --wide --file-header "$directory/$1" >"$output"; }
is_static() { ! readelf --wide --segments "$directory/$1" | grep -q INTERP; }
has_no_writable_code() { ! says '(LOAD|GNU_STACK).* RWE '; }

for program in detect build runtime-archive; do
    [ -e "$directory/$program" ] || continue
    check "$program is loaded where nobody knows" header "$program" + says 'Type: +DYN'
    check "$program has its relocated data read-only" segments "$program" + says GNU_RELRO
    check "$program binds all functions before it starts" dynamic "$program" + says 'BIND_NOW|Flags:.* NOW'
    check "$program has neither an executable stack nor writable code" segments "$program" + has_no_writable_code
    check "$program needs no relocation of its code" dynamic "$program" + not says TEXTREL
    is_static "$program" && continue
    check "$program notices an overwritten stack" symbols "$program" + says __stack_chk_fail
    check "$program notices writing over the end of what it knows the size of" symbols "$program" + says '__[a-z]+_chk'
done
finish
