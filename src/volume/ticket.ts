/**
 * Tickets have two halves: the client makes one and keeps it, the device answers with the other.
 * So what the device said, overheard or found in a log, lets nobody else in.
 */
import { randomBytes } from "node:crypto";
import type { ControlClient } from "../control/client.js";
import type { Attachment, AttachRequestInput } from "../control/schemas.js";

const HALF_SIZE_BYTES = 16;

export interface Admission extends Omit<Attachment, "ticket_half"> {
  /** Whole, base64url; good once, for seconds. */
  ticket: string;
}

/** @throws UserError as the device says */
export async function askForTicket(
  device: ControlClient,
  volume: string,
  request: Omit<AttachRequestInput, "ticket_half">,
): Promise<Admission> {
  const own = randomBytes(HALF_SIZE_BYTES);
  const { ticket_half, ...attachment } = await device.call("attachVolume", {
    params: { name: volume },
    body: { ...request, ticket_half: own.toString("base64url") },
  });
  const ticket = Buffer.concat([Buffer.from(ticket_half, "base64url"), own]);
  return { ...attachment, ticket: ticket.toString("base64url") };
}
