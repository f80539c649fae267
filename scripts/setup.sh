#!/usr/bin/env bash
# setup.sh [build|test|check]: everything that memvol needs on this machine, for a purpose:
# to run (build, the default), to be tested (test), to be checked (check). Idempotent; says
# nothing and takes a fraction of a second when there is nothing to do.
set -euo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"

# Two set-ups at once (npm start in two terminals) would build over each other. The lock is not
# for what the steps start: a build server that stays behind must not hold it.
mkdir -p "$ROOT/build"
exec 9>"$ROOT/build/.setup.lock"
flock 9

{
  bash "$SCRIPTS/setup/system-packages.sh" "${1:-build}"
  bash "$SCRIPTS/setup/node-packages.sh"
  bash "$SCRIPTS/setup/native.sh" addon
  bash "$SCRIPTS/setup/bundle.sh"
} 9>&-
