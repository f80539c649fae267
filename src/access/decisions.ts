/** May they? Decided by the policies, on who asks, what for, from where and when. */
import type { Right } from "../binding/native.js";
import type { ObservationMode } from "../binding/native-observation.js";
import type { Action, DeviceAction, PowerCondition, VolumeAction } from "../control/access.js";
import type { Caller, RemoteCaller } from "../control/caller.js";
import { OBSERVATION_DETAIL } from "../control/observation.js";
import { UserError } from "../errors.js";
import type { CedarDecision, EntityJson } from "./policy/cedar.js";
import type { Policies } from "./policy/policies.js";
import { extension } from "./policy/present.js";
import { type ByteRange, intersection, union, WHOLE } from "./policy/reach.js";

/** What policies know of a volume; it need not exist. */
export interface VolumeFacts {
  name: string;
  label: string;
  size_bytes: number;
}

export interface Circumstances {
  at: Date;
  power: PowerCondition;
}

export interface Reached {
  /** In order and apart; none: nothing may be reached. */
  ranges: ByteRange[];
  /** The policies that open them. */
  policies: string[];
}

export interface DecisionsOptions {
  policies: Policies;
  deviceName: string;
  /** As policies see it. */
  fabricInterface: string;
  power(): PowerCondition;
}

/** Decisions that are remembered; a few hundred bytes each. */
const REMEMBERED_MAX = 20_000;

interface Question {
  caller: RemoteCaller;
  action: Action;
  resource: { type: "Volume" | "Device"; id: string };
  entity: EntityJson;
}

export class Decisions {
  readonly #options: DecisionsOptions;
  readonly #memory = new Map<string, CedarDecision>();
  #memoryStamp = "";

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  now(): Circumstances {
    return { at: new Date(), power: this.#options.power() };
  }

  /** The same text: the same decisions, whatever else happened. */
  stamp({ at, power }: Circumstances): string {
    const { policies } = this.#options;
    return `${policies.version} ${power} ${policies.present(at).answers}`;
  }

  /** As `decide`, remembered for as long as what it rests on stays as it is. */
  #remembered(question: Question, circumstances: Circumstances): CedarDecision {
    const stamp = this.stamp(circumstances);
    if (stamp !== this.#memoryStamp || this.#memory.size >= REMEMBERED_MAX) {
      this.#memoryStamp = stamp;
      this.#memory.clear();
    }
    const { identity, address } = question.caller;
    const { action, resource, entity } = question;
    const key = JSON.stringify([identity.name, identity.groups, address, action, resource, entity]);
    const known = this.#memory.get(key) ?? this.#decide(question, circumstances);
    this.#memory.set(key, known);
    return known;
  }

  onVolume(
    caller: RemoteCaller,
    action: VolumeAction,
    volume: VolumeFacts,
    circumstances = this.now(),
  ): CedarDecision {
    const { name, label, size_bytes } = volume;
    const uid = { type: "Volume", id: name } as const;
    const entity = { uid, attrs: { name, label, size_bytes }, parents: [] };
    return this.#remembered({ caller, action, resource: uid, entity }, circumstances);
  }

  onDevice(caller: RemoteCaller, action: DeviceAction, circumstances = this.now()): CedarDecision {
    const uid = { type: "Device", id: this.#options.deviceName } as const;
    const entity = { uid, attrs: { name: uid.id }, parents: [] };
    return this.#remembered({ caller, action, resource: uid, entity }, circumstances);
  }

  /**
   * The bytes that a caller may reach with all of these rights, as long as it is observed so.
   * Several policies open together what each of them opens.
   */
  reach(
    caller: Caller,
    rights: readonly Right[],
    volume: VolumeFacts,
    observe: ObservationMode,
    circumstances = this.now(),
  ): Reached {
    const { policies } = this.#options;
    let reached: Reached = { ranges: [WHOLE], policies: [] };
    if (caller.kind === "local") return reached;
    for (const right of rights) {
      const decision = this.onVolume(caller, right, volume, circumstances);
      if (!decision.allowed) return { ranges: [], policies: decision.policies };
      const opened = decision.policies
        .map((id) => policies.reach(id))
        .filter((one) => OBSERVATION_DETAIL[one.observe] <= OBSERVATION_DETAIL[observe]);
      const ranges = union(opened.map(({ range }) => range));
      reached = {
        ranges: intersection(reached.ranges, ranges),
        policies: [...new Set([...reached.policies, ...decision.policies])],
      };
    }
    return reached;
  }

  #decide(
    { caller: { identity, address }, action, resource, entity }: Question,
    circumstances: Circumstances,
  ): CedarDecision {
    const { policies, fabricInterface } = this.#options;
    const present = policies.present(circumstances.at);
    return policies.decide({
      principal: identity.name,
      action,
      resource,
      context: {
        address: extension("ip", address),
        interface: fabricInterface,
        power: circumstances.power,
        ...present.context,
      },
      entities: [
        {
          uid: { type: "Identity", id: identity.name },
          attrs: { name: identity.name },
          parents: identity.groups.map((id) => ({ type: "Group", id })),
        },
        entity,
        present.clock,
      ],
    });
  }
}

/** What a caller is told; which policies there are is for the audit log alone. */
export class Denied extends UserError {
  readonly policies: string[];

  constructor(message: string, nextSteps: string[], policies: string[]) {
    super("access_denied", message, { nextSteps });
    this.policies = policies;
  }
}

export function denied(
  caller: RemoteCaller,
  action: Action,
  what: string,
  policies: string[],
): Denied {
  return new Denied(
    `'${caller.identity.name}' may not ${WORDS[action]} ${what}: the policies do not permit it now`,
    [
      "The device's administrator can permit it: memvol policy grant --help",
      "And see why: memvol policy test --client NAME --volume NAME --action ACTION",
    ],
    policies,
  );
}

const WORDS: Record<Action, string> = {
  read: "read",
  write: "write",
  atomic: "atomically update",
  show: "see",
  create: "create",
  delete: "delete",
  label: "label",
  observe: "observe",
  session: "see or end the sessions of",
  maintain: "maintain the backing store of",
  policy: "see or change the policies of",
  identity: "see or change the identities of",
  power: "set the power condition of",
  metrics: "read the metrics of",
};
