/** Devices that a domain's DNS tells of by SRV and TXT records, below `_memvol._tcp`. */
import { resolveSrv, resolveTxt } from "node:dns/promises";
import { SERVICE_TYPE } from "../control/service-records.js";
import { UserError } from "../errors.js";
import { type Hint, hintFrom } from "./hint.js";

/** The part of DNS that is asked. */
export interface DnsResolver {
  resolveSrv(name: string): Promise<{ name: string; port: number }[]>;
  resolveTxt(name: string): Promise<string[][]>;
}

const NOTHING_THERE = new Set(["ENOTFOUND", "ENODATA"]);

/** @throws UserError `device_unreachable` where the DNS does not answer */
export async function devicesInDomain(
  domain: string,
  resolver: DnsResolver = { resolveSrv, resolveTxt },
): Promise<Hint[]> {
  const name = `${SERVICE_TYPE}.${domain}`;
  const services = await resolver.resolveSrv(name).catch((error: NodeJS.ErrnoException) => {
    if (NOTHING_THERE.has(error.code ?? "")) return [];
    throw new UserError("device_unreachable", `The DNS of ${domain}: ${error.message}`, {
      cause: error,
    });
  });
  // One TXT record stands for one device: with several nobody knows whose it is.
  const texts = services.length === 1 ? await resolver.resolveTxt(name).catch(() => []) : [];
  const properties = texts.flat();
  return services.map(({ name: target, port }) =>
    hintFrom("dns", target.split(".")[0] ?? target, { target, port }, properties),
  );
}
