/** How policies depend on time: which time zones they name, and which conditions ask for it. */
import { UserError } from "../../errors.js";
import type { PolicyJson } from "./cedar.js";

/** An expression in Cedar's JSON form, where an operator is the key of its operands. */
export type Expression = PolicyJson["conditions"][number]["body"];

export interface TimeUse {
  zones: Set<string>;
  /** The largest parts of policies that are true or false by the time alone, each once. */
  conditions: Expression[];
  /** Time decides together with something else, in a way that `conditions` does not tell. */
  isMixed: boolean;
}

/** What an expression speaks of. */
interface Subjects {
  time: boolean;
  others: boolean;
}

const NOTHING: Subjects = { time: false, others: false };
const TIME: Subjects = { time: true, others: false };
const OTHERS: Subjects = { time: false, others: true };
const BOTH: Subjects = { time: true, others: true };

/** Operators whose operands are true or false. */
const LOGICAL = new Set(["&&", "||", "!"]);
/** Operators that answer with true or false. */
const ANSWERING = new Set([
  ...LOGICAL,
  ...["==", "!=", "<", "<=", ">", ">=", "in", "is", "like", "has", "hasTag"],
  ...["contains", "containsAll", "containsAny", "isEmpty", "isIpv4", "isIpv6", "isLoopback"],
  ...["isMulticast", "isInRange", "lessThan", "lessThanOrEqual", "greaterThan"],
  "greaterThanOrEqual",
]);

/** @throws UserError `policy_invalid` for a zone that there is not */
export function timeUseOf(policies: readonly PolicyJson[]): TimeUse {
  const search = new Search();
  for (const { conditions } of policies) {
    for (const { body } of conditions) search.condition(body);
  }
  for (const zone of search.zones) checkZone(zone);
  const { zones, isMixed } = search;
  return { zones, isMixed, conditions: [...search.conditions.values()] };
}

class Search {
  readonly zones = new Set<string>();
  /** By their text. */
  readonly conditions = new Map<string, Expression>();
  isMixed = false;

  condition(body: Expression): void {
    this.#meet([{ expression: body, isTruth: true }], OTHERS);
  }

  /**
   * What the operands of one operator speak of together. Where time meets something else, its
   * share is settled here: the ones above need not know of it.
   */
  #meet(operands: { expression: unknown; isTruth: boolean }[], besides = NOTHING): Subjects {
    const each = operands.map((operand) => ({ ...operand, ...this.#subjects(operand.expression) }));
    const others = besides.others || each.some((one) => one.others);
    if (!others) return { time: each.some(({ time }) => time), others };
    for (const { expression, isTruth, time } of each) {
      if (!time) continue;
      if (isTruth) this.conditions.set(JSON.stringify(expression), expression as Expression);
      else this.isMixed = true;
    }
    return OTHERS;
  }

  #subjects(expression: unknown): Subjects {
    const [operator, operands] = Object.entries(expression as object)[0] ?? ["", undefined];
    switch (operator) {
      case "Value":
        return isClock(operands) ? TIME : NOTHING;
      case "Var":
        if (operands !== "context") return OTHERS;
        // As a whole, with the present in it.
        this.isMixed = true;
        return BOTH;
      case ".":
      case "has":
        if (isContext(operands)) return isTime(operands) ? TIME : OTHERS;
        break;
      case "getTag":
      case "hasTag":
        this.#noteZone(operands);
    }
    return this.#meet(operandsOf(operator, operands));
  }

  #noteZone(operands: unknown): void {
    const zone = (operands as { right?: { Value?: unknown } }).right?.Value;
    // A zone that is computed is one that nobody can provide.
    if (typeof zone === "string") this.zones.add(zone);
    else throw new UserError("policy_invalid", "A time zone must be named in the policy itself");
  }
}

/** `has` and `is` have names beside their operands. */
const NAMES = new Set(["attr", "entity_type", "pattern"]);

function operandsOf(operator: string, operands: unknown) {
  return Object.entries(operands as object)
    .filter(([place]) => !(NAMES.has(place) && operator !== "Record"))
    .map(([place, expression]) => ({
      expression,
      isTruth:
        LOGICAL.has(operator) ||
        (operator === "if-then-else" && place === "if") ||
        ANSWERING.has(Object.keys(expression as object)[0] ?? ""),
    }));
}

function isContext(operands: unknown): boolean {
  return (operands as { left?: { Var?: unknown } }).left?.Var === "context";
}

function isTime(operands: unknown): boolean {
  const { attr } = operands as { attr?: unknown };
  // `has` asks for a path of several at once.
  const name = Array.isArray(attr) ? attr[0] : attr;
  return name === "now" || name === "clock";
}

/** The clock can be called by its name as well. */
function isClock(value: unknown): boolean {
  const entity = (value as { __entity?: { type?: unknown } } | null)?.__entity;
  return entity?.type === "Clock";
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
