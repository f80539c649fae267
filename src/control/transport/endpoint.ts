/** Where a device's control API is, and how to get there. */
import type { Duplex } from "node:stream";

export interface Endpoint {
  /** What a person calls it: a socket's path, or host and port. */
  readonly place: string;
  /** Sent with each request. */
  readonly headers: Record<string, string>;
  /**
   * A connection on which the device is known to be the one that is meant: what is written to
   * it goes to nobody else.
   */
  connect(signal: AbortSignal): Promise<Duplex>;
}
