/** Flags and arguments about who may do what. */
import { readFile } from "node:fs/promises";
import { Args, Flags } from "@oclif/core";
import * as z from "zod";
import { ACTIONS, type Action, principalName } from "../control/access.js";
import { name } from "../control/names.js";
import { UserError } from "../errors.js";
import { factsOf, parseCertificate } from "../identity/certificate.js";
import { parseFingerprint } from "../identity/fingerprint.js";
import { nearest } from "../nearest.js";

async function parsePrincipal(text: string): Promise<string> {
  if (principalName.safeParse(text).success) return text;
  throw new UserError("usage", `'${text}' is no name of a client or group`, {
    nextSteps: ["At most 128 characters, without control characters."],
  });
}

async function parseName(text: string): Promise<string> {
  if (name.safeParse(text).success) return text;
  throw new UserError("usage", `'${text}' is no name`, { nextSteps: [`${name.description}.`] });
}

/** One of the user's own identities: it names files. */
export function ownIdentityArg(required: boolean) {
  return Args.custom<string>({ parse: parseName })({
    required,
    description: "Name of your identity.",
  });
}

/** A client, as a device calls it. */
export const identityArg = Args.custom<string>({ parse: parsePrincipal })({
  required: true,
  description: "Name of the client.",
});

export const policyArg = Args.custom<string>({ parse: parseName })({
  required: true,
  description: "Name of the policy.",
});

export const groupFlag = Flags.custom<string>({ helpValue: "GROUP", parse: parsePrincipal });
export const clientFlag = Flags.custom<string>({ helpValue: "NAME", parse: parsePrincipal });
export const nameFlag = Flags.custom<string>({ helpValue: "NAME", parse: parseName });

/** An address, or a network as `10.0.0.0/8`. */
export const networkFlag = Flags.custom<string>({
  helpValue: "ADDRESS|NETWORK",
  parse: async (text) => parseAddress(text, NETWORK, "address or network, such as 10.0.0.0/8"),
});

export const addressFlag = Flags.custom<string>({
  helpValue: "ADDRESS",
  parse: async (text) => parseAddress(text, ADDRESS, "address, such as 10.1.2.3"),
});

const ADDRESS = z.union([z.ipv4(), z.ipv6()]);
const NETWORK = z.union([ADDRESS, z.cidrv4(), z.cidrv6()]);

function parseAddress(text: string, schema: z.ZodType, what: string): string {
  if (schema.safeParse(text).success) return text;
  throw new UserError("usage", `'${text}' is no ${what}`);
}

export const fingerprintFlag = Flags.custom<string>({
  helpValue: "SHA256:…",
  parse: async (text) => parseFingerprint(text),
});

export function parseAction(text: string): Action {
  const found = ACTIONS.find((action) => action === text);
  if (found !== undefined) return found;
  const close = nearest(text, ACTIONS);
  throw new UserError("usage", `There is no action '${text}'`, {
    nextSteps: [
      ...(close === undefined ? [] : [`Did you mean '${close}'?`]),
      `Actions are: ${ACTIONS.join(", ")}.`,
    ],
  });
}

interface KeyFlags {
  fingerprint?: string | undefined;
  certificate?: string | undefined;
}

/** @throws UserError `usage` without either, `file_unreadable` */
export async function fingerprintOfFlags({ fingerprint, certificate }: KeyFlags): Promise<string> {
  if (fingerprint !== undefined) return fingerprint;
  if (certificate === undefined) {
    throw new UserError("usage", "Whose key is meant? Its fingerprint is missing", {
      nextSteps: ["Give it: --fingerprint SHA256:…", "Or the certificate: --certificate FILE"],
    });
  }
  const pem = await readFile(certificate, "utf8").catch((cause: Error) => {
    throw new UserError("file_unreadable", `${certificate}: ${cause.message}`, { cause });
  });
  const parsed = parseCertificate(pem);
  if (parsed !== undefined) return factsOf(parsed).fingerprint;
  throw new UserError("file_unreadable", `${certificate} is no certificate in PEM`);
}
