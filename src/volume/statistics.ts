/** What was done to a volume: thin over the control client. */
import type { ControlClient } from "../control/client.js";
import type { VolumeStatistics } from "../control/observation.js";

/**
 * @param since the point that dirty cells count from
 * @throws UserError `volume_not_found`, `point_not_found`
 */
export function volumeStatistics(
  device: ControlClient,
  name: string,
  since: string,
): Promise<VolumeStatistics> {
  return device.call("showStatistics", { params: { name }, query: { since } });
}
