#!/usr/bin/env bash
# bundle.sh: dist/, the bundled commands and oclif's manifest of them, when their sources changed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib/steps.sh"

stamp=$ROOT/dist/.memvol-sources
sources=$(fingerprint src scripts/bundle package.json package-lock.json)
stamped "$stamp" "$sources" && exit 0

cd "$ROOT"
rm -rf dist
step "bundle commands" node --import=tsx scripts/bundle/bundle.ts
step "bundle report page" node --import=tsx scripts/bundle/report-page.ts
step "write manifest" node --import=tsx scripts/bundle/manifest.ts
echo "$sources" >"$stamp"
