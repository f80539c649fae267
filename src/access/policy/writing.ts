/** Writing policies under ids: one, or several at once. */
import type { Policy, PolicyChanges } from "../../control/access.js";
import { name } from "../../control/names.js";
import { UserError } from "../../errors.js";
import { policyJson, splitPolicies } from "./cedar.js";
import type { Policies } from "./policies.js";

/** Adds a policy under its `@id`, or the first free of `policy-1`, `policy-2`, … */
export async function addPolicy(policies: Policies, text: string): Promise<Policy> {
  const own = idIn(onlyPolicy(text));
  return policies.change((all) => {
    const id = own ?? freeId(all);
    if (all.has(id)) throw taken(id);
    return put(all, id, text);
  });
}

/** Writes a policy, new or in the place of the one with its id. */
export async function putPolicy(policies: Policies, id: string, text: string): Promise<Policy> {
  const own = idIn(onlyPolicy(text));
  if (own !== undefined && own !== id) {
    throw refused(`The policy says that it is '${own}', and is written as '${id}'`, [
      `Take its @id("${own}") out, or write it as ${own}.`,
    ]);
  }
  return policies.change((all) => put(all, id, text));
}

/** @throws UserError `policy_not_found` */
export async function deletePolicy(policies: Policies, id: string): Promise<Policy> {
  const policy = policies.get(id);
  return policies.change((all) => {
    all.delete(id);
    return policy;
  });
}

/** Writes all policies of a text, each with its `@id`: all of them, or none. */
export async function applyPolicies(
  policies: Policies,
  text: string,
  prune: boolean,
): Promise<PolicyChanges> {
  const wanted = new Map<string, string>();
  for (const one of splitPolicies(text)) {
    const id = idIn(one);
    if (id === undefined) throw withoutId(one);
    if (wanted.has(id)) throw refused(`The text has two policies with @id("${id}")`, []);
    wanted.set(id, one);
  }
  return policies.change((all) => {
    const changes: PolicyChanges = { created: [], changed: [], unchanged: [], removed: [] };
    for (const [id, one] of wanted) changes[write(all, id, one)].push(id);
    for (const id of prune ? [...all.keys()].filter((id) => !wanted.has(id)) : []) {
      all.delete(id);
      changes.removed.push(id);
    }
    return changes;
  });
}

function write(all: Map<string, Policy>, id: string, text: string) {
  const before = all.get(id);
  if (before?.text === text.trim()) return "unchanged";
  put(all, id, text);
  return before === undefined ? "created" : "changed";
}

function put(all: Map<string, Policy>, id: string, text: string): Policy {
  const policy = { id, text: text.trim(), changed_at: new Date().toISOString() };
  all.set(id, policy);
  return policy;
}

function onlyPolicy(text: string): string {
  const [only, ...others] = splitPolicies(text);
  if (only !== undefined && others.length === 0) return only;
  throw refused(only === undefined ? "The text has no policy" : "The text has several policies", [
    "Write several at once: memvol policy apply FILE",
  ]);
}

function idIn(text: string): string | undefined {
  const id = policyJson(text).annotations?.id ?? undefined;
  if (id === undefined || name.safeParse(id).success) return id;
  throw refused(`'${id}' is no name of a policy`, [`${name.description}.`]);
}

function freeId(all: ReadonlyMap<string, Policy>): string {
  let number = 1;
  while (all.has(`policy-${number}`)) number += 1;
  return `policy-${number}`;
}

function taken(id: string): UserError {
  return refused(`There is a policy '${id}' already`, [
    `See it: memvol policy show ${id}`,
    "Or choose another name; --replace writes in its place.",
  ]);
}

function withoutId(text: string): UserError {
  const start = text.trim().split("\n")[0] ?? "";
  return refused(`A policy has no @id: ${start}`, [
    'Give each a name of its own, before it: @id("night-shift")',
  ]);
}

function refused(message: string, nextSteps: string[]): UserError {
  return new UserError("policy_invalid", message, { nextSteps });
}
