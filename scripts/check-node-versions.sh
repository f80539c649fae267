#!/usr/bin/env bash
# check-node-versions.sh [MAJOR...]: loads the addon under other versions of Node.js (22 and 24
# by default, each fetched by npx) and has each run a load test, with its embedded device. The
# addon is built once, against Node-API 8, and must load in all.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib/steps.sh"

export XDG_STATE_HOME
XDG_STATE_HOME=$(mktemp -d)
trap 'rm -rf "$XDG_STATE_HOME"' EXIT

(($#)) || set -- 22 24
bash "$ROOT/scripts/setup.sh"
for major in "$@"; do
  result=$XDG_STATE_HOME/node-$major.json
  npx --yes --package "node@$major" -- node "$ROOT/bin/run.js" bench run \
    --rw randrw --size 1m --number-ios 200 --json >"$result" ||
    fail 1 "the load test fails under Node.js $major" "What it said: $(<"$result")"
  version=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).memvol.node_version' "$result")
  [[ $version == "v$major."* ]] || fail 1 "npx ran $version in place of Node.js $major"
  printf 'Node.js %s: loads the addon, runs a load test\n' "$version"
done
