/** A plain evaluator of grants, written from what their flags promise and from nothing else. */
import type { GrantRequest } from "../../../src/access/policy/grant.js";
import type { PowerCondition } from "../../../src/control/access.js";

export interface Attempt {
  client: string;
  groups: string[];
  action: string;
  volume: string;
  label: string;
  /** IPv4. */
  from: string;
  at: Date;
  power: PowerCondition;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

export function permits(grant: GrantRequest, attempt: Attempt): boolean {
  return (
    grant.actions.some((action) => action === attempt.action) &&
    (grant.client === undefined || grant.client === attempt.client) &&
    (grant.group === undefined || attempt.groups.includes(grant.group)) &&
    (grant.volume === undefined || matches(grant.volume, attempt.volume)) &&
    (grant.label === undefined || grant.label === attempt.label) &&
    (grant.from?.some((network) => contains(network, attempt.from)) ?? true) &&
    (grant.power?.includes(attempt.power) ?? true) &&
    inWindow(grant, attempt.at)
  );
}

function matches(pattern: string, name: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.\\-]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(name);
}

function contains(network: string, address: string): boolean {
  const [base = "", bits = "32"] = network.split("/");
  const ignored = 2 ** (32 - Number(bits));
  return Math.floor(number(base) / ignored) === Math.floor(number(address) / ignored);
}

function number(address: string): number {
  return address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** By a fixed offset from UTC, which the zones of the tests have. */
export const ZONE_HOURS: Record<string, number> = { UTC: 0, "Etc/GMT-5": 5, "Etc/GMT+9": -9 };

function inWindow({ days, hours, timeZone }: GrantRequest, at: Date): boolean {
  const local = new Date(at.getTime() + (ZONE_HOURS[timeZone] ?? Number.NaN) * 3_600_000);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  const today = local.getUTCDay();
  const allowed = (day: number) => days?.some((name) => name === DAYS[(day + 7) % 7]) ?? true;
  if (hours === undefined) return allowed(today);
  const { fromMinute, toMinute } = hours;
  if (fromMinute < toMinute) return allowed(today) && minute >= fromMinute && minute < toMinute;
  return (allowed(today) && minute >= fromMinute) || (allowed(today - 1) && minute < toMinute);
}
