/** The power condition of a machine with a battery, from Linux's `/sys/class/power_supply`. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PowerCondition } from "../../control/access.js";
import type { PowerSource } from "./condition.js";

const DIRECTORY = "/sys/class/power_supply";
/** Of the capacity, where the driver has no opinion of its own. */
const LOW_PERCENT = 10;

interface Supply {
  type: string;
  online: string;
  capacity: string;
  level: string;
  scope: string;
}

export class SysfsSource implements PowerSource {
  readonly name = "sysfs";
  readonly #directory: string;

  constructor(directory = DIRECTORY) {
    this.#directory = directory;
  }

  async read(): Promise<PowerCondition> {
    const names = await readdir(this.#directory).catch(() => []);
    const all = await Promise.all(names.map((name) => this.#supply(name)));
    // A mouse has a battery too.
    const supplies = all.filter(({ scope }) => scope !== "Device");
    const feeds = supplies.filter(({ type }) => type === "Mains" || type === "USB");
    if (feeds.some(({ online }) => online === "1")) return "mains";
    const batteries = supplies.filter(({ type }) => type === "Battery" || type === "UPS");
    if (batteries.length === 0) return "unknown";
    return batteries.every(isLow) ? "battery-low" : "battery";
  }

  close(): void {
    // Nothing is held open.
  }

  async #supply(name: string): Promise<Supply> {
    const value = async (file: string) =>
      (await readFile(join(this.#directory, name, file), "utf8").catch(() => "")).trim();
    const [type, online, capacity, level, scope] = await Promise.all(
      ["type", "online", "capacity", "capacity_level", "scope"].map(value),
    );
    return {
      type: type ?? "",
      online: online ?? "",
      capacity: capacity ?? "",
      level: level ?? "",
      scope: scope ?? "",
    };
  }
}

function isLow({ capacity, level }: Supply): boolean {
  if (level === "Critical" || level === "Low") return true;
  return capacity !== "" && Number(capacity) <= LOW_PERCENT;
}
