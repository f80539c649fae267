#!/usr/bin/env bash
# node-packages.sh: a Node.js that is new enough, and npm's packages as package-lock.json says.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib/steps.sh"

readonly NODE_MAJOR_MIN=20

version=$(node --version 2>/dev/null || true)
major=${version#v}
major=${major%%.*}
((${major:-0} >= NODE_MAJOR_MIN)) || fail "$EXIT_ENVIRONMENT" \
  "memvol needs Node.js $NODE_MAJOR_MIN or later; here is ${version:-none}." \
  "Install it and try again: https://nodejs.org"

# Within node_modules, so that whoever removes the packages removes the stamp too.
stamp=$ROOT/node_modules/.memvol-lock
lock=$(fingerprint package-lock.json)
stamped "$stamp" "$lock" && exit 0

# No package of ours needs its install script; npm 12 would not run them anyway.
cd "$ROOT"
step "npm packages" npm ci --ignore-scripts --no-audit --no-fund || exit "$EXIT_ENVIRONMENT"
echo "$lock" >"$stamp"
