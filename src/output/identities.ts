/** Identities as text. */
import type { TrustedIdentity } from "../control/access.js";
import type { Identity } from "../identity/identities.js";
import { renderProperties, renderTable } from "./table.js";

export function identityText(identity: Identity): string {
  return renderProperties({
    name: identity.name,
    fingerprint: identity.fingerprint,
    "valid from": identity.valid_from,
    "valid to": identity.valid_to,
    certificate: identity.certificate_path,
    key: identity.key_path,
  });
}

export function trustedText(identities: TrustedIdentity[]): string {
  if (identities.length === 0) {
    return "The device trusts nobody. Trust a client: memvol identity trust NAME --fingerprint …";
  }
  return renderTable(
    [{ head: "NAME" }, { head: "STATE" }, { head: "GROUPS" }, { head: "SINCE" }, { head: "KEY" }],
    identities.map(({ name, state, groups, since, fingerprint }) => [
      name,
      state,
      groups.join(",") || "-",
      since,
      fingerprint ?? "-",
    ]),
  );
}
