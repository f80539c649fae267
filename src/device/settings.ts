/** The settings of a device as one schema, whichever layer they come from. */
import * as z from "zod";
import { name } from "../control/names.js";
import { UserError } from "../errors.js";
import { parseBytes } from "../units/bytes.js";
import { parseDurationMs } from "../units/durations.js";

/** A number, or its digits: the environment and flags have only text. */
function integer(min: number, max: number) {
  return z
    .union([z.int(), z.string().regex(/^\d+$/, "expected a whole number").transform(Number)])
    .pipe(z.int().min(min).max(max));
}

/** Text for one of the parsers of units, whose refusal becomes the schema's. */
function parsedBy(parse: (text: string) => number) {
  return (value: string | number, context: z.core.$RefinementCtx<unknown>): number => {
    try {
      return parse(String(value));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.addIssue({ code: "custom", message: error.message });
      return z.NEVER;
    }
  };
}

const size = z.union([z.int(), z.string()]).transform(parsedBy(parseBytes));

const DAY_MS = 24 * 3_600_000;

/** In milliseconds. */
const duration = z
  .union([z.int(), z.string()])
  .transform(parsedBy(parseDurationMs))
  .pipe(z.int().min(10, "expected 10ms or more").max(DAY_MS, "expected 24h or less"));

const onOrOff = z.union([
  z.boolean(),
  z.enum(["true", "false"]).transform((text) => text === "true"),
]);

const path = z.string().min(1, "expected a path");

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** One layer of settings: any of these keys and no others. */
export const deviceSettings = z.strictObject({
  name: name.optional(),
  /** The most that all volumes may take together. */
  memory: size.pipe(z.int().positive("expected more than 0 bytes")).optional(),
  state_directory: path.optional(),
  socket: path.optional(),
  fabric_provider: z.string().min(1).optional(),
  /** A network interface's name, or one of its addresses. */
  fabric_interface: z.string().min(1).optional(),
  /** 0 picks a free port. */
  fabric_port: integer(0, 65535).optional(),
  progress_threads: integer(1, 64).optional(),
  /** Where the control API is on the network: an address or an interface, with or without port. */
  listen: z.string().min(1).optional(),
  /** Announce the device there by multicast DNS. */
  announce: onOrOff.optional(),
  /** Certificate authorities that vouch for clients, in PEM. */
  client_ca: path.optional(),
  token_issuer: z.string().min(1).optional(),
  token_audience: z.string().min(1).optional(),
  /** A file, or an https URL, with the issuer's JSON Web Key Set. */
  token_keys: z.string().min(1).optional(),
  /** manual, sysfs, or nut:UPS@HOST. */
  power_source: z.string().min(1).optional(),
  /** Sessions that one client on the network may have. */
  client_sessions_max: integer(1, 1_000_000).optional(),
  client_tickets_per_second: integer(1, 1_000_000).optional(),
  /** How often what sessions in mode `hash` can write is looked at. */
  hash_interval: duration.optional(),
  /** The most of one core that hashing takes. */
  hash_cpu_percent: integer(1, 100).optional(),
  /** A session that can write and told nothing for so long is looked at by hash. */
  silence_timeout: duration.optional(),
  /** A call of a backing store that takes longer hangs, as far as anybody can tell. */
  store_timeout: duration.optional(),
  /** How much of each image is looked at for damage, each second; 0: none. */
  scrub_rate: size.optional(),
  /** A volume whose store may be of an earlier time than was known of it. */
  accept_older: name.optional(),
  log_level: z.enum(LOG_LEVELS).optional(),
});

type Parsed = z.infer<typeof deviceSettings>;
/** What one layer says; a key that it leaves to the layer below is absent. */
export type DeviceSettings = { [K in keyof Parsed]?: Exclude<Parsed[K], undefined> };
export type SettingKey = keyof DeviceSettings;
export const SETTING_KEYS = Object.keys(deviceSettings.shape) as SettingKey[];
