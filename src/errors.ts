/**
 * What can go wrong, in three classes: the user's to mend (`UserError`), ours to mend (any
 * other `Error`), and nobody's fault (`Cancelled`). A code is stable; its exit status is
 * looked up in one table, which `docs/exit-codes.md` repeats and a test compares.
 */

/** Exit statuses, by kind of failure. The same with and without `--json`. */
export const EXIT_STATUS = {
  ok: 0,
  bug: 1,
  usage: 2,
  unreachable: 3,
  not_found: 4,
  conflict: 5,
  capacity: 6,
  refused: 7,
  io: 8,
  file: 9,
  environment: 10,
  in_use: 11,
  threshold: 12,
  regression: 13,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitKind = keyof typeof EXIT_STATUS;

/** Every stable error code and the kind of failure that it is. */
export const ERROR_CODES = {
  usage: "usage",
  size_invalid: "usage",
  config_invalid: "usage",
  job_file_invalid: "usage",
  policy_invalid: "usage",
  result_invalid: "usage",
  threshold_invalid: "usage",
  range_invalid: "usage",
  alignment_invalid: "usage",
  device_not_found: "unreachable",
  device_ambiguous: "usage",
  device_unreachable: "unreachable",
  worker_not_found: "unreachable",
  worker_unreachable: "unreachable",
  volume_not_found: "not_found",
  point_not_found: "not_found",
  session_not_found: "not_found",
  identity_not_found: "not_found",
  policy_not_found: "not_found",
  volume_exists: "conflict",
  volume_attached: "conflict",
  point_limit: "conflict",
  device_exists: "conflict",
  identity_exists: "conflict",
  store_exists: "conflict",
  volume_volatile: "conflict",
  overwrite_not_allowed: "conflict",
  budget_exceeded: "capacity",
  memory_unavailable: "capacity",
  huge_pages_unavailable: "capacity",
  locked_memory_limit: "capacity",
  access_denied: "refused",
  access_revoked: "refused",
  device_key_changed: "refused",
  device_untrusted: "refused",
  worker_untrusted: "refused",
  identity_required: "refused",
  identity_unknown: "refused",
  identity_self_made: "refused",
  identity_expired: "refused",
  identity_not_yet_valid: "refused",
  identity_revoked: "refused",
  token_refused: "refused",
  client_limit_exceeded: "refused",
  observation_required: "refused",
  ticket_refused: "refused",
  session_ended: "io",
  io_failed: "io",
  limit_exceeded: "io",
  worker_lost: "io",
  verify_failed: "io",
  volume_differs: "io",
  store_missing: "io",
  store_damaged: "io",
  store_failed: "io",
  store_stalled: "io",
  volume_degraded: "io",
  file_unreadable: "file",
  file_unwritable: "file",
  addon_unavailable: "environment",
  fabric_unavailable: "environment",
  address_in_use: "in_use",
  state_directory_in_use: "in_use",
  jobs_differ: "conflict",
  worker_version: "conflict",
  threshold_failed: "threshold",
  regression_found: "regression",
  store_in_use: "in_use",
  worker_busy: "in_use",
} as const satisfies Record<string, ExitKind>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface UserErrorOptions {
  /** What to do next: complete sentences or commands, most useful first. */
  nextSteps?: string[];
  cause?: unknown;
}

/** Something that the user can mend. The message names the thing and why it was refused. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly nextSteps: string[];

  constructor(code: ErrorCode, message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.nextSteps = options.nextSteps ?? [];
  }
}

/** The user, or the system on the user's behalf, asked us to stop. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.signal = signal;
  }
}

/** The exit status for whatever was thrown. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof UserError) return EXIT_STATUS[ERROR_CODES[error.code]];
  if (error instanceof Cancelled) {
    return error.signal === "SIGINT" ? EXIT_STATUS.interrupted : EXIT_STATUS.terminated;
  }
  return EXIT_STATUS.bug;
}

/** The code under which whatever was thrown is reported: stable for all but our own mistakes. */
export function errorCodeOf(
  error: unknown,
): ErrorCode | "interrupted" | "terminated" | "internal_error" {
  if (error instanceof UserError) return error.code;
  if (error instanceof Cancelled) return error.signal === "SIGINT" ? "interrupted" : "terminated";
  return "internal_error";
}

/** Narrows a string from elsewhere (the control API, the addon) to a code that we know. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(ERROR_CODES, code);
}
