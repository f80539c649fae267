/** What the policies would decide, and which of them made it. */
import type { Decisions } from "../access/decisions.js";
import type { CedarDecision } from "../access/policy/cedar.js";
import type { Policies } from "../access/policy/policies.js";
import type { TrustedIdentities } from "../access/trusted-identities.js";
import {
  DEVICE_ACTIONS,
  type DeviceAction,
  type PolicyAnswer,
  type PolicyQuestion,
  type VolumeAction,
} from "../control/access.js";
import type { RemoteCaller } from "../control/caller.js";
import { UserError } from "../errors.js";
import type { Catalog } from "./catalog.js";

export interface PolicyTestParts {
  decisions: Decisions;
  policies: Policies;
  trusted: TrustedIdentities;
  catalog: Pick<Catalog, "facts">;
}

/** Where a question does not say where it comes from. */
const ANYWHERE = "127.0.0.1";

export class PolicyTest {
  readonly #parts: PolicyTestParts;

  constructor(parts: PolicyTestParts) {
    this.#parts = parts;
  }

  /** @throws UserError `usage` for a volume that is missing, or too much */
  answer(question: PolicyQuestion): PolicyAnswer {
    const { decisions, policies, trusted, catalog } = this.#parts;
    const now = decisions.now();
    const circumstances = {
      at: question.at === undefined ? now.at : new Date(question.at),
      power: question.power ?? now.power,
    };
    const known = trusted.list().find(({ name }) => name === question.client);
    const groups = question.groups ?? known?.groups ?? [];
    const caller = callerOf(question, groups);
    const facts = factsOf(question, catalog);
    const decision =
      facts === undefined
        ? decisions.onDevice(caller, question.action as DeviceAction, circumstances)
        : decisions.onVolume(caller, question.action as VolumeAction, facts, circumstances);
    const revoked = known?.state === "revoked";
    return {
      decision: decision.allowed && !revoked ? "allow" : "deny",
      policies: decision.policies.map((id) => policies.get(id)),
      reason: revoked ? `'${question.client}' was revoked` : inWords(decision),
      ranges: decision.allowed ? this.#ranges(decision) : null,
      context: {
        at: circumstances.at.toISOString(),
        from: caller.address,
        power: circumstances.power,
        groups: [...groups],
        label: facts?.label ?? null,
      },
    };
  }

  /** Null where all of the volume is open. */
  #ranges({ policies }: CedarDecision): PolicyAnswer["ranges"] {
    const ranges = policies.map((id) => this.#parts.policies.reach(id).range);
    if (ranges.some(({ from, to }) => from === 0 && to === Number.POSITIVE_INFINITY)) return null;
    return ranges.map(({ from, to }) => ({
      offset_bytes: from,
      length_bytes: Math.min(to, Number.MAX_SAFE_INTEGER) - from,
    }));
  }
}

function callerOf({ client, from }: PolicyQuestion, groups: readonly string[]): RemoteCaller {
  return {
    kind: "remote",
    address: from ?? ANYWHERE,
    identity: {
      name: client,
      groups,
      vouchedBy: "pin",
      fingerprint: null,
      validUntilMs: Number.POSITIVE_INFINITY,
    },
  };
}

function factsOf({ action, volume, label }: PolicyQuestion, catalog: Pick<Catalog, "facts">) {
  const onDevice = DEVICE_ACTIONS.some((known) => known === action);
  if (onDevice && volume !== undefined) throw misplaced(action, "the device, not with a volume");
  if (onDevice) return undefined;
  if (volume === undefined) throw misplaced(action, "a volume: name it");
  const facts = catalog.facts(volume);
  return label === undefined ? facts : { ...facts, label };
}

function misplaced(action: string, what: string): UserError {
  return new UserError("usage", `'${action}' is done with ${what}`, {
    nextSteps: ["See which actions there are: memvol policy test --help"],
  });
}

function inWords({ allowed, policies, failed }: CedarDecision): string {
  if (allowed) return `permitted by ${policies.join(", ")}`;
  if (failed.length > 0)
    return `could not be evaluated, so it counts as forbidden: ${failed.join(", ")}`;
  return policies.length > 0 ? `forbidden by ${policies.join(", ")}` : "no policy permits it";
}
