/** Tickets of a test's own. */
import { randomBytes } from "node:crypto";
import type { NativeDevice, NativeTicketRequest } from "../../src/binding/native.js";

/** A client's half of a ticket. */
export function ticketHalf(): string {
  return randomBytes(16).toString("base64url");
}

/** A whole ticket, of which the control API knows nothing. */
export function issueTicket(
  native: Pick<NativeDevice, "issueTicket">,
  request: Omit<NativeTicketRequest, "ticketHalf">,
): string {
  const clients = ticketHalf();
  const devices = native.issueTicket({ ...request, ticketHalf: clients });
  const halves = [devices, clients].map((half) => Buffer.from(half, "base64url"));
  return Buffer.concat(halves).toString("base64url");
}
