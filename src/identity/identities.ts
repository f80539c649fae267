/** A user's own identities: a key and a certificate each, in files that only the user can read. */
import { X509Certificate } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../errors.js";
import { type CertificateFacts, factsOf, parseCertificate } from "./certificate.js";
import { configurationDirectory } from "./configuration-directory.js";
import type { KeyPair } from "./key-pair.js";
import { readIfThere, readSecret, writePrivateFile } from "./private-file.js";

const CERTIFICATE_SUFFIX = ".crt";
const CREATE = "Make one: memvol identity create NAME";

export interface Identity {
  name: string;
  fingerprint: string;
  valid_from: string;
  valid_to: string;
  certificate_path: string;
  key_path: string;
}

export class IdentityStore {
  readonly #directory: string;

  constructor(env: NodeJS.ProcessEnv) {
    this.#directory = join(configurationDirectory(env), "identities");
  }

  /** @throws UserError `identity_exists`, `file_unwritable` */
  async create(name: string, days: number): Promise<Identity> {
    if ((await readIfThere(this.#certificatePath(name))) !== undefined) throw exists(name);
    const { makeKeyPair } = await import("./key-pair.js");
    const { keyPem, certificatePem } = await makeKeyPair(name, days, new Date());
    await mkdir(this.#directory, { recursive: true, mode: 0o700 }).catch((cause: Error) => {
      throw new UserError("file_unwritable", `${this.#directory}: ${cause.message}`, { cause });
    });
    // The key first: where a certificate is, its key is too.
    await writePrivateFile(this.#keyPath(name), keyPem);
    await writePrivateFile(this.#certificatePath(name), certificatePem);
    return this.#described(name, factsOf(new X509Certificate(certificatePem)));
  }

  /** @throws UserError `identity_not_found`, `file_unreadable` */
  async show(name: string): Promise<Identity> {
    const { certificatePem } = await this.#certificate(name);
    return this.#described(name, factsOf(new X509Certificate(certificatePem)));
  }

  /** Names, sorted. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.#directory).catch(() => []);
    return entries
      .filter((entry) => entry.endsWith(CERTIFICATE_SUFFIX))
      .map((entry) => basename(entry, CERTIFICATE_SUFFIX))
      .sort();
  }

  /** @throws UserError `identity_not_found`, `file_unreadable` */
  async load(name: string): Promise<KeyPair> {
    const { certificatePem } = await this.#certificate(name);
    return { certificatePem, keyPem: await readSecret(this.#keyPath(name)) };
  }

  /**
   * The identity that is meant where none is named: the only one.
   *
   * @throws UserError `identity_not_found`; `usage` where there are several
   */
  async onlyName(): Promise<string> {
    const [first, ...others] = await this.names();
    if (first === undefined) {
      throw new UserError("identity_not_found", "You have no identity to show a device", {
        nextSteps: [CREATE],
      });
    }
    if (others.length === 0) return first;
    const names = [first, ...others].join(", ");
    throw new UserError("usage", `You have several identities: ${names}`, {
      nextSteps: [`Name one: --identity ${first}, or set MEMVOL_IDENTITY=${first}`],
    });
  }

  /**
   * The named one, or the only one.
   *
   * @throws UserError as load and onlyName
   */
  async loadMeant(name: string | null | undefined): Promise<KeyPair> {
    return this.load(name || (await this.onlyName()));
  }

  async #certificate(name: string): Promise<{ certificatePem: string }> {
    const path = this.#certificatePath(name);
    const certificatePem = await readIfThere(path);
    if (certificatePem === undefined) throw await this.#missing(name);
    if (parseCertificate(certificatePem) !== undefined) return { certificatePem };
    throw new UserError("file_unreadable", `${path} is no certificate`);
  }

  async #missing(name: string): Promise<UserError> {
    const names = (await this.names()).join(", ");
    return new UserError(
      "identity_not_found",
      `You have no identity '${name}'; you have: ${names === "" ? "none" : names}`,
      { nextSteps: [CREATE.replace("NAME", name)] },
    );
  }

  #described(name: string, facts: CertificateFacts): Identity {
    return {
      name,
      fingerprint: facts.fingerprint,
      valid_from: facts.validFrom.toISOString(),
      valid_to: facts.validTo.toISOString(),
      certificate_path: this.#certificatePath(name),
      key_path: this.#keyPath(name),
    };
  }

  #certificatePath(name: string): string {
    return join(this.#directory, `${name}${CERTIFICATE_SUFFIX}`);
  }

  #keyPath(name: string): string {
    return join(this.#directory, `${name}.key`);
  }
}

function exists(name: string): UserError {
  return new UserError("identity_exists", `You have an identity '${name}' already`, {
    nextSteps: [`See it: memvol identity show ${name}`, "Or choose another name."],
  });
}
