/** Who a client is, from what it shows; and whether that is still worth anything. */
import type { X509Certificate } from "node:crypto";
import { principalName } from "../control/access.js";
import type { Credentials } from "../control/authentication.js";
import type { Caller, RemoteCaller, RemoteIdentity } from "../control/caller.js";
import type { ErrorCode } from "../errors.js";
import { UserError } from "../errors.js";
import { factsOf } from "../identity/certificate.js";
import type { Authorities } from "./authorities.js";
import type { TokenVerifier } from "./tokens.js";
import type { TrustedIdentities } from "./trusted-identities.js";

export interface Vouchers {
  trusted: TrustedIdentities;
  /** Null: none are trusted. */
  authorities: Authorities | null;
  /** Null: tokens are not taken. */
  tokens: TokenVerifier | null;
}

export class Authenticator {
  readonly #vouchers: Vouchers;

  constructor(vouchers: Vouchers) {
    this.#vouchers = vouchers;
  }

  /** @throws UserError `identity_…`, `token_refused` */
  async authenticate({ certificate, bearer, address }: Credentials): Promise<RemoteCaller> {
    const identity = await this.#identity(certificate, bearer);
    const end = this.ended(identity, new Date());
    if (end !== undefined) throw end;
    return { kind: "remote", identity, address };
  }

  /** Why an identity that was good is no more; undefined where it still is. */
  ended(identity: RemoteIdentity, now: Date): UserError | undefined {
    const { name, fingerprint, vouchedBy, validUntilMs } = identity;
    const { trusted } = this.#vouchers;
    if (trusted.isRevoked(name, fingerprint)) return revoked(name);
    if (vouchedBy === "pin" && trusted.withFingerprint(fingerprint ?? "")?.name !== name) {
      return unknown(fingerprint ?? "");
    }
    if (now.getTime() < validUntilMs) return undefined;
    const what = vouchedBy === "token" ? "token" : "certificate";
    const code = vouchedBy === "token" ? "token_refused" : "identity_expired";
    return refusal(code, `The ${what} of '${name}' has expired`, ["Get a new one."]);
  }

  /**
   * A caller as it is by now, with the groups that it has by now.
   *
   * @throws UserError as `ended` says
   */
  current<C extends Caller>(caller: C): C {
    if (caller.kind === "local") return caller;
    const ended = this.ended(caller.identity, new Date());
    if (ended !== undefined) throw ended;
    return { ...caller, identity: this.#refreshed(caller.identity) };
  }

  #refreshed(identity: RemoteIdentity): RemoteIdentity {
    if (identity.vouchedBy !== "pin") return identity;
    const pinned = this.#vouchers.trusted.withFingerprint(identity.fingerprint ?? "");
    return pinned === undefined ? identity : { ...identity, groups: pinned.groups };
  }

  async #identity(
    certificate: X509Certificate | undefined,
    bearer: string | undefined,
  ): Promise<RemoteIdentity> {
    if (bearer !== undefined) return this.#fromToken(bearer);
    if (certificate !== undefined) return this.#fromCertificate(certificate, new Date());
    throw refusal("identity_required", "The device wants to know who you are", [
      "Show it an identity: memvol identity create NAME, and have it trusted there.",
    ]);
  }

  async #fromToken(bearer: string): Promise<RemoteIdentity> {
    if (this.#vouchers.tokens !== null) return this.#vouchers.tokens.verify(bearer);
    throw refusal("token_refused", "The device takes no bearer tokens", [
      "Show it an identity, or serve it with --token-issuer, --token-audience and --token-keys.",
    ]);
  }

  #fromCertificate(certificate: X509Certificate, now: Date): RemoteIdentity {
    const { trusted, authorities } = this.#vouchers;
    const { name, groups, fingerprint, validFrom, validTo, selfMade } = factsOf(certificate);
    const pinned = trusted.withFingerprint(fingerprint);
    if (pinned === undefined) {
      // The key first: who was revoked is told so, whatever the name in the certificate is.
      if (trusted.isRevoked(name, fingerprint)) throw revoked(name);
      if (authorities === null) throw unknown(fingerprint);
      if (selfMade) throw selfSigned(fingerprint);
      const named = [name, ...groups].every((one) => principalName.safeParse(one).success);
      if (!named || !authorities.vouchFor(certificate, now)) throw unknown(fingerprint);
    }
    if (now < validFrom) throw notYetValid(name, validFrom);
    if (validTo <= now) {
      throw refusal(
        "identity_expired",
        `The certificate of '${name}' expired at ${validTo.toISOString()}`,
        ["Make a new identity and have it trusted."],
      );
    }
    return {
      name: pinned?.name ?? name,
      groups: pinned?.groups ?? groups,
      vouchedBy: pinned === undefined ? "authority" : "pin",
      fingerprint,
      validUntilMs: validTo.getTime(),
    };
  }
}

function refusal(code: ErrorCode, message: string, nextSteps: string[]): UserError {
  return new UserError(code, message, { nextSteps });
}

function revoked(name: string): UserError {
  return refusal("identity_revoked", `The identity '${name}' was revoked`, [
    "Ask the device's administrator.",
  ]);
}

function unknown(fingerprint: string): UserError {
  return refusal("identity_unknown", `The device does not know the key ${fingerprint}`, [
    `Its administrator can trust it: memvol identity trust NAME --fingerprint ${fingerprint}`,
  ]);
}

function selfSigned(fingerprint: string): UserError {
  return refusal(
    "identity_self_made",
    `The certificate signed itself and its key, ${fingerprint}, is not pinned: no authority that ` +
      "the device trusts vouches for it",
    ["Have it signed by the authority, or have the key trusted: memvol identity trust"],
  );
}

function notYetValid(name: string, from: Date): UserError {
  return refusal(
    "identity_not_yet_valid",
    `The certificate of '${name}' is valid from ${from.toISOString()} on`,
    ["Wait, or set the clocks right: here and on the device."],
  );
}
