/** Policies as text. */
import type { Policy, PolicyAnswer, PolicyChanges } from "../control/access.js";
import { formatBytes } from "../units/bytes.js";
import { renderProperties } from "./table.js";

/** As a file of policies, which can be applied again. */
export function policiesText(policies: Policy[]): string {
  if (policies.length === 0) {
    return "No policies: nobody on the network may do anything. Write one: memvol policy grant";
  }
  return policies.map(policyText).join("\n\n");
}

/** An `@id` among the annotations, before the policy itself. */
const NAMED = /^(?:\s|\/\/[^\n]*\n|@(?!id\b)\w+(?:\s*\("(?:[^"\\]|\\.)*"\))?)*@id\s*\(/;

export function policyText({ id, text }: Policy): string {
  return NAMED.test(text) ? text : `@id("${id}")\n${text}`;
}

export function changesText({ created, changed, unchanged, removed }: PolicyChanges): string {
  const lines = Object.entries({ Created: created, Changed: changed, Removed: removed })
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${what}: ${ids.join(", ")}`);
  return [...lines, `Unchanged: ${unchanged.length}`].join("\n");
}

export function answerText({ decision, reason, ranges, context, policies }: PolicyAnswer): string {
  const reached = ranges?.map(
    ({ offset_bytes, length_bytes }) =>
      `${offset_bytes} to ${offset_bytes + length_bytes} (${formatBytes(length_bytes)})`,
  );
  const facts = renderProperties({
    decision: decision === "allow" ? "ALLOW" : "DENY",
    because: reason,
    ...(reached !== undefined && { bytes: reached.join(", ") }),
    at: context.at,
    from: context.from,
    power: context.power,
    groups: context.groups.join(", ") || "none",
    ...(context.label !== null && { label: context.label }),
  });
  return [facts, ...policies.map((policy) => `\n${policyText(policy)}`)].join("\n");
}
