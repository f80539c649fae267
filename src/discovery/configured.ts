/** Devices that the user's configuration knows, wherever their sockets are. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { describeIssues } from "../control/issues.js";
import { name } from "../control/names.js";
import { UserError } from "../errors.js";

const clientConfig = z.strictObject({
  devices: z.array(z.strictObject({ name, socket: z.string().startsWith("/") })).default([]),
});

/** Where a device's control socket is, and by whom we know. */
export interface KnownDevice {
  name: string;
  socket: string;
  source: "local" | "configured";
}

/** `$MEMVOL_CONFIG`, or `memvol/config.yaml` in the user's configuration directory. */
export function configPath(env: NodeJS.ProcessEnv): string {
  if (env.MEMVOL_CONFIG) return env.MEMVOL_CONFIG;
  const base = env.XDG_CONFIG_HOME || join(homedir(), ".config");
  return join(base, "memvol", "config.yaml");
}

/**
 * The `devices` of the configuration; none where there is no such file, unless it was asked
 * for by `$MEMVOL_CONFIG`.
 *
 * @throws UserError `file_unreadable`, `config_invalid`
 */
export async function configuredDevices(env: NodeJS.ProcessEnv): Promise<KnownDevice[]> {
  const path = configPath(env);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && !env.MEMVOL_CONFIG) return undefined;
    throw new UserError("file_unreadable", `The configuration file ${path}: ${error.message}`, {
      cause: error,
    });
  });
  return text === undefined ? [] : parseDevices(path, text);
}

async function parseDevices(path: string, text: string): Promise<KnownDevice[]> {
  // Loaded here, since most users have no such file.
  const { parse } = await import("yaml");
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
  const parsed = clientConfig.safeParse(document);
  if (!parsed.success) throw invalid(path, describeIssues(parsed.error));
  return parsed.data.devices.map((device) => ({ ...device, source: "configured" }));
}

function invalid(path: string, issues: string): UserError {
  return new UserError("config_invalid", `${path} is refused: ${issues}`, {
    nextSteps: ["A device is written so: devices: [{name: lab, socket: /run/memvol/lab.sock}]"],
  });
}
