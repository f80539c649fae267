/** A device's policies: checked before they count, kept in its state directory, and deciding. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Policy, policy } from "../../control/access.js";
import { UserError } from "../../errors.js";
import { readIfThere, writePrivateFile } from "../../identity/private-file.js";
import {
  type CedarDecision,
  type CedarQuestion,
  checkPolicies,
  decideByCedar,
  policyJson,
  preparePolicies,
} from "./cedar.js";
import { checkComplexity } from "./complexity.js";
import { type Present, PresentTimes } from "./present.js";
import { type Reach, reachOf } from "./reach.js";
import { type TimeUse, timeUseOf } from "./time-use.js";

/** What the policies mean together. */
interface Meaning {
  reaches: Map<string, Reach>;
  /** Ids of those that forbid. */
  forbids: Set<string>;
  time: TimeUse;
}

export class Policies {
  readonly #path: string;
  /** Cedar keeps prepared policies for the whole process, by name. */
  readonly #setName = randomUUID();
  readonly #timeSetName = randomUUID();
  #policies = new Map<string, Policy>();
  #meaning: Meaning = meaningOf([]);
  #times: PresentTimes;
  #version = 0;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string) {
    this.#path = path;
    this.#times = new PresentTimes(this.#meaning.time, this.#timeSetName);
  }

  /** @throws UserError `file_unreadable`, also for policies that are refused by now */
  static async open(path: string): Promise<Policies> {
    const policies = new Policies(path);
    const text = await readIfThere(path);
    policies.#adopt(text === undefined ? [] : parse(path, text));
    return policies;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** What these policies see of a moment. */
  present(at: Date): Present {
    return this.#times.at(at);
  }

  list(): Policy[] {
    return [...this.#policies.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws UserError `policy_not_found` */
  get(id: string): Policy {
    const found = this.#policies.get(id);
    if (found !== undefined) return found;
    throw new UserError("policy_not_found", `There is no policy '${id}' on this device`, {
      nextSteps: ["See the policies: memvol policy list"],
    });
  }

  /** What a policy that permits opens. */
  reach(id: string): Reach {
    const reach = this.#meaning.reaches.get(id);
    if (reach !== undefined) return reach;
    throw new Error(`there is no policy '${id}' that could open anything`);
  }

  /** A policy that forbids and cannot be evaluated forbids: Cedar would leave it out. */
  decide(question: Omit<CedarQuestion, "setName">): CedarDecision {
    const decision = decideByCedar({ ...question, setName: this.#setName });
    const failed = decision.failed.filter((id) => this.#meaning.forbids.has(id));
    return failed.length === 0 ? decision : { ...decision, allowed: false, policies: failed };
  }

  /**
   * Replaces all policies by what a change makes of them, one change after the other. In effect,
   * and on the disk, when this resolves; otherwise nothing has changed.
   *
   * @throws UserError `policy_invalid`, and what the change throws
   */
  change<T>(change: (now: Map<string, Policy>) => T): Promise<T> {
    const done = this.#writing.then(async () => {
      const changed = new Map(this.#policies);
      const result = change(changed);
      const all = [...changed.values()];
      const meaning = meaningOf(all);
      checkPolicies(textsOf(all));
      const content = `${JSON.stringify({ policies: all }, null, 2)}\n`;
      // What is in its place counts, whatever is said of the disk afterwards.
      await writePrivateFile(this.#path, content, () => this.#adopt(all, meaning));
      return result;
    });
    this.#writing = done.catch(() => undefined);
    return done;
  }

  #adopt(all: Policy[], meaning = meaningOf(all)): void {
    preparePolicies(this.#setName, textsOf(all));
    this.#policies = new Map(all.map((one) => [one.id, one]));
    this.#meaning = meaning;
    this.#times = new PresentTimes(meaning.time, this.#timeSetName);
    this.#version += 1;
  }
}

function meaningOf(all: readonly Policy[]): Meaning {
  const parsed = all.map(({ id, text }) => ({ id, json: policyJson(text) }));
  const annotations = ({ json }: (typeof parsed)[number]) =>
    Object.fromEntries(
      Object.entries(json.annotations ?? {}).map(([key, text]) => [key, text ?? ""]),
    );
  return {
    reaches: new Map(parsed.map((one) => [one.id, reachOf(annotations(one), one.json.effect)])),
    forbids: new Set(parsed.filter(({ json }) => json.effect === "forbid").map(({ id }) => id)),
    time: timeUseOf(parsed.map(({ json }) => json)),
  };
}

function textsOf(all: readonly Policy[]): Record<string, string> {
  return Object.fromEntries(all.map(({ id, text }) => [id, text]));
}

function parse(path: string, text: string): Policy[] {
  try {
    const { policies } = z.strictObject({ policies: z.array(policy) }).parse(JSON.parse(text));
    for (const one of policies) checkComplexity(one.text);
    checkPolicies(textsOf(policies));
    return policies;
  } catch (cause) {
    // To go on without one that forbids would let in whoever it keeps out.
    throw new UserError("file_unreadable", `The device's policies, ${path}, are damaged`, {
      nextSteps: ["Mend the file, or remove it and write the policies again."],
      cause,
    });
  }
}
