/** A session of the fake binding: its range of a buffer, and what it tells of its operations. */
import type { FakeObservation } from "./fake-observation.js";
import { addToTraffic, copyTraffic, emptyTraffic } from "./fake-traffic.js";
import { type NativeGrant, type NativeSessionInfo, WORD_BYTES } from "./native.js";
import type { NativeNotifyOptions, NativeRecord } from "./native-observation.js";

/** The device's side of a session. */
export class FakeDeviceSession {
  readonly granted: NativeGrant;
  readonly #notify: NativeNotifyOptions;
  readonly #observation: FakeObservation;
  readonly #traffic = emptyTraffic();
  readonly #sinceMs = Date.now();
  #refused = 0;
  /** It said that it has told all that it did. */
  #final = false;

  constructor(granted: NativeGrant, notify: NativeNotifyOptions, observation: FakeObservation) {
    this.granted = granted;
    this.#notify = notify;
    this.#observation = observation;
  }

  info(): NativeSessionInfo {
    return {
      ...this.granted,
      peer: "fake",
      connected: true,
      sinceMs: this.#sinceMs,
      traffic: copyTraffic(this.#traffic),
      refused: this.#refused,
    };
  }

  /** What goes over the fabric beside an operation: as the mode has it, or nothing. */
  announce(
    type: "read" | "write",
    phase: NativeRecord["phase"],
    offsetBytes: number,
    bytes: number,
  ): void {
    const { observe } = this.granted;
    if (observe === "hash" && type === "write") this.#observation.suspect();
    if (!this.#announces(type, phase) || bytes === 0) return;
    this.told([{ type, phase, offsetBytes, lengthBytes: bytes, operations: 1, bytes }]);
  }

  #announces(type: "read" | "write", phase: NativeRecord["phase"]): boolean {
    const { observe } = this.granted;
    if (observe === "immediate") return type === "write" && phase === "after";
    const tells = observe === "message" || observe === "scratch";
    const { when, outOfBand } = this.#notify;
    return tells && !outOfBand && (when === phase || when === "both");
  }

  /** Acts on records, whose extents count from the start of the range; what lies outside is not. */
  told(records: readonly NativeRecord[]): void {
    for (const record of records) {
      if (record.offsetBytes + record.lengthBytes > this.granted.lengthBytes) {
        this.#refused += 1;
        this.#observation.refuse();
        continue;
      }
      if (record.phase === "after") addToTraffic(this.#traffic, record);
      const offsetBytes = record.offsetBytes + this.granted.offsetBytes;
      this.#observation.told(this.granted, { ...record, offsetBytes });
    }
  }

  /** An atomic operation, which the device itself has carried out, whatever the mode. */
  carriedOut(offsetBytes: number, changed: boolean): void {
    const record = {
      ...({ type: "atomic", phase: "after", operations: 1 } as const),
      ...{ offsetBytes, lengthBytes: WORD_BYTES, bytes: WORD_BYTES },
    };
    addToTraffic(this.#traffic, record);
    const volumeOffset = offsetBytes + this.granted.offsetBytes;
    this.#observation.told(this.granted, { ...record, offsetBytes: volumeOffset }, changed);
  }

  /** The client says that it has told all. */
  finish(): void {
    this.#final = true;
  }

  /** The client closes the session: over the fabric it tells all before that, and says so. */
  leave(): void {
    if (!this.#notify.outOfBand) this.#final = true;
  }

  /** The session is over: what it may have done without a word is to be looked for. */
  end(): void {
    const { observe, rights } = this.granted;
    const trusted = this.#final && this.#refused === 0 && observe !== "hash";
    if (observe !== "none" && rights.includes("write") && !trusted) this.#observation.suspect();
  }
}
