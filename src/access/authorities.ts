/** Certificate authorities that vouch for clients. */
import type { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UserError } from "../errors.js";
import { parseCertificate } from "../identity/certificate.js";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
/** RFC 5280: extended key usage of a TLS client. */
const CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

export class Authorities {
  readonly #certificates: readonly X509Certificate[];

  private constructor(certificates: readonly X509Certificate[]) {
    this.#certificates = certificates;
  }

  /** @throws UserError `file_unreadable`; `config_invalid` for a file without authorities */
  static async load(path: string): Promise<Authorities> {
    const text = await readFile(path, "utf8").catch((cause: Error) => {
      throw new UserError("file_unreadable", `The authorities in ${path}: ${cause.message}`, {
        cause,
      });
    });
    const certificates = (text.match(CERTIFICATE) ?? []).map(parseCertificate);
    const usable = certificates.filter((certificate) => certificate !== undefined);
    if (usable.length > 0 && usable.length === certificates.length && usable.every(isAuthority)) {
      return new Authorities(usable);
    }
    throw new UserError("config_invalid", `${path} is no list of certificate authorities in PEM`, {
      nextSteps: ["Every certificate in it must be one that may sign others (CA:TRUE)."],
    });
  }

  /** Whether one of them, valid now, signed this certificate, and for a client. */
  vouchFor(certificate: X509Certificate, now: Date): boolean {
    const uses = certificate.keyUsage;
    if (uses !== undefined && !uses.includes(CLIENT_AUTHENTICATION)) return false;
    return this.#certificates.some(
      (authority) =>
        new Date(authority.validFrom) <= now &&
        now <= new Date(authority.validTo) &&
        certificate.checkIssued(authority) &&
        certificate.verify(authority.publicKey),
    );
  }
}

function isAuthority(certificate: X509Certificate): boolean {
  return certificate.ca;
}
