# For the scripts beside it: where things are, and steps that say one line and log the rest.
# Bash alone, for on a fresh clone there is nothing else yet.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LOGS=$ROOT/build/logs

# As EXIT_STATUS.environment in src/errors.ts.
readonly EXIT_ENVIRONMENT=10

# fail STATUS MESSAGE [NEXT_STEP...]: ends the script with one message.
fail() {
  local status=$1
  printf 'Error: %s\n' "$2" >&2
  shift 2
  (($#)) && printf '  %s\n' "$@" >&2
  exit "$status"
}

# step LABEL COMMAND...: one line on stderr; the command's output goes to a log, whose end is
# shown when the command fails. Returns the command's status.
step() {
  local label=$1 log status=0
  shift
  log=$LOGS/${label// /-}.log
  mkdir -p "$LOGS"
  printf 'memvol set-up: %s\n' "$label" >&2
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status)); then
    tail -n 30 "$log" >&2
    printf 'Error: memvol set-up: %s failed (status %d)\n  All that it said: %s\n' \
      "$label" "$status" "$log" >&2
  fi
  return "$status"
}

# fingerprint PATH...: one checksum over the names and contents of files and folders.
fingerprint() {
  (cd "$ROOT" && find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) |
    sha256sum | cut -d' ' -f1
}

# stamped FILE VALUE: whether the step that wrote this stamp was last done for this value.
stamped() {
  [[ -f $1 && $(<"$1") == "$2" ]]
}
