/** From a volume's name to a session that reaches its bytes. */
import { hostname, userInfo } from "node:os";
import { fromNative } from "../binding/failure.js";
import type { NativeBinding, NativeSession, Right } from "../binding/native.js";
import type { NativeNotifyOptions, ObservationMode } from "../binding/native-observation.js";
import type { ControlClient } from "../control/client.js";
import { UserError } from "../errors.js";
import { notifyingSession } from "./out-of-band.js";
import { explainingSession } from "./session-end.js";
import { type Admission, askForTicket } from "./ticket.js";

const CONNECT_TIMEOUT_MS = 10_000;
const LONGEST_CLIENT_NAME = 128;

/** How a session tells what it does, unless it is said otherwise. */
export const DEFAULT_NOTIFY: NativeNotifyOptions = { when: "after", batch: 32, outOfBand: false };

/** What a client asks for in observation. */
export interface ObservationRequest {
  /** Absent: the volume's default. */
  observe?: ObservationMode;
  /** Operations return once the observer has acted on what was told of them. */
  waitObserved: boolean;
  notify: NativeNotifyOptions;
}

export const DEFAULT_OBSERVATION: ObservationRequest = {
  waitObserved: false,
  notify: DEFAULT_NOTIFY,
};

export interface AttachOptions {
  offsetBytes: number;
  /** Absent: to the volume's end. */
  lengthBytes?: number;
  observation?: ObservationRequest;
}

/** A range of a volume, attached, and how its session is observed. */
export interface VolumeSession {
  session: NativeSession;
  volume: string;
  offsetBytes: number;
  observe: ObservationMode;
  /** Why it is not the mode that was asked for. */
  note: string | null;
}

/** How a device's administrator sees this process: `user@host/pid`. */
export function clientName(): string {
  return `${userInfo().username}@${hostname()}/${process.pid}`.slice(-LONGEST_CLIENT_NAME);
}

/**
 * Asks the device for a ticket and presents it at once.
 *
 * @throws UserError `volume_not_found`, `range_invalid`, `observation_required`,
 * `ticket_refused`, `device_unreachable`; `usage` for a request that cannot be met
 */
export async function attachVolume(
  device: ControlClient,
  binding: Pick<NativeBinding, "connect">,
  volumeName: string,
  rights: Right[],
  options: AttachOptions,
): Promise<VolumeSession> {
  const { observe, waitObserved, notify } = options.observation ?? DEFAULT_OBSERVATION;
  const admission = await askForTicket(device, volumeName, {
    client: clientName(),
    rights,
    offset_bytes: options.offsetBytes,
    ...(options.lengthBytes !== undefined && { length_bytes: options.lengthBytes }),
    ...(observe !== undefined && { observe }),
    wait_observed: waitObserved,
  });
  const { session_id } = admission;
  const connected = await connect(binding, admission, notify);
  const session = explainingSession(connected, device, session_id);
  return {
    session: notify.outOfBand
      ? notifyingSession(session, device, session_id, notify.when)
      : session,
    volume: volumeName,
    offsetBytes: admission.offset_bytes,
    observe: admission.observe,
    note: admission.observe_note,
  };
}

async function connect(
  binding: Pick<NativeBinding, "connect">,
  { fabric: address, ticket, observe }: Admission,
  notify: NativeNotifyOptions,
): Promise<NativeSession> {
  if (notify.outOfBand && observe !== "message") throw notByControl(observe);
  try {
    return await binding.connect({ address, ticket, timeoutMs: CONNECT_TIMEOUT_MS, notify });
  } catch (error) {
    throw fromNative(error);
  }
}

function notByControl(mode: ObservationMode): UserError {
  return new UserError(
    "usage",
    `In mode '${mode}' nothing is told through the control API: only mode 'message' can be`,
    { nextSteps: ["Ask for it: --observe message", "Or leave --observe-via out."] },
  );
}
