/** Spans of time as people write them, for flags and configuration. */
import { UserError } from "../errors.js";

const DURATION = /^(\d+)(ms|s|m|h)$/i;

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds from `250ms`, `30s`, `5m`, `1h`: a whole number and its unit, in any case and
 * without a space between. A number alone is refused: it could be any unit.
 *
 * @throws UserError `usage` for anything else, and for more than a number holds exactly
 */
export function parseDurationMs(text: string): number {
  const match = DURATION.exec(text);
  if (match === null) throw refusal(text, whyNoDuration(text));
  const ms = Number(match[1]) * (UNIT_MS[(match[2] ?? "").toLowerCase()] ?? 1);
  if (!Number.isSafeInteger(ms)) throw refusal(text, "it is too long");
  return ms;
}

/** The reason for a text that is no duration, as exact as can be told. */
function whyNoDuration(text: string): string {
  if (text.trim() === "") return "it is empty";
  if (/^-/.test(text)) return "it is negative";
  if (/^\d*[.,]\d/.test(text)) return "it has a fraction";
  if (/\s/.test(text)) return "it has a space in it";
  if (/^\d+$/.test(text)) return "it has no unit";
  return /^\d/.test(text) ? "its unit is unknown" : "it does not start with a number";
}

function refusal(text: string, why: string): UserError {
  return new UserError("usage", `'${text}' is not a duration: ${why}`, {
    nextSteps: ["Give a whole number with its unit: 250ms, 30s, 5m, 1h."],
  });
}
