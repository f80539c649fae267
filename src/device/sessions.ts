/** Attaching: which bytes a client may reach, told to the native side by a one-time ticket. */
import { randomUUID } from "node:crypto";
import type { FabricAddress, NativeDevice } from "../binding/native.js";
import type { Attachment, AttachRequest, Session } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { Catalog } from "./catalog.js";

/** How long a ticket is good for: a client connects at once or asks again. */
const TICKET_LIFETIME_MS = 10_000;

type NativeSessions = Pick<NativeDevice, "issueTicket" | "sessions"> & { address: FabricAddress };

export class Sessions {
  readonly #catalog: Catalog;
  readonly #native: NativeSessions;

  constructor(catalog: Catalog, native: NativeSessions) {
    this.#catalog = catalog;
    this.#native = native;
  }

  /** @throws UserError `volume_not_found`, `range_invalid` */
  attach(volumeName: string, request: AttachRequest): Attachment {
    const volume = this.#catalog.get(volumeName);
    const offset = request.offset_bytes;
    const length = request.length_bytes ?? volume.size_bytes - offset;
    checkRange(volumeName, volume.size_bytes, offset, length);
    const sessionId = randomUUID();
    const rights = [...new Set(request.rights)];
    const expiresAt = new Date(Date.now() + TICKET_LIFETIME_MS);
    const ticket = this.#native.issueTicket({
      sessionId,
      volumeId: volume.id,
      client: request.client,
      offsetBytes: offset,
      lengthBytes: length,
      rights,
      expiresInMs: TICKET_LIFETIME_MS,
    });
    return {
      session_id: sessionId,
      ticket,
      expires_at: expiresAt.toISOString(),
      fabric: this.#native.address,
      volume_id: volume.id,
      offset_bytes: offset,
      length_bytes: length,
      block_size_bytes: volume.block_size_bytes,
      rights,
    };
  }

  list(): Session[] {
    return this.#native.sessions().map((session) => ({
      id: session.sessionId,
      volume_id: session.volumeId,
      client: session.client,
      offset_bytes: session.offsetBytes,
      length_bytes: session.lengthBytes,
      rights: session.rights,
      peer: session.peer,
      since: new Date(session.sinceMs).toISOString(),
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
}

function checkRange(name: string, sizeBytes: number, offset: number, length: number): void {
  if (length > 0 && offset + length <= sizeBytes) return;
  const end = `the end of volume '${name}' (${sizeBytes} bytes)`;
  const why =
    length > 0
      ? `${length} bytes from offset ${offset} go past ${end}`
      : `Offset ${offset} is not before ${end}`;
  throw new UserError("range_invalid", why, {
    nextSteps: [`Stay within the volume: offset + length <= ${sizeBytes}`],
  });
}
