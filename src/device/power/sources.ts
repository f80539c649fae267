/** From the setting `power_source` to a source. */
import { parseHostPort } from "../../control/transport/host-port.js";
import { UserError } from "../../errors.js";
import type { PowerSource } from "./condition.js";
import { NutSource } from "./nut-source.js";
import { SysfsSource } from "./sysfs-source.js";

/** IANA's port of `upsd`. */
const NUT_PORT = 3493;
const NUT = /^nut:(?<ups>[\w.-]+)@(?<place>\S+)$/;

/**
 * `manual`, `sysfs`, or `nut:UPS@HOST` with or without a port; null for manual.
 *
 * @throws UserError `config_invalid`
 */
export function powerSourceOf(setting: string): PowerSource | null {
  if (setting === "manual") return null;
  if (setting === "sysfs") return new SysfsSource();
  const { ups, place = "" } = NUT.exec(setting)?.groups ?? {};
  const hostPort = parseHostPort(place, NUT_PORT);
  if (ups !== undefined && hostPort !== undefined) return new NutSource({ ups, ...hostPort });
  throw new UserError("config_invalid", `power_source '${setting}' is none`, {
    nextSteps: ["Sources are: manual, sysfs, nut:UPS@HOST, nut:UPS@HOST:PORT."],
  });
}
