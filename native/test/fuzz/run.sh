#!/usr/bin/env bash
# run.sh TARGET SEEDS: runs a fuzz target for MEMVOL_FUZZ_SECONDS (5 unless set). What it finds of
# new inputs is kept beside it from run to run, and the input of a failure, which is said.
set -euo pipefail

target=$1 seeds=$2
found=$target.corpus
mkdir -p "$found"
exec "$target" -max_total_time="${MEMVOL_FUZZ_SECONDS:-5}" -timeout=10 -max_len=4096 \
  -artifact_prefix="$target." -print_final_stats=1 "$found" "$seeds"
