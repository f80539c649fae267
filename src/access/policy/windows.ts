/** Days and hours as people write them. */
import { UserError } from "../../errors.js";
import { WEEKDAYS, type Weekday } from "./local-time.js";

export interface HoursOfDay {
  fromMinute: number;
  /** Exclusive; before `fromMinute` for hours over midnight. */
  toMinute: number;
}

/**
 * `mon-fri`, `sat,sun`, `fri-mon`.
 *
 * @throws UserError `policy_invalid`
 */
export function parseDays(text: string): Weekday[] {
  const days = text.toLowerCase().split(",").flatMap(daysIn);
  return WEEKDAYS.filter((day) => days.includes(day));
}

function daysIn(part: string): Weekday[] {
  const [from, to, ...rest] = part.trim().split("-").map(dayNumber);
  if (from === undefined || rest.length > 0) throw noDays(part);
  const last = to ?? from;
  const count = (last - from + WEEKDAYS.length) % WEEKDAYS.length;
  return WEEKDAYS.concat(WEEKDAYS).slice(from, from + count + 1);
}

function dayNumber(name: string): number {
  const number = (WEEKDAYS as readonly string[]).indexOf(name);
  if (number >= 0) return number;
  throw noDays(name);
}

function noDays(text: string): UserError {
  return new UserError("policy_invalid", `'${text}' is no day`, {
    nextSteps: [`Days are ${WEEKDAYS.join(", ")}; written so: mon-fri, or sat,sun.`],
  });
}

const HOURS = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;
const DAY_MINUTES = 24 * 60;

/**
 * `08:00-18:00`, from the first minute until before the second; `22:00-06:00` is over midnight.
 *
 * @throws UserError `policy_invalid`
 */
export function parseHours(text: string): HoursOfDay {
  const [fromHour, fromMinute, toHour, toMinute] = (HOURS.exec(text) ?? []).slice(1).map(Number);
  const from = minuteOf(fromHour, fromMinute);
  const to = minuteOf(toHour, toMinute);
  // 24:00 is the day's end, and no beginning.
  if (from === undefined || to === undefined || from === to || from === DAY_MINUTES) {
    throw new UserError("policy_invalid", `'${text}' are no hours of a day`, {
      nextSteps: ["Hours are written so: 08:00-18:00, or 22:00-06:00 over midnight."],
    });
  }
  return { fromMinute: from, toMinute: to };
}

function minuteOf(hour: number | undefined, minute: number | undefined): number | undefined {
  if (hour === undefined || minute === undefined || minute > 59) return undefined;
  const of = hour * 60 + minute;
  return of <= DAY_MINUTES ? of : undefined;
}
