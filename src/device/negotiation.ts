/** Which mode of observation a session gets: what its client asks for, if the volume allows it. */
import type { ObservationMode } from "../binding/native-observation.js";
import { OBSERVATION_DETAIL, type ObservationRule } from "../control/observation.js";
import { UserError } from "../errors.js";

export interface Negotiated {
  mode: ObservationMode;
  /** Why it is not the mode that was asked for; null where it is. */
  note: string | null;
}

/** What the fabric under the device can do. */
export interface FabricCapabilities {
  immediates: boolean;
}

/**
 * @param requested absent: the volume's default, or its minimum where that sees more
 * @throws UserError `observation_required` for less than the volume's minimum
 */
export function negotiate(
  requested: ObservationMode | undefined,
  { default: preset, minimum }: ObservationRule,
  capabilities: FabricCapabilities,
): Negotiated {
  if (requested !== undefined && OBSERVATION_DETAIL[requested] < OBSERVATION_DETAIL[minimum])
    throw below(requested, minimum);
  const wanted =
    requested ?? (OBSERVATION_DETAIL[preset] < OBSERVATION_DETAIL[minimum] ? minimum : preset);
  if (wanted !== "immediate" || capabilities.immediates) return { mode: wanted, note: null };
  return { mode: "message", note: "this fabric carries no immediates" };
}

/**
 * Whether operations can wait for the observer: it has to be told of them.
 *
 * @throws UserError `usage`
 */
export function checkWaitObserved(mode: ObservationMode): void {
  if (OBSERVATION_DETAIL[mode] >= OBSERVATION_DETAIL.immediate) return;
  throw new UserError("usage", `Nothing is told in mode '${mode}', so nothing can be waited for`, {
    nextSteps: [
      "Choose a mode that tells of operations: --observe immediate",
      "Or leave --wait-observed out.",
    ],
  });
}

function below(requested: ObservationMode, minimum: ObservationMode): UserError {
  return new UserError(
    "observation_required",
    `Mode '${requested}' sees less than the volume demands, which is '${minimum}'`,
    { nextSteps: [`Let it be observed: --observe ${minimum}`, "Or leave --observe out."] },
  );
}
