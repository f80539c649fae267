/** Common policies, from what an administrator says in flags to Cedar. */
import type { ObservationMode } from "../../binding/native-observation.js";
import {
  type Action,
  DEVICE_ACTIONS,
  type DeviceAction,
  type PowerCondition,
} from "../../control/access.js";
import { UserError } from "../../errors.js";
import type { Weekday } from "./local-time.js";
import { parseRange } from "./reach.js";
import { checkZone } from "./time-use.js";
import type { HoursOfDay } from "./windows.js";

export interface GrantRequest {
  actions: readonly Action[];
  /** Absent, as the group: everybody that the device knows. */
  client?: string;
  group?: string;
  /** A name, or a pattern with `*`; absent: all. */
  volume?: string;
  label?: string;
  /** Addresses and networks; any of them. */
  from?: readonly string[];
  days?: readonly Weekday[];
  hours?: HoursOfDay;
  /** IANA's name. */
  timeZone: string;
  power?: readonly PowerCondition[];
  /** As parseRange takes it. */
  range?: string;
  observe?: ObservationMode;
}

/** @throws UserError `policy_invalid` for what makes no policy */
export function grantText(request: GrantRequest): string {
  checkSense(request);
  const { client, group, actions } = request;
  const principal =
    client !== undefined
      ? `principal == Identity::${quoted(client)}`
      : group !== undefined
        ? `principal in Group::${quoted(group)}`
        : "principal";
  const listed = actions.map((action) => `Action::${quoted(action)}`).join(", ");
  const head = [principal, `action in [${listed}]`, resourceOf(request)].join(",\n  ");
  const conditions = conditionsOf(request).map((condition) => `\nwhen { ${condition} }`);
  return `${annotationsOf(request)}permit (\n  ${head}\n)${conditions.join("")};\n`;
}

function checkSense({ actions, volume, label, range, observe, timeZone }: GrantRequest): void {
  const onDevice = actions.find((action) => DEVICE_ACTIONS.includes(action as DeviceAction));
  if (onDevice !== undefined && (volume ?? label) !== undefined) {
    throw refused(`'${onDevice}' is done with the device, not with a volume`, [
      "Write two policies: one for the device, one for the volume.",
    ]);
  }
  const reaching = actions.some((action) => ["read", "write", "atomic"].includes(action));
  if (!reaching && (range ?? observe) !== undefined) {
    throw refused("A range, or a mode of observation, is for read, write and atomic", []);
  }
  if (range !== undefined) parseRange(range);
  checkZone(timeZone);
}

function annotationsOf({ range, observe }: GrantRequest): string {
  return [
    range === undefined ? "" : `@range(${quoted(range)})\n`,
    observe === undefined ? "" : `@observe(${quoted(observe)})\n`,
  ].join("");
}

function resourceOf({ volume }: GrantRequest): string {
  if (volume === undefined || volume.includes("*")) return "resource";
  return `resource == Volume::${quoted(volume)}`;
}

function conditionsOf(request: GrantRequest): string[] {
  const { volume, label, from, power } = request;
  const power_ = power?.map(quoted).join(", ");
  return [
    volume?.includes("*") ? `resource.name like ${quoted(volume)}` : undefined,
    label === undefined ? undefined : `resource.label == ${quoted(label)}`,
    from?.map((network) => `context.address.isInRange(ip(${quoted(network)}))`).join(" || "),
    windowOf(request),
    power_ === undefined ? undefined : `[${power_}].contains(context.power)`,
  ].filter((condition) => condition !== undefined);
}

const DAY_BEFORE: Record<Weekday, Weekday> = {
  mon: "sun",
  tue: "mon",
  wed: "tue",
  thu: "wed",
  fri: "thu",
  sat: "fri",
  sun: "sat",
};

/**
 * Hours over midnight belong to the day on which they begin: Friday's night goes on until
 * Saturday morning.
 */
function windowOf({ days, hours, timeZone }: GrantRequest): string | undefined {
  if (days === undefined && hours === undefined) return undefined;
  const zone = quoted(timeZone);
  const clock = `context.clock.getTag(${zone})`;
  const on = (which: readonly Weekday[]) =>
    `[${which.map(quoted).join(", ")}].contains(${clock}.weekday)`;
  const today = days === undefined ? [] : [on(days)];
  const there = `context.clock.hasTag(${zone})`;
  if (hours === undefined) return [there, ...today].join(" && ");
  const { fromMinute, toMinute } = hours;
  const begun = `${clock}.minute >= ${fromMinute}`;
  const goesOn = `${clock}.minute < ${toMinute}`;
  if (fromMinute < toMinute) return [there, ...today, begun, goesOn].join(" && ");
  const nextDay = days === undefined ? [] : [on(daysAfter(days))];
  const night = [
    [...today, begun],
    [...nextDay, goesOn],
  ].map((part) => part.join(" && "));
  return `${there} && ((${night.join(") || (")}))`;
}

function daysAfter(days: readonly Weekday[]): Weekday[] {
  const all = Object.keys(DAY_BEFORE) as Weekday[];
  return all.filter((day) => days.includes(DAY_BEFORE[day]));
}

/** A Cedar string. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

function refused(message: string, nextSteps: string[]): UserError {
  return new UserError("policy_invalid", message, { nextSteps });
}
