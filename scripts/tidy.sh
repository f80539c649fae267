#!/usr/bin/env bash
# tidy.sh: clang-tidy over the native sources, by the rules in .clang-tidy. Takes minutes.
set -uo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"
cd "$ROOT"

bash "$SCRIPTS/setup.sh" check || exit
run-clang-tidy -quiet -j "$(nproc)" -p build/native "$ROOT/native/src/.*\\.cpp\$" \
  2> >(grep -v 'warnings generated' >&2)
