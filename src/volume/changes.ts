/** Points in time of a volume, and what changed since: thin over the control client. */
import type { ControlClient } from "../control/client.js";
import type { Changes, ScanResult } from "../control/observation.js";
import { callPatiently } from "./patience.js";

interface PointName {
  volume: string;
  point: string;
}

/** @throws UserError `volume_not_found`, `point_limit`, `usage` for the point of creation */
export function markPoint(device: ControlClient, name: string, point: string): Promise<PointName> {
  return callPatiently(device, "markPoint", { params: { name, point } });
}

/** @throws UserError `volume_not_found`, `point_not_found`, `usage` for the point of creation */
export function unmarkPoint(
  device: ControlClient,
  name: string,
  point: string,
): Promise<PointName> {
  return device.call("unmarkPoint", { params: { name, point } });
}

/**
 * @param take moves the point to now
 * @throws UserError `volume_not_found`, `point_not_found`, `usage` to take the point of creation
 */
export function changesSince(
  device: ControlClient,
  name: string,
  point: string,
  take: boolean,
): Promise<Changes> {
  const route = take ? "takeDirty" : "showDirty";
  return callPatiently(device, route, { params: { name, point } });
}

/**
 * @param lengthBytes absent: to the volume's end
 * @throws UserError `volume_not_found`, `range_invalid`
 */
export function scanVolume(
  device: ControlClient,
  name: string,
  offsetBytes: number,
  lengthBytes: number | undefined,
): Promise<ScanResult> {
  return callPatiently(device, "scanVolume", {
    params: { name },
    body: {
      offset_bytes: offsetBytes,
      ...(lengthBytes !== undefined && { length_bytes: lengthBytes }),
    },
  });
}
