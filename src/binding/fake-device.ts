/** A device of the fake binding: volumes are buffers, a session reaches its range of one. */
import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { nativeError } from "./fake-error.js";
import type {
  FabricAddress,
  NativeDevice,
  NativeDeviceEvent,
  NativeDeviceStatistics,
  NativeGrant,
  NativeSession,
  NativeSessionInfo,
  NativeVolumeOptions,
} from "./native.js";

/** Calls that can be made to fail. */
export type FakeCall = "openDevice" | "createVolume" | "deleteVolume" | "read" | "write";

interface Ticket {
  grant: NativeGrant;
  expiresAtMs: number;
}

/** The part of the fake binding that makes calls fail on demand. */
interface Failures {
  throwIfAsked(call: FakeCall): void;
}

export class FakeDevice implements NativeDevice {
  readonly address: FabricAddress;
  readonly #volumes = new Map<string, Buffer>();
  readonly #tickets = new Map<string, Ticket>();
  readonly #sessions = new Map<string, NativeSessionInfo>();
  readonly #statistics: NativeDeviceStatistics = {
    ticketsIssued: 0,
    ticketsRefused: 0,
    sessionsOpened: 0,
    sessionsClosed: 0,
  };
  readonly #failures: Failures;
  readonly #onClose: () => void;

  readonly #onEvent: (event: NativeDeviceEvent) => void;

  constructor(
    failures: Failures,
    address: FabricAddress,
    onEvent: (event: NativeDeviceEvent) => void,
    onClose: () => void,
  ) {
    this.#failures = failures;
    this.address = address;
    this.#onEvent = onEvent;
    this.#onClose = onClose;
  }

  async createVolume({ id, sizeBytes }: NativeVolumeOptions): Promise<void> {
    // Real allocation takes a while: others run in between.
    await nextTurn();
    this.#failures.throwIfAsked("createVolume");
    this.#volumes.set(id, Buffer.alloc(sizeBytes));
  }

  async deleteVolume(volumeId: string): Promise<void> {
    await nextTurn();
    this.#failures.throwIfAsked("deleteVolume");
    for (const session of this.sessions()) {
      if (session.volumeId === volumeId) await this.endSession(session.sessionId);
    }
    this.#volumes.delete(volumeId);
  }

  issueTicket(grant: NativeGrant): string {
    const ticket = randomBytes(24).toString("base64url");
    this.#tickets.set(ticket, { grant, expiresAtMs: Date.now() + grant.expiresInMs });
    this.#statistics.ticketsIssued += 1;
    return ticket;
  }

  /** What the listener does with a connection that presents a ticket. */
  redeem(text: string): NativeSession {
    const ticket = this.#tickets.get(text);
    this.#tickets.delete(text);
    const memory = this.#volumes.get(ticket?.grant.volumeId ?? "");
    if (ticket === undefined || memory === undefined || Date.now() > ticket.expiresAtMs) {
      this.#statistics.ticketsRefused += 1;
      this.#tell("connection_refused", { sessionId: "", volumeId: "", client: "" });
      throw nativeError("ticket_refused", "fi_connect", 111, "the device refused the ticket");
    }
    const { expiresInMs: _, ...granted } = ticket.grant;
    this.#sessions.set(granted.sessionId, { ...granted, peer: "fake", sinceMs: Date.now() });
    this.#statistics.sessionsOpened += 1;
    this.#tell("session_opened", granted);
    return this.#session(ticket.grant, memory);
  }

  #session(grant: NativeGrant, memory: Buffer): NativeSession {
    const range = memory.subarray(grant.offsetBytes, grant.offsetBytes + grant.lengthBytes);
    const check = (call: "read" | "write", offset: number, length: number) => {
      this.#failures.throwIfAsked(call);
      if (!this.#sessions.has(grant.sessionId)) {
        throw nativeError("session_ended", `fi_${call}`, 107, "the device ended the session");
      }
      if (!grant.rights.includes(call) || offset + length > range.length) {
        throw nativeError("io_failed", `fi_${call}`, 13, "remote access error");
      }
    };
    return {
      lengthBytes: grant.lengthBytes,
      rights: grant.rights,
      read: async (offset, into) => {
        check("read", offset, into.length);
        range.copy(into, 0, offset, offset + into.length);
      },
      write: async (offset, from) => {
        check("write", offset, from.length);
        range.set(from, offset);
      },
      close: async () => void (await this.endSession(grant.sessionId)),
    };
  }

  sessions(): NativeSessionInfo[] {
    return [...this.#sessions.values()];
  }

  async endSession(sessionId: string): Promise<boolean> {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return false;
    this.#sessions.delete(sessionId);
    this.#statistics.sessionsClosed += 1;
    this.#tell("session_closed", session);
    return true;
  }

  statistics(): NativeDeviceStatistics {
    return { ...this.#statistics };
  }

  #tell(
    kind: NativeDeviceEvent["kind"],
    { sessionId, volumeId, client }: Pick<NativeGrant, "sessionId" | "volumeId" | "client">,
  ): void {
    this.#onEvent({ kind, sessionId, volumeId, client, peer: "fake", message: "" });
  }

  async close(): Promise<void> {
    this.#sessions.clear();
    this.#volumes.clear();
    this.#onClose();
  }
}
