/** Who asks: known before a request is looked at. */

/** Whoever may open the Unix socket: may do everything. */
export interface LocalCaller {
  kind: "local";
}

/** Somebody on a network who has shown who they are. */
export interface RemoteCaller {
  kind: "remote";
  identity: RemoteIdentity;
  /** The address that they come from. */
  address: string;
}

export type Caller = LocalCaller | RemoteCaller;

export interface RemoteIdentity {
  name: string;
  groups: readonly string[];
  vouchedBy: "pin" | "authority" | "token";
  /** Of the key that was shown; null for a token. */
  fingerprint: string | null;
  /** Milliseconds since the epoch; what was shown is worth nothing after it. */
  validUntilMs: number;
}

export const LOCAL: LocalCaller = { kind: "local" };
/** What they are called where names are. */
export const LOCAL_NAME = "local";

export function callerName(caller: Caller): string {
  return caller.kind === "local" ? LOCAL_NAME : caller.identity.name;
}
