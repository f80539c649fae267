/** What every command that runs load tests needs: what to run against, and by which program. */
import { join } from "node:path";
import { Flags } from "@oclif/core";
import { EXPLORATION_FORMATS, type ExplorationFormat } from "./bench/curve/formats.js";
import type { BenchOptions } from "./bench/run/bench.js";
import { resolveDevice } from "./discovery/resolve.js";
import { deviceFlag } from "./flags.js";
import { packageRoot, packageVersion } from "./package.js";

export const targetFlags = {
  device: deviceFlag,
  volume: Flags.string({ helpValue: "NAME", summary: "An existing volume to run against." }),
  "allow-overwrite": Flags.boolean({
    default: false,
    summary: "Let jobs write to the volume that --volume names.",
  }),
};

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
  "memvolVersion" | "commandLine" | "allowOverwrite" | "volumeName" | "socketPath"
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
    ...(usesDevice && { socketPath: await resolveDevice(flags.device, process.env) }),
  };
}
