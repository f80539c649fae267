/** How policies depend on time: which time zones they name, and how often time can matter. */
import { UserError } from "../../errors.js";
import type { PolicyJson } from "./cedar.js";

/** How long a decision stands if nothing but time goes on. */
export type TimeGrain = "never" | "minute" | "moment";

export interface TimeUse {
  zones: Set<string>;
  grain: TimeGrain;
  /** Moments, in milliseconds since the epoch, before and after which decisions may differ. */
  instants: number[];
}

/** @throws UserError `policy_invalid` for a zone that there is not */
export function timeUseOf(policies: readonly PolicyJson[]): TimeUse {
  const use: TimeUse = { zones: new Set(), grain: "never", instants: [] };
  for (const { conditions } of policies) {
    for (const { body } of conditions) visit(body, use);
  }
  for (const zone of use.zones) checkZone(zone);
  return use;
}

/** Walks Cedar's JSON form of an expression, where an operator is the key of its operands. */
function visit(expression: unknown, use: TimeUse): void {
  if (Array.isArray(expression)) {
    for (const part of expression) visit(part, use);
    return;
  }
  if (typeof expression !== "object" || expression === null) return;
  if ((expression as { Var?: unknown }).Var === "context") {
    // As a whole, with the present in it.
    use.grain = "moment";
    return;
  }
  for (const [operator, operands] of Object.entries(expression)) {
    const instant = COMPARISONS.has(operator) ? instantIn(operands) : undefined;
    if (instant !== undefined) {
      use.instants.push(instant);
      continue;
    }
    if (operator === "." || operator === "has") {
      noteAttribute(operands, use);
      if (isContext((operands as { left?: unknown }).left)) continue;
    }
    if (operator === "getTag" || operator === "hasTag") noteZone(operands, use);
    visit(operands, use);
  }
}

const COMPARISONS = new Set(["<", "<=", ">", ">=", "==", "!="]);

/** The moment that the present is compared with, where nothing else is compared. */
function instantIn(operands: unknown): number | undefined {
  const { left, right } = operands as { left?: unknown; right?: unknown };
  if (isNow(left)) return literalMs(right);
  return isNow(right) ? literalMs(left) : undefined;
}

function isContext(expression: unknown): boolean {
  return (expression as { Var?: unknown } | undefined)?.Var === "context";
}

function isNow(expression: unknown): boolean {
  const access = (expression as { "."?: { left?: { Var?: unknown }; attr?: unknown } })["."];
  return access?.attr === "now" && isContext(access.left);
}

function literalMs(expression: unknown): number | undefined {
  const [literal] = (expression as { datetime?: { Value?: unknown }[] }).datetime ?? [];
  if (typeof literal?.Value !== "string") return undefined;
  // Cedar writes +0100 where JavaScript wants +01:00.
  const ms = Date.parse(literal.Value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(ms) ? undefined : ms;
}

function noteAttribute(operands: unknown, use: TimeUse): void {
  const { attr } = operands as { attr?: unknown };
  if (attr === "now") use.grain = "moment";
  if (attr === "clock" && use.grain === "never") use.grain = "minute";
}

function noteZone(operands: unknown, use: TimeUse): void {
  const { right } = operands as { right?: { Value?: unknown } };
  const zone = right?.Value;
  if (use.grain === "never") use.grain = "minute";
  // A zone that is computed is one that nobody can provide.
  if (typeof zone === "string") use.zones.add(zone);
  else throw new UserError("policy_invalid", "A time zone must be named in the policy itself");
}

/** @throws UserError `policy_invalid` */
export function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch (cause) {
    throw new UserError("policy_invalid", `There is no time zone '${zone}'`, {
      nextSteps: ["Zones are called as in the IANA database: Europe/Paris, America/New_York, UTC."],
      cause,
    });
  }
}
