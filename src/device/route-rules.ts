/** Who may call what: one rule for each route of the control API, so that none is forgotten. */
import type { Authenticator } from "../access/authentication.js";
import type { RouteName } from "../control/api.js";
import type { Caller } from "../control/caller.js";
import type { HandlerInput, Handlers } from "../control/calls.js";
import type { Durability } from "../control/durability.js";
import { UserError } from "../errors.js";
import type { Endings } from "./endings.js";
import type { Gate } from "./gate.js";
import type { Grants } from "./grants.js";

export interface RulesParts {
  gate: Gate;
  grants: Grants;
  endings: Endings;
}

type Rules = {
  /** @throws UserError `access_denied`, `session_not_found` */
  [N in RouteName]: (caller: Caller, input: HandlerInput<N>) => void;
};

/** For whoever is known at all. */
function everyone(): void {
  // Nothing to decide.
}

/** A policy that permits to create volumes is no word on the files of the device's machine. */
function checkBacking(caller: Caller, { backing }: Durability): void {
  if (caller.kind === "local" || backing === null) return;
  throw new UserError(
    "access_denied",
    "A volume's backing store is a directory of the device's machine: who comes over the network " +
      "may not name one",
    { nextSteps: ["Create the volume on that machine, through the device's socket."] },
  );
}

export function routeRules({ gate, grants, endings }: RulesParts): Rules {
  const observing = (caller: Caller, { params }: { params: { name: string } }) =>
    gate.volumeNamed(caller, "observe", params.name);
  const maintaining = (caller: Caller, { params }: { params: { name: string } }) =>
    gate.volumeNamed(caller, "maintain", params.name);
  const identities = (caller: Caller) => gate.device(caller, "identity");
  const policies = (caller: Caller) => gate.device(caller, "policy");
  const ofSession = (caller: Caller, { params: { id } }: { params: { id: string } }) =>
    gate.session(caller, id, grants.get(id)?.caller ?? endings.get(id)?.owner);
  return {
    showDevice: everyone,
    // The answer has what the caller may see.
    listVolumes: everyone,
    createVolume: (caller, { body }) => {
      gate.volume(caller, "create", body);
      checkBacking(caller, body.durability);
    },
    showVolume: (caller, { params }) => gate.seenVolume(caller, params.name),
    changeVolume: (caller, { params }) => gate.volumeNamed(caller, "label", params.name),
    // Whoever may write may say when that is to last.
    flushVolume: (caller, { params }) => gate.volumeNamed(caller, "write", params.name),
    changeDurability: maintaining,
    persistVolume: maintaining,
    verifyVolume: maintaining,
    deleteVolume: (caller, { params }) => gate.volumeNamed(caller, "delete", params.name),
    // Decided with the range that is asked for.
    attachVolume: everyone,
    listSessions: everyone,
    endSession: ofSession,
    showSessionEnd: ofSession,
    notifyOperations: (caller, { params: { id } }) =>
      gate.ownSession(caller, id, grants.get(id)?.caller),
    showStatistics: observing,
    markPoint: observing,
    unmarkPoint: observing,
    showDirty: observing,
    takeDirty: observing,
    scanVolume: observing,
    watchVolume: observing,
    listIdentities: identities,
    trustIdentity: identities,
    revokeIdentity: identities,
    listPolicies: policies,
    addPolicy: policies,
    showPolicy: policies,
    putPolicy: policies,
    deletePolicy: policies,
    applyPolicies: policies,
    testPolicies: policies,
    showPower: everyone,
    setPower: (caller) => gate.device(caller, "power"),
  };
}

type AnyRule = (caller: Caller, input: unknown) => void;
type AnyHandler = (input: unknown, caller: Caller, signal?: AbortSignal) => unknown;

/**
 * The same handlers, each behind its rule, and before that behind who the caller is by now: what
 * was true when a request began may be long over when its last byte has come.
 */
export function guarded(
  handlers: Handlers,
  rules: Rules,
  authenticator: Pick<Authenticator, "current">,
): Handlers {
  const entries = (Object.keys(handlers) as RouteName[]).map((name) => {
    const rule = rules[name] as AnyRule;
    const handler = handlers[name] as AnyHandler;
    const behind: AnyHandler = (input, caller, ...rest) => {
      const current = authenticator.current(caller);
      rule(current, input);
      return handler(input, current, ...rest);
    };
    return [name, behind] as const;
  });
  // Each name keeps its kind of handler: nothing but the rule was put before it.
  return Object.fromEntries(entries) as unknown as Handlers;
}
