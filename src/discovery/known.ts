/** A device that we know of: where it is, and by whom we know. */

/** On this machine. */
export interface SocketDevice {
  name: string;
  /** The control socket's path. */
  socket: string;
  source: "local" | "configured";
}

/** On a network. */
export interface NetworkDevice {
  name: string;
  /** `host:port`. */
  address: string;
  /** Of the key that the device must show; null: nobody vouches for one yet. */
  fingerprint: string | null;
  /** Which of the user's identities it is shown; null: the only one. */
  identity: string | null;
  /** A file with a bearer token, in the place of an identity. */
  token_file: string | null;
  source: "configured" | "added" | "announced" | "dns";
}

export type KnownDevice = SocketDevice | NetworkDevice;
