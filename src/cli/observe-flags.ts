/** How a command that moves data asks to be observed: its flags, and what they come to. */
import { Flags } from "@oclif/core";
import {
  NOTIFICATION_BATCH_MAX,
  NOTIFICATION_PHASES,
  type NotificationPhases,
  OBSERVATION_MODES,
  type ObservationMode,
} from "../binding/native-observation.js";
import { UserError } from "../errors.js";
import { DEFAULT_NOTIFY, type ObservationRequest } from "../volume/attach.js";

const helpGroup = "OBSERVATION";
const { when: DEFAULT_WHEN, batch: DEFAULT_BATCH } = DEFAULT_NOTIFY;

export const observeFlags = {
  observe: Flags.option({ options: OBSERVATION_MODES })({
    helpGroup,
    summary: "How the device observes it; the volume's default by default.",
  }),
  "observe-when": Flags.option({ options: NOTIFICATION_PHASES })({
    helpGroup,
    summary: `When to tell of an operation, in modes message and scratch; ${DEFAULT_WHEN}.`,
  }),
  "observe-batch": Flags.integer({
    min: 1,
    max: NOTIFICATION_BATCH_MAX,
    helpGroup,
    helpValue: "COUNT",
    summary: `Operations told of together, in modes message and scratch; ${DEFAULT_BATCH}.`,
  }),
  "observe-via": Flags.option({ options: ["fabric", "control"] as const, default: "fabric" })({
    helpGroup,
    summary: "Tell over the fabric, or through the control API: mode message alone.",
  }),
  "wait-observed": Flags.boolean({
    default: false,
    helpGroup,
    summary: "Go on only once the observer has acted on an operation.",
  }),
};

export interface ObserveFlagValues {
  observe?: ObservationMode | undefined;
  "observe-when"?: NotificationPhases | undefined;
  "observe-batch"?: number | undefined;
  "observe-via": "fabric" | "control";
  "wait-observed": boolean;
}

/** @throws UserError `usage` for flags that do not go together */
export function observationOf(flags: ObserveFlagValues): ObservationRequest {
  const { observe, "observe-when": when, "observe-batch": batch } = flags;
  const outOfBand = flags["observe-via"] === "control";
  // Only one mode can be told of through the control API: there is nothing to choose.
  const mode = observe ?? (outOfBand ? "message" : undefined);
  if (outOfBand) refuseUnless(mode === "message", "--observe-via control", ["message"]);
  if (outOfBand && batch !== undefined) throw noBatches();
  const tells = mode === "message" || mode === "scratch";
  const tellingModes = ["message", "scratch"] as const;
  if (when !== undefined) refuseUnless(tells, `--observe-when ${when}`, tellingModes);
  if (batch !== undefined) refuseUnless(tells, `--observe-batch ${batch}`, tellingModes);
  return {
    ...(mode !== undefined && { observe: mode }),
    // The answer to a notification through the control API is the wait.
    waitObserved: flags["wait-observed"] && !outOfBand,
    notify: { when: when ?? DEFAULT_WHEN, batch: batch ?? DEFAULT_BATCH, outOfBand },
  };
}

function refuseUnless(fits: boolean, flag: string, modes: readonly ObservationMode[]): void {
  if (fits) return;
  const choices = modes.map((mode) => `--observe ${mode}`).join(" or ");
  throw new UserError("usage", `${flag} goes with ${choices} alone`, {
    nextSteps: [`Add ${choices}, or leave ${flag} out.`],
  });
}

function noBatches(): UserError {
  const message = "--observe-batch does not go with --observe-via control: each chunk is told of";
  return new UserError("usage", message, { nextSteps: ["Leave one of both out."] });
}
