#!/usr/bin/env bash
# test.sh SUITE...: sets up, runs the suites, and ends with the sum: `N passed, N failed`.
#   mocha: the TypeScript tests, unit and integration; native: the C++ tests; asan, tsan: these
#   with sanitizers; fuzz: the fuzz targets, each for MEMVOL_FUZZ_SECONDS (5 unless set); crash:
#   devices and persisters that are killed, MEMVOL_CRASH_ROUNDS times (100 unless set)
set -uo pipefail
SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$SCRIPTS/lib/steps.sh"
cd "$ROOT"

REPORTS=$ROOT/build/test-reports

run_mocha() {
  local name=$1
  shift
  # ctest bounds each test; a JavaScript thread that never comes back is bounded here.
  TSX_TSCONFIG_PATH=tsconfig.json timeout --kill-after=10 20m \
    npx mocha --config .mocharc.json "$@" \
    --reporter scripts/tests/mocha-reporter.ts --reporter-option "output=$REPORTS/$name.json"
}

run_ctest() {
  local name=$1 flavour=$2
  bash "$SCRIPTS/setup/native.sh" "$flavour" &&
    ctest --test-dir "build/native-$flavour" --no-tests=error --output-on-failure --quiet \
      --parallel "$(nproc)" --output-junit "$REPORTS/$name.xml"
}

# Both parts of the crash campaign: the persister killed at each step, the device at any moment.
run_crash() {
  export MEMVOL_CRASH_ROUNDS=${MEMVOL_CRASH_ROUNDS:-100}
  bash "$SCRIPTS/setup/native.sh" test &&
    build/native-test/test/memvol_persistence_test --gtest_filter='*Crash*' &&
    TSX_TSCONFIG_PATH=tsconfig.json npx mocha --no-config --node-option import=tsx \
      --require test/support/environment.ts --require test/support/lingering.ts \
      test/integration/crash.test.ts \
      --reporter scripts/tests/mocha-reporter.ts --reporter-option "output=$REPORTS/crash.json"
}

run_suite() {
  case $1 in
    mocha) run_mocha mocha ;;
    unit) run_mocha unit --ignore 'test/integration/**' ;;
    integration) run_mocha integration --ignore 'test/!(integration)/**' --ignore 'test/*.ts' ;;
    native) run_ctest native test ;;
    asan | tsan) run_ctest "$1" "$1" ;;
    crash) run_crash ;;
    fuzz) bash "$SCRIPTS/setup/system-packages.sh" fuzz && run_ctest fuzz fuzz ;;
    *) fail 2 "no suite is called $1" "Known: mocha, unit, integration, native, asan, tsan, fuzz, crash" ;;
  esac
}

main() {
  local suite outcomes=() status
  bash "$SCRIPTS/setup.sh" test || {
    status=$?
    # Whoever reads the sum must not take a failed set-up for a run without failures.
    printf '\n0 passed, 1 failed\n'
    exit "$status"
  }
  rm -rf "$REPORTS" && mkdir -p "$REPORTS"
  for suite in "$@"; do
    printf '\n== %s\n' "$suite"
    status=0
    run_suite "$suite" || status=$?
    outcomes+=("$suite=$status")
  done
  printf '\n== sum\n'
  node --import=tsx scripts/tests/summary.ts "${outcomes[@]}"
}

main "$@"
