/**
 * Continuous enforcement: a session whose grant no longer holds ends, at each change and at
 * least once a second. Only what may have changed is decided anew: a session keeps the state of
 * the world in which its grant was last found to hold.
 */
import type { Authenticator } from "../access/authentication.js";
import type { Circumstances, Decisions } from "../access/decisions.js";
import { fromNative } from "../binding/failure.js";
import type { NativeDevice } from "../binding/native.js";
import type { RemoteCaller } from "../control/caller.js";
import type { AuditLog } from "./audit.js";
import type { Catalog } from "./catalog.js";
import type { Endings } from "./endings.js";
import type { Grant, Grants } from "./grants.js";
import type { Logger } from "./log.js";
import type { StandingCalls } from "./standing-calls.js";

const CHECK_EVERY_MS = 1000;

export interface EnforcementParts {
  native: Pick<NativeDevice, "endSession" | "sessions">;
  catalog: Pick<Catalog, "facts" | "version">;
  decisions: Decisions;
  authenticator: Pick<Authenticator, "ended" | "refreshed">;
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
  decided: Map<string, string | undefined>;
}

type RemoteGrant = Grant & { caller: RemoteCaller };

export class Enforcement {
  readonly #parts: EnforcementParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: EnforcementParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => void this.check(), CHECK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Resolves when every session whose grant does not hold can reach the memory no more. */
  async check(): Promise<void> {
    const { grants, native, standing } = this.#parts;
    const live = new Set(native.sessions().map(({ sessionId }) => sessionId));
    grants.prune((id) => live.has(id), Date.now());
    const look = this.#look();
    standing.check(look.circumstances.at);
    const over = [...grants.all()].flatMap((grant) => {
      const reason = live.has(grant.native.sessionId) ? this.#whyOver(grant, look) : undefined;
      return reason === undefined ? [] : [this.#end(grant, reason)];
    });
    await Promise.all(over);
  }

  /** A session has come of a ticket, which may be older than what changed. */
  async opened(sessionId: string): Promise<void> {
    const grant = this.#parts.grants.get(sessionId);
    const reason = grant && this.#whyOver(grant, this.#look());
    if (grant !== undefined && reason !== undefined) await this.#end(grant, reason);
  }

  #look(): Look {
    const { decisions, identitiesVersion, catalog } = this.#parts;
    const circumstances = decisions.now();
    const stamp = `${decisions.stamp(circumstances)} ${identitiesVersion()} ${catalog.version}`;
    return { circumstances, stamp, decided: new Map() };
  }

  /** Undefined: the grant holds. */
  #whyOver(grant: Grant, look: Look): string | undefined {
    if (!isRemote(grant)) return undefined;
    const { authenticator } = this.#parts;
    const ended = authenticator.ended(grant.caller.identity, look.circumstances.at);
    if (ended !== undefined) return ended.message;
    if (grant.stamp === look.stamp) return undefined;
    const reason = this.#decidedOnce(grant, look);
    if (reason === undefined) grant.stamp = look.stamp;
    return reason;
  }

  #decidedOnce(grant: RemoteGrant, look: Look): string | undefined {
    const { rights, observe, offsetBytes, lengthBytes } = grant.native;
    const { identity, address } = grant.caller;
    const key = JSON.stringify([
      [identity.name, identity.vouchedBy, identity.groups, address],
      [grant.volume.id, rights, observe, offsetBytes, lengthBytes],
    ]);
    if (!look.decided.has(key)) look.decided.set(key, this.#decide(grant, look));
    return look.decided.get(key);
  }

  #decide({ caller, volume, native }: RemoteGrant, { circumstances }: Look): string | undefined {
    const { authenticator, catalog, decisions } = this.#parts;
    const current = { ...caller, identity: authenticator.refreshed(caller.identity) };
    const facts = catalog.facts(volume.name);
    const { rights, observe, offsetBytes: from, lengthBytes } = native;
    const { ranges } = decisions.reach(current, rights, facts, observe, circumstances);
    if (ranges.some((range) => range.from <= from && from + lengthBytes <= range.to)) {
      return undefined;
    }
    const what = ranges.length === 0 ? "" : " in the whole of its range";
    return (
      `the policies no longer let '${caller.identity.name}' ${rights.join(" and ")} ` +
      `volume '${volume.name}'${what} (power: ${circumstances.power})`
    );
  }

  async #end({ native, caller, volume }: Grant, reason: string): Promise<void> {
    const { endings, audit, log } = this.#parts;
    const { sessionId, client } = native;
    endings.record(sessionId, caller, "access_revoked", reason);
    log.info({ sessionId, client, volume: volume.name, reason }, "access revoked");
    const from = caller.kind === "remote" ? { from: caller.address } : {};
    const what = "access revoked";
    audit.record({ kind: "session", who: client, ...from, what, on: sessionId, detail: reason });
    try {
      await this.#parts.native.endSession(sessionId);
    } catch (thrown) {
      // The next look finds it again.
      log.error({ err: fromNative(thrown), sessionId }, "a session could not be ended");
    }
  }
}

function isRemote(grant: Grant): grant is RemoteGrant {
  return grant.caller.kind === "remote";
}
