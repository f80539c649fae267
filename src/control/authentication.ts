/** What a client shows of itself before its request is looked at. */
import type { X509Certificate } from "node:crypto";
import type { Caller } from "./caller.js";

export interface Credentials {
  /** Whose key the client has proved to have. */
  certificate: X509Certificate | undefined;
  /** From `Authorization: Bearer`. */
  bearer: string | undefined;
  /** Where the client comes from. */
  address: string;
}

/** Says who a client is, or rejects with a `UserError` that says why it is nobody. */
export type Authenticate = (credentials: Credentials) => Caller | Promise<Caller>;
