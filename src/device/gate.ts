/** Where each request is let through or not, and every decision goes into the audit log. */
import { type Decisions, denied, type VolumeFacts } from "../access/decisions.js";
import type { CedarDecision } from "../access/policy/cedar.js";
import type { Action, DeviceAction, VolumeAction } from "../control/access.js";
import type { Caller, RemoteCaller } from "../control/caller.js";
import type { Device } from "../control/schemas.js";
import { type AuditEntry, type AuditLog, whoOf } from "./audit.js";
import type { Catalog } from "./catalog.js";
import type { Grants } from "./grants.js";
import { notFound } from "./sessions.js";

export interface GateParts {
  decisions: Decisions;
  catalog: Pick<Catalog, "facts">;
  grants: Grants;
  audit: Pick<AuditLog, "record">;
}

/** Any of them lets a volume be seen. */
const SEEING: VolumeAction[] = ["show", "read", "write", "atomic"];

export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** @throws UserError `access_denied` */
  device(caller: Caller, action: DeviceAction): void {
    if (caller.kind === "local") return;
    const decision = this.#parts.decisions.onDevice(caller, action);
    this.#settle(caller, action, "the device", decision);
  }

  /** @throws UserError `access_denied`, whether or not there is such a volume */
  volume(caller: Caller, action: VolumeAction, facts: VolumeFacts): void {
    if (caller.kind === "local") return;
    const decision = this.#parts.decisions.onVolume(caller, action, facts);
    this.#settle(caller, action, `volume '${facts.name}'`, decision);
  }

  volumeNamed(caller: Caller, action: VolumeAction, name: string): void {
    this.volume(caller, action, this.#parts.catalog.facts(name));
  }

  /** @throws UserError `access_denied` for a volume that a caller may neither see nor reach */
  seenVolume(caller: Caller, name: string): void {
    if (caller.kind === "local") return;
    const facts = this.#parts.catalog.facts(name);
    const all = SEEING.map((action) => this.#parts.decisions.onVolume(caller, action, facts));
    const [first = DENIED] = all;
    this.#settle(caller, "show", `volume '${name}'`, all.find(({ allowed }) => allowed) ?? first);
  }

  sees(caller: Caller, name: string): boolean {
    return SEEING.some((action) => this.permits(caller, action, name));
  }

  /** The device as a caller may see it: where its files are is for who administers it. */
  described(caller: Caller, device: Device): Device {
    if (caller.kind === "local") return device;
    if (this.#parts.decisions.onDevice(caller, "metrics").allowed) return device;
    return { ...device, pid: null, state_directory: null };
  }

  /** Asked without a word in the audit log. */
  permits(caller: Caller, action: VolumeAction, name: string): boolean {
    if (caller.kind === "local") return true;
    const { decisions, catalog } = this.#parts;
    return decisions.onVolume(caller, action, catalog.facts(name)).allowed;
  }

  /** @throws UserError `session_not_found` for another's, unless that may be administered */
  session(caller: Caller, sessionId: string, owner: Caller | undefined): void {
    if (this.mayAdminister(caller, sessionId, owner)) return;
    this.#parts.audit.record(entryOf(caller, "session", sessionId, DENIED));
    throw notFound(sessionId);
  }

  /** @throws UserError `session_not_found` for another's: nobody speaks for others */
  ownSession(caller: Caller, sessionId: string, owner: Caller | undefined): void {
    if (caller.kind === "local" || isSame(caller, owner)) return;
    this.#parts.audit.record(entryOf(caller, "notify", sessionId, DENIED));
    throw notFound(sessionId);
  }

  /** Own sessions; others' where a policy permits `session` on their volume. */
  mayAdminister(caller: Caller, sessionId: string, owner: Caller | undefined): boolean {
    if (caller.kind === "local") return true;
    if (isSame(caller, owner)) return true;
    const volume = this.#parts.grants.get(sessionId)?.volume.name;
    return volume !== undefined && this.permits(caller, "session", volume);
  }

  #settle(caller: RemoteCaller, action: Action, what: string, decision: CedarDecision): void {
    this.#parts.audit.record(entryOf(caller, action, what, decision));
    if (!decision.allowed) throw denied(caller, action, what, decision.policies);
  }
}

function entryOf(
  caller: Caller,
  what: string,
  on: string,
  { allowed, policies }: CedarDecision,
): AuditEntry {
  const outcome = allowed ? "allow" : "deny";
  return { kind: "decision", ...whoOf(caller), what, on, outcome, policies };
}

function isSame(caller: RemoteCaller, owner: Caller | undefined): boolean {
  return owner?.kind === "remote" && owner.identity.name === caller.identity.name;
}

const DENIED: CedarDecision = { allowed: false, policies: [], failed: [] };
