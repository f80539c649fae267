/** Native failures as the rest of memvol knows them. */
import { type ErrorCode, isErrorCode, UserError } from "../errors.js";
import type { NativeFailure } from "./native.js";

/** Whether something thrown carries what native errors carry. */
export function isNativeFailure(error: unknown): error is Error & NativeFailure {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    "operation" in error &&
    typeof error.operation === "string" &&
    "errno" in error &&
    typeof error.errno === "number"
  );
}

const DISCOVER = "See whether the device still runs: memvol device discover";

/** What to do next, where native code alone can tell what went wrong. */
const NEXT_STEPS: Partial<Record<ErrorCode, string[]>> = {
  memory_unavailable: ["Make the volume smaller, or free memory on the device's machine."],
  huge_pages_unavailable: [
    "Reserve more, each of 2 MiB: sudo sysctl vm.nr_hugepages=COUNT",
    "Or leave --huge-pages out.",
  ],
  locked_memory_limit: [
    "In a shell: ulimit -l unlimited",
    "For a service: LimitMEMLOCK=infinity in its systemd unit",
    "For a user, from the next login: a line 'NAME - memlock unlimited' in /etc/security/limits.d/",
  ],
  fabric_unavailable: ["See which providers libfabric has here: fi_info -l"],
  address_in_use: ["Choose another port with --fabric-port, or leave it out for a free one."],
  device_unreachable: [DISCOVER],
  session_ended: [DISCOVER],
  point_not_found: [
    "See the points: memvol volume stats NAME",
    "Or make it: memvol volume mark NAME POINT",
  ],
  point_limit: ["Remove one that is not needed: memvol volume unmark NAME POINT"],
  store_exists: [
    "Choose another directory or another name.",
    "Or move the files away, if nobody needs what they hold.",
  ],
  store_in_use: ["Stop the other device, or give this volume another directory."],
  store_failed: ["See that the directory is there, may be written, and has room."],
  store_stalled: [
    "Look after the storage: when it goes on, so does the volume, and nothing is lost.",
    "See how it stands: memvol volume show NAME",
  ],
  store_damaged: ["What can be done with a damaged store: docs/durability.md"],
  ticket_refused: ["Attach again: a ticket is good once, and for seconds only."],
};

/**
 * A native failure with one of our codes becomes that `UserError`, the original as its cause;
 * everything else comes back as it is.
 */
export function fromNative(error: unknown): unknown {
  if (!isNativeFailure(error) || !isErrorCode(error.code)) return error;
  const nextSteps = NEXT_STEPS[error.code] ?? [];
  return new UserError(error.code, error.message, { nextSteps, cause: error });
}
