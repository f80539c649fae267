/** What somebody on a network says of a device. Trust comes from the key that is known. */
import { claimedKey } from "../control/service-records.js";
import { hostPortText } from "../control/transport/host-port.js";
import { isFingerprint } from "../identity/fingerprint.js";

export interface Hint {
  name: string;
  /** `host:port`. */
  address: string;
  /** Which key it is said to have; null where nothing, or nonsense, is said. */
  claims: string | null;
  source: "announced" | "dns";
}

/** From a service's name and its SRV and TXT records. */
export function hintFrom(
  source: Hint["source"],
  instance: string,
  { target, port }: { target: string; port: number },
  properties: readonly string[],
): Hint {
  const claimed = claimedKey(properties);
  return {
    // Both go to a terminal, which must not obey them.
    name: instance.replace(/[^\w.-]/g, "_").slice(0, 63),
    address: hostPortText({ host: target.replace(/[^\w.:-]/g, "_"), port }),
    claims: claimed !== undefined && isFingerprint(claimed) ? claimed : null,
    source,
  };
}
