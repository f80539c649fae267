#!/usr/bin/env bash
# tidy.sh [--deep]: clang-tidy over the native sources, by the rules in .clang-tidy. Takes minutes.
# The static analyzer looks at each function by itself; with --deep also through its calls, which
# takes three times as long.
set -uo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"
cd "$ROOT"

bash "$SCRIPTS/setup.sh" check || exit
mode=shallow
[[ ${1-} != --deep ]] || mode=deep
analyzer=()
for word in -Xclang -analyzer-config -Xclang "mode=$mode"; do analyzer+=("-extra-arg=$word"); done

run-clang-tidy -quiet "${analyzer[@]}" -j "$(nproc)" -p build/native "$ROOT/native/src/.*\\.cpp\$" \
  2> >(grep -v 'warnings generated' >&2)
