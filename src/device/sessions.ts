/** Attaching: which bytes a client may reach, told to the native side by a one-time ticket. */
import { randomUUID } from "node:crypto";
import type { NativeDevice } from "../binding/native.js";
import type { Notification } from "../control/observation.js";
import type { Attachment, AttachRequest, Session } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { Catalog } from "./catalog.js";
import { checkWaitObserved, negotiate } from "./negotiation.js";
import { checkRange } from "./range.js";
import { sessionTrafficOf, timeOf } from "./traffic.js";

/** How long a ticket is good for: a client connects at once or asks again. */
const TICKET_LIFETIME_MS = 10_000;

type NativeSessions = Pick<
  NativeDevice,
  "address" | "hasImmediates" | "issueTicket" | "notify" | "sessions"
>;

export class Sessions {
  readonly #catalog: Catalog;
  readonly #native: NativeSessions;

  constructor(catalog: Catalog, native: NativeSessions) {
    this.#catalog = catalog;
    this.#native = native;
  }

  /** @throws UserError `volume_not_found`, `range_invalid`, `observation_required`, `usage` */
  attach(volumeName: string, request: AttachRequest): Attachment {
    const volume = this.#catalog.get(volumeName);
    const offset = request.offset_bytes;
    const length = request.length_bytes ?? volume.size_bytes - offset;
    checkRange(volumeName, volume.size_bytes, offset, length);
    const { mode, note } = negotiate(request.observe, volume.observe, {
      immediates: this.#native.hasImmediates,
    });
    if (request.wait_observed) checkWaitObserved(mode);
    const sessionId = randomUUID();
    const rights = [...new Set(request.rights)];
    const expiresAt = Date.now() + TICKET_LIFETIME_MS;
    const ticket = this.#native.issueTicket({
      sessionId,
      volumeId: volume.id,
      client: request.client,
      offsetBytes: offset,
      lengthBytes: length,
      rights,
      observe: mode,
      waitObserved: request.wait_observed,
      expiresInMs: TICKET_LIFETIME_MS,
    });
    return {
      session_id: sessionId,
      ticket,
      expires_at: timeOf(expiresAt),
      fabric: this.#native.address,
      volume_id: volume.id,
      offset_bytes: offset,
      length_bytes: length,
      block_size_bytes: volume.block_size_bytes,
      rights,
      region_size_bytes: volume.region_size_bytes,
      observe: mode,
      observe_note: note,
    };
  }

  list(): Session[] {
    const names = this.#catalog.names();
    return this.#native.sessions().map((session) => ({
      id: session.sessionId,
      volume_id: session.volumeId,
      volume: names.get(session.volumeId) ?? "",
      client: session.client,
      offset_bytes: session.offsetBytes,
      length_bytes: session.lengthBytes,
      rights: session.rights,
      peer: session.peer,
      since: timeOf(session.sinceMs),
      observe: session.observe,
      traffic: sessionTrafficOf(session.traffic),
      refused: session.refused,
    }));
  }

  /** Sessions by volume id; volumes without any are absent. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { volumeId } of this.#native.sessions()) {
      counts.set(volumeId, (counts.get(volumeId) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * Acts on what a client tells of its operations out of band.
   *
   * @throws UserError `session_not_found`
   */
  notify(sessionId: string, { records, final }: Notification): void {
    const told = records.map(({ type, phase, operations, bytes, offset_bytes, length_bytes }) => ({
      type,
      phase,
      operations,
      bytes,
      offsetBytes: offset_bytes,
      lengthBytes: length_bytes,
    }));
    if (this.#native.notify(sessionId, told, final)) return;
    throw new UserError("session_not_found", `There is no session ${sessionId} on this device`, {
      nextSteps: ["See the sessions: memvol session list"],
    });
  }
}
