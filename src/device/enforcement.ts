/**
 * Continuous enforcement: a session whose grant no longer holds ends, at each change and at
 * least once a second. Only what may have changed is decided anew: a session keeps the state of
 * the world in which its grant was last found to hold.
 */
import type { Authenticator } from "../access/authentication.js";
import type { Circumstances, Decisions } from "../access/decisions.js";
import { fromNative } from "../binding/failure.js";
import type { NativeDevice, NativeSessionInfo } from "../binding/native.js";
import type { RemoteCaller } from "../control/caller.js";
import { UserError } from "../errors.js";
import { type AuditLog, whoOf } from "./audit.js";
import type { Catalog } from "./catalog.js";
import type { Endings } from "./endings.js";
import type { Grant, Grants } from "./grants.js";
import type { Logger } from "./log.js";
import type { PowerMonitor } from "./power/power-monitor.js";
import type { StandingCalls } from "./standing-calls.js";

const CHECK_EVERY_MS = 1000;

export interface EnforcementParts {
  native: Pick<NativeDevice, "endSession" | "sessions">;
  catalog: Pick<Catalog, "facts" | "version">;
  decisions: Decisions;
  authenticator: Pick<Authenticator, "current">;
  grants: Grants;
  standing: StandingCalls;
  endings: Endings;
  identitiesVersion(): number;
  audit: Pick<AuditLog, "record">;
  log: Pick<Logger, "error" | "info">;
}

/** One look at all sessions: what is the same for several is decided once. */
interface Look {
  circumstances: Circumstances;
  stamp: string;
  decided: Map<string, Over | undefined>;
}

/** Why a grant does not hold, and which policies say so. */
interface Over {
  reason: string;
  policies: string[];
}

type RemoteGrant = Grant & { caller: RemoteCaller };

export class Enforcement {
  readonly #parts: EnforcementParts;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #detach: () => void = () => undefined;

  constructor(parts: EnforcementParts) {
    this.#parts = parts;
  }

  start(power: Pick<PowerMonitor, "off" | "on">): void {
    const check = () => void this.check();
    this.#timer = setInterval(check, CHECK_EVERY_MS);
    power.on("change", check);
    this.#detach = () => power.off("change", check);
  }

  /** To be called before the native device closes: it is not asked any more after this. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#detach();
  }

  /**
   * Resolves when every session whose grant does not hold can reach the memory no more. What goes
   * wrong is in the log, and looked at again in a second.
   */
  async check(): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#check();
    } catch (err) {
      this.#parts.log.error({ err }, "enforcement failed");
    }
  }

  async #check(): Promise<void> {
    const { grants, native, standing } = this.#parts;
    const live = native.sessions();
    const look = this.#look();
    // What nobody knows the ground of has none; found before any grant ends, and is no more.
    const unknown = live.filter(({ sessionId }) => grants.get(sessionId) === undefined);
    const over = [...grants.all()].flatMap((grant) => {
      const why = this.#whyOver(grant, look);
      return why === undefined ? [] : [this.#end(grant, why)];
    });
    over.push(...unknown.map((session) => this.#endUnknown(session)));
    await Promise.all(over);
    standing.check();
    const ids = new Set(live.map(({ sessionId }) => sessionId));
    grants.prune((id) => ids.has(id), performance.now());
  }

  /** A session has come of a ticket, which may be older than what changed. */
  async opened(sessionId: string): Promise<void> {
    if (this.#stopped) return;
    const { grants, native } = this.#parts;
    const grant = grants.get(sessionId);
    if (grant === undefined) {
      const session = native.sessions().find((one) => one.sessionId === sessionId);
      if (session !== undefined) await this.#endUnknown(session);
      return;
    }
    const why = this.#whyOver(grant, this.#look());
    if (why !== undefined) await this.#end(grant, why);
  }

  #look(): Look {
    const { decisions, identitiesVersion, catalog } = this.#parts;
    const circumstances = decisions.now();
    const stamp = `${decisions.stamp(circumstances)} ${identitiesVersion()} ${catalog.version}`;
    return { circumstances, stamp, decided: new Map() };
  }

  /** Undefined: the grant holds. */
  #whyOver(grant: Grant, look: Look): Over | undefined {
    if (!isRemote(grant)) return undefined;
    try {
      const caller = this.#parts.authenticator.current(grant.caller);
      if (grant.stamp === look.stamp) return undefined;
      const over = this.#decidedOnce({ ...grant, caller }, look);
      if (over === undefined) grant.stamp = look.stamp;
      return over;
    } catch (error) {
      if (error instanceof UserError) return { reason: error.message, policies: [] };
      // What cannot be decided is not permitted, and the others are decided all the same.
      this.#parts.log.error({ err: error, grant: grant.native }, "a grant cannot be decided");
      return { reason: "the device cannot decide whether it holds", policies: [] };
    }
  }

  #decidedOnce(grant: RemoteGrant, look: Look): Over | undefined {
    const { rights, observe, offsetBytes, lengthBytes } = grant.native;
    const { identity, address } = grant.caller;
    const key = JSON.stringify([
      [identity.name, identity.vouchedBy, identity.groups, address],
      [grant.volume.id, rights, observe, offsetBytes, lengthBytes],
    ]);
    if (!look.decided.has(key)) look.decided.set(key, this.#decide(grant, look));
    return look.decided.get(key);
  }

  #decide({ caller, volume, native }: RemoteGrant, { circumstances }: Look): Over | undefined {
    const { catalog, decisions } = this.#parts;
    const facts = catalog.facts(volume.name);
    const { rights, observe, offsetBytes: from, lengthBytes } = native;
    const { ranges, policies } = decisions.reach(caller, rights, facts, observe, circumstances);
    if (ranges.some((range) => range.from <= from && from + lengthBytes <= range.to)) {
      return undefined;
    }
    const what = ranges.length === 0 ? "" : " in the whole of its range";
    const reason =
      `the policies no longer let '${caller.identity.name}' ${rights.join(" and ")} ` +
      `volume '${volume.name}'${what} (power: ${circumstances.power})`;
    return { reason, policies };
  }

  /** Its ticket, where it is one still, and its session, where it has become one. */
  async #end({ native, caller, volume }: Grant, { reason, policies }: Over): Promise<void> {
    const { endings, audit, log, grants } = this.#parts;
    const { sessionId, client } = native;
    endings.record(sessionId, caller, "access_revoked", reason);
    try {
      await this.#parts.native.endSession(sessionId);
      grants.remove(sessionId);
      log.info({ sessionId, client, volume: volume.name, reason }, "access revoked");
      const entry = { ...whoOf(caller), what: "access revoked", on: sessionId, policies };
      audit.record({ kind: "session", ...entry, detail: reason });
    } catch (thrown) {
      // It goes on, and the next look finds it again.
      endings.forget(sessionId);
      log.error({ err: fromNative(thrown), sessionId }, "a session could not be ended");
    }
  }

  async #endUnknown({ sessionId, client }: NativeSessionInfo): Promise<void> {
    const { endings, log, native } = this.#parts;
    const reason = "the device does not know what it was granted";
    endings.record(sessionId, undefined, "access_revoked", reason);
    log.error({ sessionId, client }, "a session without a grant");
    await native.endSession(sessionId);
  }
}

function isRemote(grant: Grant): grant is RemoteGrant {
  return grant.caller.kind === "remote";
}
