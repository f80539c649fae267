/** What a certificate says. */
import { X509Certificate } from "node:crypto";
import { fingerprintOf } from "./fingerprint.js";

export interface CertificateFacts {
  /** The subject's common name; empty where there is none. */
  name: string;
  /** The subject's organisational units. */
  groups: string[];
  fingerprint: string;
  validFrom: Date;
  validTo: Date;
  /** It names itself as its issuer. */
  selfMade: boolean;
}

export function factsOf(certificate: X509Certificate): CertificateFacts {
  const [name = ""] = subjectValues(certificate, "CN");
  return {
    name,
    groups: subjectValues(certificate, "OU"),
    fingerprint: fingerprintOf(certificate.publicKey),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    selfMade: certificate.issuer === certificate.subject,
  };
}

/** Undefined for what is no certificate in PEM. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/**
 * Node writes a name as `CN=alice`, one a line or, where they are set together, with ` + `
 * between; what is special in it is escaped as RFC 2253 asks.
 */
function subjectValues({ subject }: X509Certificate, attribute: string): string[] {
  return (subject ?? "")
    .split(/\n|(?<!\\) \+ /)
    .filter((part) => part.startsWith(`${attribute}=`))
    .map((part) => part.slice(attribute.length + 1).replace(/\\([0-9A-F]{2}|.)/gs, unescaped));
}

/** Control characters come as the two digits of their code, others as themselves. */
function unescaped(_: string, escaped: string): string {
  return escaped.length === 1 ? escaped : String.fromCharCode(Number.parseInt(escaped, 16));
}
