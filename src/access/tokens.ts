/**
 * Bearer tokens: JSON Web Tokens (RFC 7519) of one issuer that the device trusts, which is also
 * how an organisation's single sign-on reaches it.
 */
import { readFile, stat } from "node:fs/promises";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import * as z from "zod";
import { principalName } from "../control/access.js";
import type { RemoteIdentity } from "../control/caller.js";
import { UserError } from "../errors.js";

export interface TokenRules {
  issuer: string;
  audience: string;
  /** A file or an `https:` URL with the issuer's JSON Web Key Set. */
  keys: string;
}

/** Signatures by a key that the device does not have; a shared secret would let it make tokens. */
const ALGORITHMS = ["ES256", "ES384", "ES512", "EdDSA", "RS256", "RS384", "RS512", "PS256"];
/** Clocks differ. */
const TOLERANCE_SECONDS = 5;

const KEYS_MISSING = "the issuer's keys cannot be had";

const claims = z.object({ sub: principalName, groups: z.array(principalName).default([]) });

export class TokenVerifier {
  readonly #rules: TokenRules;
  readonly #key: JWTVerifyGetKey;

  /** @throws UserError `config_invalid`, `file_unreadable` for a key set that cannot be used */
  static async open(rules: TokenRules): Promise<TokenVerifier> {
    if (rules.keys.startsWith("https://")) {
      return new TokenVerifier(rules, createRemoteJWKSet(new URL(rules.keys)));
    }
    const file = new KeySetFile(rules.keys);
    await file.current();
    return new TokenVerifier(rules, async (header, token) => (await file.current())(header, token));
  }

  private constructor(rules: TokenRules, key: JWTVerifyGetKey) {
    this.#rules = rules;
    this.#key = key;
  }

  /** @throws UserError `token_refused` saying why; the token itself is never in a message */
  async verify(token: string): Promise<RemoteIdentity> {
    const payload = await this.#payload(token, this.#key).catch((cause: unknown) => {
      throw refused(reasonOf(cause), cause);
    });
    return identityOf(payload);
  }

  async #payload(token: string, key: JWTVerifyGetKey): Promise<JWTPayload> {
    const { issuer, audience } = this.#rules;
    const options: JWTVerifyOptions = {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: TOLERANCE_SECONDS,
      requiredClaims: ["sub", "exp"],
    };
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // A token that does not say which key: each that fits is tried.
      for await (const one of error) {
        const verified = await jwtVerify(token, one, options).catch(onlyWrongKey);
        if (verified !== undefined) return verified.payload;
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  }
}

function identityOf(payload: JWTPayload): RemoteIdentity {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw refused("its 'sub' or 'groups' are no names", parsed.error);
  return {
    name: parsed.data.sub,
    groups: parsed.data.groups,
    vouchedBy: "token",
    fingerprint: null,
    validUntilMs: ((payload.exp ?? 0) + TOLERANCE_SECONDS) * 1000,
  };
}

function onlyWrongKey(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}

function reasonOf(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return "it has expired";
  if (cause instanceof errors.JWTClaimValidationFailed)
    return `its claim '${cause.claim}' is wrong`;
  if (cause instanceof errors.JWKSNoMatchingKey) return "none of the issuer's keys is its key";
  if (cause instanceof errors.JWSSignatureVerificationFailed) return "its signature is wrong";
  if (cause instanceof errors.JOSEAlgNotAllowed) return "its algorithm is not allowed";
  if (cause instanceof errors.JWKSTimeout) return KEYS_MISSING;
  // What jose says of an answer that is no key set has the general code.
  if (cause instanceof errors.JOSEError && cause.code === errors.JOSEError.code)
    return KEYS_MISSING;
  if (cause instanceof errors.JOSEError) return "it is no JSON Web Token that can be verified";
  return KEYS_MISSING;
}

function refused(reason: string, cause: unknown): UserError {
  return new UserError("token_refused", `The bearer token is refused: ${reason}`, {
    nextSteps: ["Get a new one from its issuer.", "The device's log has the reason too."],
    cause,
  });
}

/** A key set in a file, read again when the file has changed. */
class KeySetFile {
  readonly #path: string;
  #stamp = "";
  #keys: JWTVerifyGetKey | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async current(): Promise<JWTVerifyGetKey> {
    const { mtimeMs, size, ino } = await stat(this.#path).catch((error) => this.#fail(error));
    const stamp = `${mtimeMs} ${size} ${ino}`;
    if (this.#keys !== undefined && stamp === this.#stamp) return this.#keys;
    const text = await readFile(this.#path, "utf8").catch((error) => this.#fail(error));
    this.#keys = this.#parsed(text);
    this.#stamp = stamp;
    return this.#keys;
  }

  #parsed(text: string): JWTVerifyGetKey {
    try {
      return createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    } catch (cause) {
      throw new UserError("config_invalid", `${this.#path} is no JSON Web Key Set`, { cause });
    }
  }

  #fail(cause: Error): never {
    throw new UserError("file_unreadable", `The token keys in ${this.#path}: ${cause.message}`, {
      cause,
    });
  }
}
