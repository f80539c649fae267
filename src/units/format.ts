/** Rates and times for people: at most four significant digits, the unit that fits. */
import { IEC_UNITS } from "./bytes.js";
import { scaleToText, type Units } from "./digits.js";

const RATE_UNITS: Units = [
  { name: "", worth: 1 },
  { name: "k", worth: 1e3 },
  { name: "M", worth: 1e6 },
  { name: "G", worth: 1e9 },
];

const TIME_UNITS: Units = [
  { name: "ns", worth: 1 },
  { name: "µs", worth: 1e3 },
  { name: "ms", worth: 1e6 },
  { name: "s", worth: 1e9 },
];

/** The longest time that is shown in seconds with four digits. */
const LONGEST_IN_SECONDS_NS = 9999.5e9;

/** Operations a second, in powers of 1000: `0`, `850`, `12.3k`, `1.23M`. */
export function formatRate(perSecond: number): string {
  const { digits, unit } = scaleToText(perSecond, RATE_UNITS);
  return `${digits}${unit}`;
}

/** Bytes a second in IEC units: `512 B/s`, `45.6 MiB/s`, `1.23 GiB/s`. */
export function formatBandwidth(bytesPerSecond: number): string {
  const { digits, unit } = scaleToText(bytesPerSecond, IEC_UNITS);
  return `${digits} ${unit}/s`;
}

/** A latency: `850 ns`, `1.23 µs`, `45.6 ms`, `2.00 s`; as elapsed time past 9999 s. */
export function formatDurationNs(ns: number): string {
  if (ns >= LONGEST_IN_SECONDS_NS) return formatElapsed(ns / 1e9);
  const { digits, unit } = scaleToText(ns, TIME_UNITS);
  return `${digits} ${unit}`;
}

/** Time gone by or left, to the whole second: `5s`, `1m 05s`, `2h 00m 05s`. */
export function formatElapsed(seconds: number): string {
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const two = (value: number) => String(value).padStart(2, "0");
  if (hours > 0) return `${hours}h ${two(minutes)}m ${two(rest)}s`;
  return minutes > 0 ? `${minutes}m ${two(rest)}s` : `${rest}s`;
}
