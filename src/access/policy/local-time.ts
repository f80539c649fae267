/** What the clocks on the walls of a time zone show. */

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface LocalTime {
  weekday: string;
  /** Of the day: 0 to 1439. */
  minute: number;
  /** `2026-11-23`. */
  day: string;
}

/** One for each zone: making one takes longer than using it. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      calendar: "gregory",
      numberingSystem: "latn",
    });
  }

  at(moment: Date): LocalTime {
    const parts = new Map(
      this.#format.formatToParts(moment).map(({ type, value }) => [type, value] as const),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
    return {
      weekday: part("weekday").toLowerCase(),
      minute: Number(part("hour")) * 60 + Number(part("minute")),
      day: `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`,
    };
  }
}
