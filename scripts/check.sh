#!/usr/bin/env bash
# check.sh: format, lint, layers and types, of TypeScript and C++. Runs all, then says whether
# all passed; `npx biome check --write PATH` and `clang-format -i FILE` mend most of it.
set -uo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"
cd "$ROOT"

clang_format() {
  find native -name '*.?pp' -print0 -o -name '*.c' -print0 |
    xargs -0 clang-format --dry-run --Werror
}

failed=()
check() {
  local name=$1
  shift
  "$@" || failed+=("$name")
}

bash "$SCRIPTS/setup.sh" check || exit
check biome npx biome check --error-on-warnings
check types npx tsc --project .
check "native format" clang_format
check "native layers" node --import=tsx scripts/native-layers/check.ts native
if ((${#failed[@]})); then
  printf 'Checks failed:' >&2
  printf ' %s;' "${failed[@]}" >&2
  printf '\n' >&2
  exit 1
fi
echo "All checks passed."
