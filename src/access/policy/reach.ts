/** Byte ranges that policies open, and how much must be observed, as their annotations say. */
import { OBSERVATION_MODES, type ObservationMode } from "../../binding/native-observation.js";
import { UserError } from "../../errors.js";
import { parseBytes } from "../../units/bytes.js";

/** Bytes from `from` until before `to`; `to` is Infinity for a volume's end. */
export interface ByteRange {
  from: number;
  to: number;
}

export const WHOLE: ByteRange = { from: 0, to: Number.POSITIVE_INFINITY };

/** What a policy that permits opens. */
export interface Reach {
  range: ByteRange;
  /** The least that must be observed. */
  observe: ObservationMode;
}

/**
 * `0-4GiB`: from the first size until before the second; without a second, to the end.
 *
 * @throws UserError `policy_invalid`
 */
export function parseRange(text: string): ByteRange {
  const [from, to, ...rest] = text.split("-");
  try {
    if (from === undefined || to === undefined || rest.length > 0) throw new Error("no range");
    const range = {
      from: parseBytes(from),
      to: to === "" ? WHOLE.to : parseBytes(to),
    };
    if (range.from < range.to) return range;
    throw new Error("empty");
  } catch (cause) {
    throw new UserError("policy_invalid", `'${text}' is no range of bytes`, {
      nextSteps: ["A range is written so: 0-4GiB, 1MiB-, from the first byte to before the last."],
      cause,
    });
  }
}

/** @throws UserError `policy_invalid` for annotations that mean nothing */
export function reachOf(annotations: Record<string, string>, effect: "permit" | "forbid"): Reach {
  const { range, observe } = annotations;
  if (effect === "forbid" && (range ?? observe) !== undefined) {
    throw new UserError("policy_invalid", "@range and @observe are for policies that permit", {
      nextSteps: ["A policy that forbids does so for all of a volume."],
    });
  }
  return {
    range: range === undefined ? WHOLE : parseRange(range),
    observe: observe === undefined ? "none" : parseObserve(observe),
  };
}

function parseObserve(text: string): ObservationMode {
  const mode = OBSERVATION_MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new UserError("policy_invalid", `'${text}' is no mode of observation`, {
    nextSteps: [`Modes are: ${OBSERVATION_MODES.join(", ")}.`],
  });
}

/** Ranges in order, those that touch as one. */
export function union(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: ByteRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}

/** What both lists have; each in order and apart, as union gives them. */
export function intersection(
  ones: readonly ByteRange[],
  others: readonly ByteRange[],
): ByteRange[] {
  return ones.flatMap((one) =>
    others
      .map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) }))
      .filter(({ from, to }) => from < to),
  );
}
