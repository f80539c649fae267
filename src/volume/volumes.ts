/** Administering volumes: thin over the control client. */
import type { ControlClient } from "../control/client.js";
import type { Volume, VolumeCreationInput } from "../control/schemas.js";

/** Zeroing or releasing a large volume's memory takes its time. */
const MEMORY_TIMEOUT_MS = 600_000;
/** One that does not say in this time who it is would not do the rest either. */
const ANSWER_TIMEOUT_MS = 3000;

export function listVolumes(device: ControlClient): Promise<Volume[]> {
  return device.call("listVolumes", {});
}

/** @throws UserError `volume_not_found` */
export function showVolume(device: ControlClient, name: string): Promise<Volume> {
  return device.call("showVolume", { params: { name } });
}

/** @throws UserError `volume_exists`, `budget_exceeded`, `alignment_invalid` */
export async function createVolume(
  device: ControlClient,
  body: VolumeCreationInput,
): Promise<{ volume: Volume; created: boolean }> {
  await checkAnswers(device);
  return device.call("createVolume", { body }, { timeoutMs: MEMORY_TIMEOUT_MS });
}

/** @throws UserError `volume_not_found` */
export function labelVolume(device: ControlClient, name: string, label: string): Promise<Volume> {
  return device.call("changeVolume", { params: { name }, body: { label } });
}

/** @throws UserError `volume_not_found`, `volume_attached` */
export async function deleteVolume(
  device: ControlClient,
  name: string,
  force: boolean,
): Promise<{ volume: Volume; sessions_ended: number }> {
  await checkAnswers(device);
  return device.call(
    "deleteVolume",
    { params: { name }, query: { force: String(force) } },
    { timeoutMs: MEMORY_TIMEOUT_MS },
  );
}

/** Nobody is to wait ten minutes for a device that hangs. */
async function checkAnswers(device: ControlClient): Promise<void> {
  await device.call("showDevice", {}, { timeoutMs: ANSWER_TIMEOUT_MS });
}
