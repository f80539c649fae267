#!/usr/bin/env bash
# test-verbs.sh [native|integration]...: the tests over libfabric's verbs provider, on each RDMA
# device that this machine has (MEMVOL_VERBS_DEVICES="NAME..." picks some of them). Ends with 0
# and says so where there is none: nothing was tested then, and nothing is wrong.
#   native: a device and its clients in C++, isolation and revocation among them;
#   integration: the commands with a real device
set -uo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"
cd "$ROOT"

REPORTS=$ROOT/build/test-reports
# Adapters in software take their time, and so do virtual machines.
readonly PATIENCE_MS=180000 LEAK_CYCLES=300
# Those that open a device, over the fabric that the environment names.
readonly NATIVE_TESTS='^(device|client)\.|FabricEngine'

run_native() {
  ctest --test-dir build/native-test --no-tests=error --output-on-failure --quiet \
    --tests-regex "$NATIVE_TESTS" --output-junit "$REPORTS/$1.xml"
}

run_integration() {
  TSX_TSCONFIG_PATH=tsconfig.json timeout --kill-after=10 60m \
    npx mocha --config .mocharc.json --timeout "$PATIENCE_MS" \
    --ignore 'test/!(integration)/**' --ignore 'test/*.ts' \
    --reporter scripts/tests/mocha-reporter.ts --reporter-option "output=$REPORTS/$1.json"
}

main() {
  local suites=("$@") listed places place name address suite status outcomes=()
  ((${#suites[@]})) || suites=(native integration)
  bash "$SCRIPTS/setup.sh" test && bash "$SCRIPTS/setup/native.sh" test || exit
  listed=$(node --import=tsx scripts/verbs/places.ts) || exit
  mapfile -t places <<<"$listed"
  if [[ -z $listed ]]; then
    echo "no RDMA device with an address here: nothing was tested over verbs"
    echo "  What is missing, and how to get one without hardware: node bin/run.js doctor"
    exit 0
  fi
  rm -rf "$REPORTS" && mkdir -p "$REPORTS"
  export MEMVOL_TEST_FABRIC_PROVIDER=verbs MEMVOL_TEST_CYCLES=$LEAK_CYCLES
  export MEMVOL_TEST_PATIENCE_MS=$PATIENCE_MS
  for place in "${places[@]}"; do
    read -r name address <<<"$place"
    [[ -z ${MEMVOL_VERBS_DEVICES:-} || " $MEMVOL_VERBS_DEVICES " == *" $name "* ]] || continue
    export MEMVOL_TEST_FABRIC_HOST=$address
    for suite in "${suites[@]}"; do
      printf '\n== %s over verbs on %s, %s\n' "$suite" "$name" "$address"
      status=0
      "run_$suite" "$name-$suite" || status=$?
      outcomes+=("$name-$suite=$status")
    done
  done
  printf '\n== sum\n'
  node --import=tsx scripts/tests/summary.ts "${outcomes[@]}"
}

main "$@"
