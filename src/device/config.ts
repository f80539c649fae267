/**
 * A device's configuration: defaults, below a YAML file, below `MEMVOL_*` in the environment,
 * below flags. Each layer is checked by one schema, so that an error names where it stands.
 */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import type { NativeObserverOptions } from "../binding/native-observation.js";
import type { NativeStoreOptions } from "../binding/native-persistence.js";
import { describeIssues } from "../control/issues.js";
import { currentUserId, runtimeDirectory, socketPathOf } from "../control/runtime-directory.js";
import { UserError } from "../errors.js";
import type { ClientLimitsOptions } from "./client-limits.js";
import { fabricHost, type NetworkConfig, networkConfig } from "./network-config.js";
import { type DeviceSettings, deviceSettings, SETTING_KEYS, type SettingKey } from "./settings.js";

/** Everything a device needs to know; nothing is left to be filled in. */
export interface DeviceConfig {
  name: string;
  memoryBytes: number;
  stateDirectory: string;
  socketPath: string;
  fabric: { provider: string; host: string; port: number };
  progressThreads: number;
  network: NetworkConfig;
  powerSource: string;
  clientLimits: ClientLimitsOptions;
  observer: NativeObserverOptions;
  stores: NativeStoreOptions;
  /** The volume whose store may be of an earlier time than was known of it. */
  acceptOlder?: string;
  logLevel: NonNullable<DeviceSettings["log_level"]>;
}

/** Where settings come from; all may be absent. */
export interface ConfigSources {
  file?: string;
  env: NodeJS.ProcessEnv;
  flags: Partial<Record<SettingKey, string | number>>;
}

const NS_PER_MS = 1e6;

const DEFAULTS = {
  name: "memvol",
  memory: 2 ** 30,
  fabric_provider: "tcp",
  fabric_port: 0,
  progress_threads: 1,
  announce: true,
  power_source: "manual",
  client_sessions_max: 1024,
  client_tickets_per_second: 1000,
  hash_interval: 1000,
  hash_cpu_percent: 10,
  silence_timeout: 30_000,
  store_timeout: 30_000,
  scrub_rate: 2 ** 20,
  log_level: "info",
} as const satisfies DeviceSettings;

/** @throws UserError `config_invalid` naming source and key; `file_unreadable` */
export async function loadDeviceConfig(sources: ConfigSources): Promise<DeviceConfig> {
  const file = sources.file === undefined ? {} : await settingsFromFile(sources.file);
  const merged = {
    ...DEFAULTS,
    ...file,
    ...settingsFrom(environmentLayer(sources.env), "The environment", environmentName),
    ...settingsFrom(sources.flags, "The command line", flagName),
  };
  const network = networkConfig(merged);
  return {
    name: merged.name,
    memoryBytes: merged.memory,
    stateDirectory: merged.state_directory ?? defaultStateDirectory(sources.env, merged.name),
    socketPath:
      merged.socket ?? socketPathOf(runtimeDirectory(sources.env, currentUserId()), merged.name),
    fabric: {
      provider: merged.fabric_provider,
      host: fabricHost(merged.fabric_interface, network),
      port: merged.fabric_port,
    },
    progressThreads: merged.progress_threads,
    network,
    powerSource: merged.power_source,
    clientLimits: {
      sessionsMax: merged.client_sessions_max,
      ticketsPerSecond: merged.client_tickets_per_second,
    },
    observer: {
      hashIntervalNs: merged.hash_interval * NS_PER_MS,
      hashCpuPercent: merged.hash_cpu_percent,
      silenceTimeoutNs: merged.silence_timeout * NS_PER_MS,
    },
    ...(merged.accept_older !== undefined && { acceptOlder: merged.accept_older }),
    stores: {
      timeoutNs: merged.store_timeout * NS_PER_MS,
      scrubBytesPerSecond: merged.scrub_rate,
    },
    logLevel: merged.log_level,
  };
}

/** `MEMVOL_STATE_DIRECTORY` for `state_directory`. */
function environmentName(key: string): string {
  return `MEMVOL_${key.toUpperCase()}`;
}

/** `--state-directory` for `state_directory`. */
function flagName(key: string): string {
  return `--${key.replaceAll("_", "-")}`;
}

function environmentLayer(env: NodeJS.ProcessEnv): Partial<Record<SettingKey, string>> {
  const set = SETTING_KEYS.map((key) => [key, env[environmentName(key)]] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined && value !== ""));
}

async function settingsFromFile(path: string): Promise<DeviceSettings> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new UserError("file_unreadable", `The configuration file ${path}: ${error.message}`, {
      cause: error,
    });
  });
  let document: unknown;
  try {
    document = parse(text) ?? {};
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
  const settings = settingsFrom(document, path, (key) => key);
  return withAbsolutePaths(settings, path);
}

/** Paths in a file count from the file's own directory. */
function withAbsolutePaths(settings: DeviceSettings, file: string): DeviceSettings {
  const based = (path: string) => (isAbsolute(path) ? path : resolve(file, "..", path));
  return {
    ...settings,
    ...(settings.state_directory && { state_directory: based(settings.state_directory) }),
    ...(settings.socket && { socket: based(settings.socket) }),
    ...(settings.client_ca && { client_ca: based(settings.client_ca) }),
    ...(settings.token_keys && { token_keys: keysBased(settings.token_keys, based) }),
  };
}

function keysBased(keys: string, based: (path: string) => string): string {
  return keys.startsWith("https://") ? keys : based(keys);
}

function settingsFrom(
  layer: unknown,
  source: string,
  nameOf: (key: string) => string,
): DeviceSettings {
  const parsed = deviceSettings.safeParse(layer);
  if (parsed.success) return withoutUndefined(parsed.data);
  throw invalid(source, describeIssues(parsed.error, nameOf));
}

/** An absent flag is an `undefined` that must not hide the layer below. */
function withoutUndefined(settings: object): DeviceSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function invalid(source: string, issues: string): UserError {
  return new UserError("config_invalid", `${source} is refused: ${issues}`, {
    nextSteps: ["See every setting: memvol device serve --help"],
  });
}

function defaultStateDirectory(env: NodeJS.ProcessEnv, name: string): string {
  if (currentUserId() === 0) return join("/var/lib/memvol", name);
  const base = env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return join(base, "memvol", name);
}
