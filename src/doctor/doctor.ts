/** What a host lacks for RDMA. */
import { adapterFindings } from "./adapters.js";
import type { Finding } from "./finding.js";
import type { Host } from "./host.js";
import { systemFindings } from "./system.js";

export interface Diagnosis {
  /** Nothing is bad: RDMA works here, as far as can be seen. */
  ready: boolean;
  findings: Finding[];
}

/** Looks, and changes nothing. */
export async function diagnose(
  host: Host,
  listProviders: () => Promise<string[] | undefined>,
): Promise<Diagnosis> {
  const findings = [
    ...(await adapterFindings(host)),
    ...(await systemFindings(host, listProviders)),
  ];
  return { ready: findings.every(({ level }) => level !== "bad"), findings };
}
