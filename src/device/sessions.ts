/** Attaching: which bytes a client may reach, told to the native side by a one-time ticket. */
import { randomUUID } from "node:crypto";
import type { Decisions } from "../access/decisions.js";
import { denied } from "../access/decisions.js";
import type { NativeDevice, Right } from "../binding/native.js";
import type { SessionEnd } from "../control/access.js";
import { type Caller, callerName } from "../control/caller.js";
import type { Notification } from "../control/observation.js";
import type { Attachment, AttachRequest, Session } from "../control/schemas.js";
import { UserError } from "../errors.js";
import type { Catalog, CatalogVolume } from "./catalog.js";
import type { ClientLimits } from "./client-limits.js";
import type { Durability } from "./durability.js";
import type { Endings } from "./endings.js";
import type { Grants } from "./grants.js";
import { openedRange } from "./opened-range.js";
import { sessionTrafficOf, timeOf } from "./traffic.js";

/** How long a ticket is good for: a client connects at once or asks again. */
const TICKET_LIFETIME_MS = 10_000;

type NativeSessions = Pick<
  NativeDevice,
  "address" | "endSession" | "hasImmediates" | "issueTicket" | "notify" | "sessions"
>;

export interface SessionsParts {
  catalog: Catalog;
  native: NativeSessions;
  decisions: Decisions;
  limits: ClientLimits;
  grants: Grants;
  endings: Endings;
  durability: Pick<Durability, "checkRights">;
}

export class Sessions {
  readonly #parts: SessionsParts;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /**
   * A ticket, and the policies that permit it.
   *
   * @throws UserError `access_denied`, `client_limit_exceeded`; `volume_not_found`, `range_invalid`,
   * `observation_required`, `usage`, `volume_degraded`
   */
  attach(
    volumeName: string,
    request: AttachRequest,
    caller: Caller,
  ): { result: Attachment; policies: string[] } {
    const { catalog, native, decisions, limits, grants } = this.#parts;
    const rights = [...new Set(request.rights)];
    const now = decisions.now();
    const name = callerName(caller);
    // Before anything is decided: to be denied must not be cheap.
    const nowMs = performance.now();
    if (caller.kind === "remote") limits.take(name, grants.countOf(name, nowMs), nowMs);
    // Whether a volume exists is not told to somebody who may not reach it.
    const facts = catalog.facts(volumeName);
    const reached = decisions.reach(caller, rights, facts, "scratch", now);
    if (caller.kind === "remote" && reached.ranges.length === 0) {
      throw denied(caller, rights.at(-1) ?? "read", `volume '${volumeName}'`, reached.policies);
    }
    const volume = catalog.get(volumeName);
    this.#parts.durability.checkRights(volume, rights);
    const opened = openedRange(volume, request, {
      immediates: native.hasImmediates,
      reach: (mode) => decisions.reach(caller, rights, facts, mode, now).ranges,
    });
    const sessionId = randomUUID();
    const granted = {
      sessionId,
      volumeId: volume.id,
      // Statistics go by it: a name that the device has checked, where there is one.
      client: caller.kind === "remote" ? name : request.client,
      offsetBytes: opened.offsetBytes,
      lengthBytes: opened.lengthBytes,
      rights,
      observe: opened.mode,
      waitObserved: request.wait_observed || completesWhenDurable(volume, rights),
    };
    const ticketHalf = native.issueTicket({
      ...granted,
      ticketHalf: request.ticket_half,
      expiresInMs: TICKET_LIFETIME_MS,
    });
    const ticketExpiresMs = performance.now() + TICKET_LIFETIME_MS;
    grants.add({ caller, volume, native: granted, ticketExpiresMs, opened: false, stamp: "" });
    const result: Attachment = {
      session_id: sessionId,
      ticket_half: ticketHalf,
      expires_at: timeOf(Date.now() + TICKET_LIFETIME_MS),
      fabric: native.address,
      volume_id: volume.id,
      offset_bytes: opened.offsetBytes,
      length_bytes: opened.lengthBytes,
      block_size_bytes: volume.block_size_bytes,
      rights,
      region_size_bytes: volume.region_size_bytes,
      observe: opened.mode,
      observe_note: opened.note,
    };
    return { result, policies: reached.policies };
  }

  list(): Session[] {
    const { catalog, native, grants } = this.#parts;
    const names = catalog.names();
    return native.sessions().map((session) => ({
      id: session.sessionId,
      volume_id: session.volumeId,
      volume: names.get(session.volumeId) ?? "",
      client: session.client,
      identity: identityOf(grants.get(session.sessionId)?.caller),
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
    for (const { volumeId } of this.#parts.native.sessions()) {
      counts.set(volumeId, (counts.get(volumeId) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * Resolves when the session can reach the memory no more.
   *
   * @throws UserError `session_not_found`
   */
  async end(sessionId: string, caller: Caller): Promise<SessionEnd> {
    const { native, grants, endings } = this.#parts;
    const reason = `ended by '${callerName(caller)}'`;
    const owner = grants.get(sessionId)?.caller;
    const end = endings.record(sessionId, owner, "access_revoked", reason);
    // Its ticket too, where it is one still.
    const ended = await native.endSession(sessionId).catch((error: unknown) => {
      endings.forget(sessionId);
      throw error;
    });
    if (ended) return end;
    endings.forget(sessionId);
    throw notFound(sessionId);
  }

  /** @throws UserError `session_not_found` for one that was not ended, or long ago */
  ending(sessionId: string): SessionEnd {
    const found = this.#parts.endings.get(sessionId);
    if (found === undefined) throw notFound(sessionId);
    return found.end;
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
    if (!this.#parts.native.notify(sessionId, told, final)) throw notFound(sessionId);
  }
}

/** A write to it is complete when it is on stable storage: the client is told by the observer. */
function completesWhenDurable({ durability }: CatalogVolume, rights: Right[]): boolean {
  return durability.mode === "sync" && rights.includes("write");
}

function identityOf(caller: Caller | undefined): string | null {
  return caller?.kind === "remote" ? caller.identity.name : null;
}

export function notFound(sessionId: string): UserError {
  return new UserError("session_not_found", `There is no session ${sessionId} on this device`, {
    nextSteps: ["See the sessions: memvol session list"],
  });
}
