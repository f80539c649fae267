/** How devices are told of by DNS-SD (RFC 6763): the records, and what is in them. */

/** The service's type, below `.local` or a domain. */
export const SERVICE_TYPE = "_memvol._tcp";
export const MULTICAST_DOMAIN = "local";

/** The TXT record's strings: a version first, as the RFC asks. */
export function propertiesText(fingerprint: string): string[] {
  return ["txtvers=1", `key=${fingerprint}`];
}

/** Which key a device says that it has, if it says so. */
export function claimedKey(properties: readonly string[]): string | undefined {
  return properties.find((text) => text.startsWith("key="))?.slice("key=".length);
}
