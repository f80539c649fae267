/** Whose keys a device knows, and who was revoked; kept in its state directory. */
import * as z from "zod";
import { type TrustedIdentity, type TrustRequest, trustedIdentity } from "../control/access.js";
import { UserError } from "../errors.js";
import { readIfThere, writePrivateFile } from "../identity/private-file.js";

const content = z.strictObject({
  identities: z.array(trustedIdentity),
  /** Keys that are refused for ever, unless they are trusted again. */
  revoked_fingerprints: z.array(z.string()),
});

type Content = z.infer<typeof content>;

const NOBODY: Content = { identities: [], revoked_fingerprints: [] };

export class TrustedIdentities {
  readonly #path: string;
  #content: Content;
  #version = 0;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, read: Content) {
    this.#path = path;
    this.#content = read;
  }

  /** @throws UserError `file_unreadable` */
  static async open(path: string): Promise<TrustedIdentities> {
    const text = await readIfThere(path);
    return new TrustedIdentities(path, text === undefined ? NOBODY : parse(path, text));
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** By name. */
  list(): TrustedIdentity[] {
    return [...this.#content.identities].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  withFingerprint(fingerprint: string): TrustedIdentity | undefined {
    return this.#content.identities.find(
      (identity) => identity.state === "trusted" && identity.fingerprint === fingerprint,
    );
  }

  isRevoked(name: string, fingerprint: string | null): boolean {
    const { identities, revoked_fingerprints } = this.#content;
    return (
      identities.some((identity) => identity.name === name && identity.state === "revoked") ||
      (fingerprint !== null && revoked_fingerprints.includes(fingerprint))
    );
  }

  /**
   * Pins a key under a name; a name that was revoked is trusted again. On the disk when this
   * resolves.
   *
   * @throws UserError `identity_exists` for a name that has another key, or a key with another name
   */
  trust(name: string, { fingerprint, groups }: TrustRequest): Promise<TrustedIdentity> {
    return this.#changing(({ identities, revoked_fingerprints }) => {
      checkFree(identities, name, fingerprint);
      const identity: TrustedIdentity = {
        name,
        fingerprint,
        groups: [...new Set(groups)].sort(),
        state: "trusted",
        since: new Date().toISOString(),
      };
      return {
        changed: {
          identities: [...identities.filter((other) => other.name !== name), identity],
          revoked_fingerprints: revoked_fingerprints.filter((other) => other !== fingerprint),
        },
        identity,
      };
    });
  }

  /** Refuses a name and the key that is pinned under it. On the disk when this resolves. */
  revoke(name: string): Promise<TrustedIdentity> {
    return this.#changing(({ identities, revoked_fingerprints }) => {
      const known = identities.find((identity) => identity.name === name);
      const identity: TrustedIdentity = {
        name,
        fingerprint: known?.fingerprint ?? null,
        groups: known?.groups ?? [],
        state: "revoked",
        since: known?.state === "revoked" ? known.since : new Date().toISOString(),
      };
      const keys = identity.fingerprint === null ? [] : [identity.fingerprint];
      return {
        changed: {
          identities: [...identities.filter((other) => other.name !== name), identity],
          revoked_fingerprints: [...new Set([...revoked_fingerprints, ...keys])],
        },
        identity,
      };
    });
  }

  /** One change after the other; nothing is in effect that is not on the disk. */
  #changing(
    change: (content: Content) => { changed: Content; identity: TrustedIdentity },
  ): Promise<TrustedIdentity> {
    const done = this.#writing.then(async () => {
      const { changed, identity } = change(this.#content);
      await writePrivateFile(this.#path, `${JSON.stringify(changed, null, 2)}\n`, () => {
        this.#content = changed;
        this.#version += 1;
      });
      return identity;
    });
    this.#writing = done.catch(() => undefined);
    return done;
  }
}

function checkFree(identities: TrustedIdentity[], name: string, fingerprint: string): void {
  const trusted = identities.filter(({ state }) => state === "trusted");
  const named = trusted.find((identity) => identity.name === name);
  if (named !== undefined && named.fingerprint !== fingerprint) {
    throw new UserError("identity_exists", `'${name}' is trusted with another key already`, {
      nextSteps: [`If the key was replaced: memvol identity revoke ${name}, then trust it again.`],
    });
  }
  const keyed = trusted.find((identity) => identity.fingerprint === fingerprint);
  if (keyed === undefined || keyed.name === name) return;
  throw new UserError("identity_exists", `That key is trusted already, as '${keyed.name}'`, {
    nextSteps: ["See whose keys are trusted: memvol identity list"],
  });
}

function parse(path: string, text: string): Content {
  try {
    return content.parse(JSON.parse(text));
  } catch (cause) {
    // To go on without it could let in whoever was revoked.
    throw new UserError(
      "file_unreadable",
      `The device's trusted identities, ${path}, are damaged`,
      {
        nextSteps: ["Mend the file, or remove it and trust the clients again."],
        cause,
      },
    );
  }
}
