/** Flags of the load tester's commands, and what a run is made against. */
import { join } from "node:path";
import { Flags } from "@oclif/core";
import { EXPLORATION_FORMATS, type ExplorationFormat } from "../bench/curve/formats.js";
import { type Gate, parseGate } from "../bench/gates/gate.js";
import { parseLimit } from "../bench/gates/limit.js";
import { REPORT_FORMATS } from "../bench/report/render.js";
import type { BenchOptions } from "../bench/run/bench.js";
import { resolveDevice } from "../discovery/resolve.js";
import { UserError } from "../errors.js";
import { packageRoot, packageVersion } from "../package.js";
import { deviceFlag } from "./flags.js";

export const targetFlags = {
  device: deviceFlag,
  volume: Flags.string({ helpValue: "NAME", summary: "An existing volume to run against." }),
  "allow-overwrite": Flags.boolean({
    default: false,
    summary: "Let jobs write to the volume that --volume names.",
  }),
};

/** Hosts that make the load together, by their names. */
export const workersFlag = Flags.custom<string[]>({
  helpValue: "NAME,NAME…",
  parse: async (text) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.every((name) => name !== "") && new Set(names).size === names.length) return names;
    throw new UserError("usage", `'${text}' is no list of workers`, {
      nextSteps: ["Name each once, with commas between: --workers a,b"],
    });
  },
});

/**
 * Nothing without workers.
 *
 * @throws UserError `worker_not_found`, `identity_not_found`
 */
export async function fleetOf(workers: string[] | undefined): Promise<Pick<BenchOptions, "fleet">> {
  if (workers === undefined) return {};
  const [{ workersCalled }, { IdentityStore }] = await Promise.all([
    import("../discovery/workers.js"),
    import("../identity/identities.js"),
  ]);
  const found = await workersCalled(workers, process.env);
  const keyPair = await new IdentityStore(process.env).loadMeant(process.env.MEMVOL_IDENTITY);
  return { fleet: { workers: found, keyPair } };
}

/** How many runs are shown together; with --json it is the document itself. */
export const explorationFormatFlag = Flags.custom<ExplorationFormat>({
  options: [...EXPLORATION_FORMATS],
  default: "text",
  exclusive: ["json"],
});

export interface TargetFlagValues {
  device?: string | undefined;
  volume?: string | undefined;
  "allow-overwrite": boolean;
}

export type BenchTarget = Pick<
  BenchOptions,
  "memvolVersion" | "commandLine" | "allowOverwrite" | "volumeName" | "endpoint"
>;

/**
 * Without a device and a volume a run has ones of its own.
 *
 * @throws UserError as resolveDevice
 */
export async function benchTarget(flags: TargetFlagValues): Promise<BenchTarget> {
  const usesDevice = flags.device !== undefined || flags.volume !== undefined;
  return {
    memvolVersion: packageVersion(),
    commandLine: [process.execPath, join(packageRoot(), "bin", "run.js")],
    allowOverwrite: flags["allow-overwrite"],
    ...(flags.volume !== undefined && { volumeName: flags.volume }),
    ...(usesDevice && { endpoint: await resolveDevice(flags.device, process.env) }),
  };
}

/** How a load test's result is shown; with --json it is the result itself. */
export const formatFlag = Flags.custom<(typeof REPORT_FORMATS)[number]>({
  options: [...REPORT_FORMATS],
  default: "text",
  exclusive: ["json"],
});

/** What a load test is to keep. */
export const thresholdFlag = Flags.custom<Gate>({
  helpValue: "'METRIC<VALUE'",
  multiple: true,
  // Else what follows, such as the profile, would be another one.
  multipleNonGreedy: true,
  parse: async (text) => parseGate(text),
});

/** A share such as 5, 2.5 or 5%. */
export const percentFlag = Flags.custom<number>({
  helpValue: "PERCENT",
  parse: async (text) => {
    const digits = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
    if (digits !== undefined) return Number(digits);
    throw new UserError("usage", `'${text}' is no percentage`, {
      nextSteps: ["Give a number that is not negative, such as 5 or 2.5."],
    });
  },
});

/** Operations a second: 5000, 100k, 1.5M. */
export const rateFlag = Flags.custom<number>({
  helpValue: "RATE",
  parse: async (text) => {
    const rate = parseLimit(text, { kind: "iops" });
    if (rate >= 1) return rate;
    throw new UserError("usage", `'${text}' is no rate: it must be 1 at least`);
  },
});
