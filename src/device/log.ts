/** The device's log: structured, on stderr, so that stdout stays the result. */
import { destination, type Logger, pino } from "pino";

export type { Logger };

export function createLog(level: string, deviceName: string): Logger {
  // Written at once: a device that is killed has said what it had to say.
  return pino({ level, base: { device: deviceName } }, destination({ fd: 2, sync: true }));
}
