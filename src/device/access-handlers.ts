/** What the device answers about identities, policies and power. */
import { addPolicy, applyPolicies, deletePolicy, putPolicy } from "../access/policy/writing.js";
import type { DeviceParts, HandlersOf } from "./handlers.js";

export function accessHandlers(parts: DeviceParts) {
  return { ...identityHandlers(parts), ...policyHandlers(parts), ...powerHandlers(parts) };
}

function identityHandlers({
  trusted,
  changes,
}: DeviceParts): HandlersOf<"listIdentities" | "trustIdentity" | "revokeIdentity"> {
  return {
    listIdentities: () => trusted.list(),
    trustIdentity: async ({ params, body }, caller) => {
      const identity = await trusted.trust(params.name, body);
      await changes.done(caller, "trust identity", params.name, body.fingerprint);
      return identity;
    },
    revokeIdentity: async ({ params }, caller) => {
      const identity = await trusted.revoke(params.name);
      await changes.done(caller, "revoke identity", params.name);
      return identity;
    },
  };
}

function policyHandlers({
  policies,
  policyTest,
  changes,
}: DeviceParts): HandlersOf<
  | "listPolicies"
  | "addPolicy"
  | "showPolicy"
  | "putPolicy"
  | "deletePolicy"
  | "applyPolicies"
  | "testPolicies"
> {
  return {
    listPolicies: () => policies.list(),
    addPolicy: async ({ body }, caller) => {
      const policy = await addPolicy(policies, body.text);
      await changes.done(caller, "write policy", policy.id, policy.text);
      return policy;
    },
    showPolicy: ({ params }) => policies.get(params.id),
    putPolicy: async ({ params, body }, caller) => {
      const policy = await putPolicy(policies, params.id, body.text);
      await changes.done(caller, "write policy", policy.id, policy.text);
      return policy;
    },
    deletePolicy: async ({ params }, caller) => {
      const policy = await deletePolicy(policies, params.id);
      await changes.done(caller, "delete policy", policy.id);
      return policy;
    },
    applyPolicies: async ({ body }, caller) => {
      const result = await applyPolicies(policies, body.text, body.prune);
      await changes.done(caller, "apply policies", "the device", JSON.stringify(result));
      return result;
    },
    testPolicies: ({ body }) => policyTest.answer(body),
  };
}

function powerHandlers({ power, changes }: DeviceParts): HandlersOf<"showPower" | "setPower"> {
  return {
    showPower: () => power.power,
    setPower: async ({ body }, caller) => {
      const now = power.set(body.condition);
      await changes.done(caller, "set power", body.condition);
      return now;
    },
  };
}
