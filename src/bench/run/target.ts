/** What a run goes against: a device and a volume, found or made for the run. */
import { randomBytes } from "node:crypto";
import type { Right } from "../../binding/native.js";
import type { NativeThreadSpec } from "../../binding/native-run.js";
import { ControlClient } from "../../control/client.js";
import type { Device, Volume } from "../../control/schemas.js";
import type { Endpoint } from "../../control/transport/endpoint.js";
import { SocketEndpoint } from "../../control/transport/socket-endpoint.js";
import { UserError } from "../../errors.js";
import { clientName } from "../../volume/attach.js";
import { explained } from "../../volume/session-end.js";
import { askForTicket } from "../../volume/ticket.js";
import { createVolume, deleteVolume } from "../../volume/volumes.js";
import type { Job, JobObservation } from "../job.js";
import { requiredVolumeBytes, writesAnything } from "../plan.js";
import type { ObservationInEffect } from "../result/observe.js";
import { startEmbeddedDevice } from "./embedded-device.js";

/** A ticket for the whole volume and where to present it. */
export interface Attached {
  connection: NonNullable<NativeThreadSpec["connection"]>;
  observation: ObservationInEffect;
}

/** What of a job's wishes the device decides on. */
interface Asked extends Pick<JobObservation, "mode" | "wait"> {
  /** From the volume's start on. */
  lengthBytes: number;
}

export interface Target {
  device: Device;
  volume: Volume;
  /** The volume was made for this run. */
  temporary: boolean;
  /** @throws UserError `access_denied`; `observation_required`, where more is demanded than asked */
  attach(rights: Right[], asked: Asked): Promise<Attached>;
  /** Why an operation failed, where the device knows more of it than the fabric told. */
  explained(failure: Error): Promise<Error>;
  /** Removes what was made for the run; returns what could not be removed, in words. */
  release(): Promise<string[]>;
}

export interface TargetOptions {
  jobs: Job[];
  /** A running device; absent: one is started for the run. */
  endpoint?: Endpoint;
  /** An existing volume; absent: one is made for the run. */
  volumeName?: string;
  allowOverwrite: boolean;
  /** How to run memvol's command line, for an embedded device. */
  commandLine: readonly string[];
}

/** A temporary volume is made in whole blocks of the default size. */
const VOLUME_GRANULARITY_BYTES = 4096;

/**
 * @throws UserError `overwrite_not_allowed` before anything is made; `volume_not_found`,
 * `budget_exceeded`, `range_invalid`, `device_unreachable`
 */
export async function openTarget(options: TargetOptions): Promise<Target> {
  refuseOverwrite(options);
  if (options.endpoint !== undefined) {
    return onDevice(new ControlClient(options.endpoint), options, async () => undefined);
  }
  const memoryBytes = temporaryVolumeBytes(options.jobs);
  const embedded = await startEmbeddedDevice({ memoryBytes, commandLine: options.commandLine });
  try {
    return await onDevice(
      new ControlClient(new SocketEndpoint(embedded.socketPath)),
      options,
      embedded.stop,
    );
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

function refuseOverwrite({ jobs, volumeName, allowOverwrite }: TargetOptions): void {
  if (volumeName === undefined || allowOverwrite || !writesAnything(jobs)) return;
  const writing = jobs.filter((job) => writesAnything([job])).map((job) => `'${job.name}'`);
  throw new UserError(
    "overwrite_not_allowed",
    `volume '${volumeName}' was not made for this run, and job ${writing.join(", ")} writes to it`,
    {
      nextSteps: [
        "If its content may be lost, add --allow-overwrite.",
        "Or leave out --volume: a temporary volume is made for the run and removed after it.",
      ],
    },
  );
}

async function onDevice(
  control: ControlClient,
  options: TargetOptions,
  stopDevice: () => Promise<void>,
): Promise<Target> {
  const device = await control.call("showDevice", {});
  const { volumeName: name } = options;
  const volume =
    name === undefined
      ? await createTemporary(control, options.jobs)
      : await control.call("showVolume", { params: { name } });
  const temporary = name === undefined;
  const sessionIds: string[] = [];
  return {
    device,
    volume,
    temporary,
    async attach(rights, asked) {
      const { sessionId, ...attached } = await attach(control, volume.name, rights, asked);
      sessionIds.push(sessionId);
      return attached;
    },
    explained: (failure) => explainedByAny(failure, control, sessionIds),
    async release() {
      // A volume of an embedded device goes with it.
      const stays = temporary && options.endpoint !== undefined;
      const left = stays ? await deleteTemporary(control, volume.name) : [];
      await stopDevice();
      return left;
    },
  };
}

/** A run's threads fail together: the first session that was ended is the reason. */
async function explainedByAny(
  failure: Error,
  control: ControlClient,
  sessionIds: readonly string[],
): Promise<Error> {
  for (const id of sessionIds) {
    const told = await explained(failure, control, id);
    if (told !== failure && told instanceof Error) return told;
  }
  return failure;
}

function temporaryVolumeBytes(jobs: Job[]): number {
  const needed = requiredVolumeBytes(jobs);
  return Math.ceil(needed / VOLUME_GRANULARITY_BYTES) * VOLUME_GRANULARITY_BYTES;
}

async function createTemporary(control: ControlClient, jobs: Job[]): Promise<Volume> {
  const { volume } = await createVolume(control, {
    name: `bench-${randomBytes(4).toString("hex")}`,
    size_bytes: temporaryVolumeBytes(jobs),
    label: `temporary, of ${clientName()}`,
  });
  return volume;
}

async function deleteTemporary(control: ControlClient, name: string): Promise<string[]> {
  try {
    await deleteVolume(control, name, true);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`the temporary volume ${name} could not be removed: ${reason}`];
  }
}

async function attach(
  control: ControlClient,
  name: string,
  rights: Right[],
  { mode, wait, lengthBytes }: Asked,
): Promise<Attached & { sessionId: string }> {
  const {
    session_id: sessionId,
    fabric,
    ticket,
    observe,
    observe_note,
  } = await askForTicket(control, name, {
    client: clientName(),
    rights,
    length_bytes: lengthBytes,
    wait_observed: wait,
    ...(mode !== undefined && { observe: mode }),
  });
  return {
    sessionId,
    connection: { address: fabric, ticket },
    observation: { mode: observe, note: observe_note },
  };
}
