/**
 * The present as policies see it, and what they ask of the time alone, answered once for all
 * who ask: as long as these answers stay the same, time changes no decision.
 */
import {
  type CedarValueJson,
  decideByCedar,
  type EntityJson,
  type PolicyJson,
  preparePolicies,
} from "./cedar.js";
import { ZoneClock } from "./local-time.js";
import type { Expression, TimeUse } from "./time-use.js";

export interface Present {
  context: { now: CedarValueJson; clock: CedarValueJson };
  /** The clock that the context speaks of. */
  clock: EntityJson;
  /** The same text, by the same policies: time makes no difference between two moments. */
  answers: string;
}

const CLOCK = { type: "Clock", id: "now" };

export class PresentTimes {
  readonly #use: TimeUse;
  readonly #clocks: ReadonlyMap<string, ZoneClock>;
  /** Cedar keeps prepared policies for the whole process, by name. */
  readonly #setName: string;
  #last: { ms: number; present: Present } | undefined;

  /** @param setName of the time's conditions; those that had it before are replaced */
  constructor(use: TimeUse, setName: string) {
    this.#use = use;
    this.#setName = setName;
    this.#clocks = new Map([...use.zones].map((zone) => [zone, new ZoneClock(zone)]));
    const conditions = use.conditions.map((condition, index) => [`${index}`, permitIf(condition)]);
    preparePolicies(setName, Object.fromEntries(conditions));
  }

  at(moment: Date): Present {
    const ms = moment.getTime();
    if (this.#last?.ms !== ms) this.#last = { ms, present: this.#at(moment) };
    return this.#last.present;
  }

  #at(moment: Date): Present {
    const context = {
      now: extension("datetime", moment.toISOString()),
      clock: { __entity: CLOCK },
    };
    const clock = { uid: CLOCK, attrs: {}, parents: [], tags: this.#localTimes(moment) };
    if (this.#use.isMixed) return { context, clock, answers: moment.toISOString() };
    return { context, clock, answers: this.#answers(context, clock) };
  }

  #answers(context: Present["context"], clock: EntityJson): string {
    if (this.#use.conditions.length === 0) return "";
    const { policies, failed } = decideByCedar({
      setName: this.#setName,
      principal: "",
      action: "read",
      resource: { type: "Device", id: "" },
      context,
      entities: [clock],
    });
    return JSON.stringify([policies.sort(), failed.sort()]);
  }

  #localTimes(moment: Date) {
    return Object.fromEntries(
      [...this.#clocks].map(([zone, clock]) => {
        const { weekday, minute, day } = clock.at(moment);
        return [zone, { weekday, minute, day: extension("datetime", day) }];
      }),
    );
  }
}

function permitIf(condition: Expression): PolicyJson {
  return {
    effect: "permit",
    principal: { op: "All" },
    action: { op: "All" },
    resource: { op: "All" },
    conditions: [{ kind: "when", body: condition }],
  };
}

export function extension(fn: string, arg: string): CedarValueJson {
  return { __extn: { fn, arg } };
}
