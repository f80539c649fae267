/** Administering volumes: thin over the control client. */
import type { ControlClient } from "../control/client.js";
import type { DurabilityChange, Flushed, VerifyResult } from "../control/durability.js";
import type { Volume, VolumeCreationInput } from "../control/schemas.js";
import { callPatiently } from "./patience.js";

export function listVolumes(device: ControlClient): Promise<Volume[]> {
  return device.call("listVolumes", {});
}

/** @throws UserError `volume_not_found` */
export function showVolume(device: ControlClient, name: string): Promise<Volume> {
  return device.call("showVolume", { params: { name } });
}

/** @throws UserError `volume_exists`, `budget_exceeded`, `alignment_invalid` */
export function createVolume(
  device: ControlClient,
  body: VolumeCreationInput,
): Promise<{ volume: Volume; created: boolean }> {
  return callPatiently(device, "createVolume", { body });
}

/** @throws UserError `volume_not_found`, `volume_volatile`, `store_failed` */
export function flushVolume(device: ControlClient, name: string): Promise<Flushed> {
  return device.call("flushVolume", { params: { name } });
}

/** @throws UserError `volume_not_found`, `volume_volatile` */
export function changeDurability(
  device: ControlClient,
  name: string,
  body: DurabilityChange,
): Promise<{ volume: Volume; sessions_ended: number }> {
  return callPatiently(device, "changeDurability", { params: { name }, body });
}

/**
 * @param full all of it, be it known to have changed or not
 * @throws as flushVolume
 */
export function persistVolume(
  device: ControlClient,
  name: string,
  full: boolean,
): Promise<Flushed> {
  return callPatiently(device, "persistVolume", { params: { name }, body: { full } });
}

/** @throws as flushVolume */
export function verifyVolume(device: ControlClient, name: string): Promise<VerifyResult> {
  return callPatiently(device, "verifyVolume", { params: { name } });
}

/** @throws UserError `volume_not_found` */
export function labelVolume(device: ControlClient, name: string, label: string): Promise<Volume> {
  return device.call("changeVolume", { params: { name }, body: { label } });
}

/** @throws UserError `volume_not_found`, `volume_attached` */
export function deleteVolume(
  device: ControlClient,
  name: string,
  force: boolean,
): Promise<{ volume: Volume; sessions_ended: number }> {
  const query = { force: String(force) };
  return callPatiently(device, "deleteVolume", { params: { name }, query });
}
