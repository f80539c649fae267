/** Devices that the user's configuration knows, wherever their sockets are. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { describeIssues } from "../control/issues.js";
import { name } from "../control/names.js";
import { UserError } from "../errors.js";
import { configurationDirectory } from "../identity/configuration-directory.js";
import { keyedPlace, networkDevice } from "./added.js";
import type { KnownDevice } from "./known.js";

const socketDevice = z.strictObject({ name, socket: z.string().startsWith("/") });

const worker = z.strictObject({ name, ...keyedPlace });

const clientConfig = z.strictObject({
  devices: z.array(z.union([socketDevice, networkDevice])).default([]),
  /** Domains whose DNS has SRV records of devices, `_memvol._tcp`. */
  domains: z.array(z.hostname()).default([]),
  /** Hosts that make load, `memvol bench worker`. */
  workers: z.array(worker).default([]),
});

/** What a user's configuration says of devices. */
export interface Configured {
  devices: KnownDevice[];
  domains: string[];
  workers: ConfiguredWorker[];
}

export type ConfiguredWorker = z.infer<typeof worker>;

/** `$MEMVOL_CONFIG`, or `memvol/config.yaml` in the user's configuration directory. */
export function configPath(env: NodeJS.ProcessEnv): string {
  if (env.MEMVOL_CONFIG) return env.MEMVOL_CONFIG;
  return join(configurationDirectory(env), "config.yaml");
}

/**
 * What the configuration has; nothing where there is no such file, unless it was asked
 * for by `$MEMVOL_CONFIG`.
 *
 * @throws UserError `file_unreadable`, `config_invalid`
 */
export async function configuration(env: NodeJS.ProcessEnv): Promise<Configured> {
  const path = configPath(env);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && !env.MEMVOL_CONFIG) return undefined;
    throw new UserError("file_unreadable", `The configuration file ${path}: ${error.message}`, {
      cause: error,
    });
  });
  if (text === undefined) return { devices: [], domains: [], workers: [] };
  return parseConfiguration(path, text);
}

async function parseConfiguration(path: string, text: string): Promise<Configured> {
  // Loaded here, since most users have no such file.
  const { parse } = await import("./yaml.js");
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
  const parsed = clientConfig.safeParse(document);
  if (!parsed.success) throw invalid(path, describeIssues(parsed.error));
  const { devices, domains, workers } = parsed.data;
  return {
    domains,
    workers,
    devices: devices.map((device) => ({ ...device, source: "configured" })),
  };
}

function invalid(path: string, issues: string): UserError {
  return new UserError("config_invalid", `${path} is refused: ${issues}`, {
    nextSteps: [
      "A device is written so: devices: [{name: lab, socket: /run/memvol/lab.sock}]",
      "Or so: devices: [{name: lab, address: 'lab.example.org:7411', fingerprint: 'SHA256:…'}]",
    ],
  });
}
