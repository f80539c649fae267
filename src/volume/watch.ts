/** What is observed on a volume, as it happens. */
import type { ControlClient } from "../control/client.js";
import type { VolumeEvent } from "../control/observation.js";

/**
 * Events until the volume is deleted, the device stops or the signal aborts; the last two end
 * it as quietly as the first. One who is slow to take them gets an event that says how many
 * operations it missed.
 *
 * @throws UserError `volume_not_found`, `device_unreachable`
 */
export async function* watchVolume(
  device: ControlClient,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<VolumeEvent> {
  try {
    yield* device.stream("watchVolume", { params: { name } }, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
