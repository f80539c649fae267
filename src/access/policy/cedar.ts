/** The part of Cedar that is used, typed as it is used. */
import { setFlagsFromString } from "node:v8";
import {
  type CedarValueJson,
  type EntityJson,
  type PolicyJson,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import { UserError } from "../../errors.js";
import { checkComplexity } from "./complexity.js";
import { CEDAR_SCHEMA } from "./schema.js";

// V8 of Node 20 inlines calls into WebAssembly and, when it has to take such code back, ends the
// process ("unreachable code" in its deoptimizer): seen after some thousand decisions.
if (process.versions.node.startsWith("20.")) {
  setFlagsFromString("--no-turbo-inline-js-wasm-calls");
}

export type { CedarValueJson, EntityJson, PolicyJson };

interface CedarComplaint {
  message: string;
  help?: string | null;
}

/**
 * The policies in a text, one by one.
 *
 * @throws UserError `policy_invalid`
 */
export function splitPolicies(text: string): string[] {
  checkComplexity(text);
  const parts = policySetTextToParts(text);
  if (parts.type === "failure") throw invalid("The text is no Cedar policy", parts.errors);
  if (parts.policy_templates.length > 0) {
    throw invalid("Policy templates, with ?principal or ?resource, cannot be used", []);
  }
  return parts.policies;
}

/** @throws UserError `policy_invalid` */
export function policyJson(text: string): PolicyJson {
  const answer = policyToJson(text);
  if (answer.type === "failure") throw invalid("The text is no Cedar policy", answer.errors);
  return answer.json;
}

/**
 * Checks policies, by id, against the schema, strictly: what passes cannot fail for its types.
 *
 * @throws UserError `policy_invalid` naming each policy and what is wrong with it
 */
export function checkPolicies(texts: Record<string, string>): void {
  const answer = validate({
    schema: CEDAR_SCHEMA,
    policies: { staticPolicies: texts },
    validationSettings: { mode: "strict" },
  });
  if (answer.type === "failure") throw invalid("A policy is refused", answer.errors);
  const { validationErrors } = answer;
  if (validationErrors.length === 0) return;
  throw invalid(
    "The schema refuses it",
    validationErrors.map(({ policyId, error }) => ({
      ...error,
      message: `${policyId}: ${error.message}`,
    })),
  );
}

/** Makes policies, which were checked, ready to decide under a name. */
export function preparePolicies(
  setName: string,
  policies: Record<string, string | PolicyJson>,
): void {
  const answer = preparsePolicySet(setName, { staticPolicies: policies });
  if (answer.type === "failure") throw invalid("A policy is refused", answer.errors);
}

export interface CedarQuestion {
  setName: string;
  principal: string;
  action: string;
  resource: { type: "Volume" | "Device"; id: string };
  context: Record<string, CedarValueJson>;
  entities: EntityJson[];
}

export interface CedarDecision {
  allowed: boolean;
  /** Ids of the policies that made it. */
  policies: string[];
  /** Ids of policies that could not be evaluated. */
  failed: string[];
}

export function decideByCedar(question: CedarQuestion): CedarDecision {
  const { setName, principal, action, resource, context, entities } = question;
  const answer = statefulIsAuthorized({
    principal: { type: "Identity", id: principal },
    action: { type: "Action", id: action },
    resource,
    context,
    entities,
    preparsedPolicySetId: setName,
    // Costs more than the decision, and we make the requests ourselves.
    validateRequest: false,
  });
  if (answer.type === "failure") {
    throw new Error(
      `Cedar cannot decide: ${answer.errors.map(({ message }) => message).join("; ")}`,
    );
  }
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === "allow",
    policies: diagnostics.reason,
    failed: diagnostics.errors.map(({ policyId }) => policyId),
  };
}

function invalid(what: string, complaints: readonly CedarComplaint[]): UserError {
  const told = complaints.map(({ message, help }) => (help ? `${message} (${help})` : message));
  return new UserError("policy_invalid", [what, ...told].join(": "), {
    nextSteps: [
      "What policies can speak of: docs/memvol.cedarschema.",
      "Write a common one by flags: memvol policy grant --help",
    ],
  });
}
