/** A device's enforcement with many sessions, each of a client of its own, and no device. */
import { Decisions } from "../../src/access/decisions.js";
import { Policies } from "../../src/access/policy/policies.js";
import { addPolicy } from "../../src/access/policy/writing.js";
import type { NativeSessionInfo } from "../../src/binding/native.js";
import type { RemoteCaller } from "../../src/control/caller.js";
import { Endings } from "../../src/device/endings.js";
import { Enforcement } from "../../src/device/enforcement.js";
import { Grants } from "../../src/device/grants.js";
import { StandingCalls } from "../../src/device/standing-calls.js";

export interface World {
  /** Processor time of this process for one look at all sessions. */
  cpuMsOfLook(): Promise<number>;
  /** Sessions that were ended; none should be. */
  ended(): number;
}

const VOLUME = { id: "v", name: "v", label: "", size_bytes: 2 ** 30 };

export async function openWorld(path: string, policy: string, sessions: number): Promise<World> {
  const policies = await Policies.open(path);
  await addPolicy(policies, policy);
  const grants = new Grants();
  const live: Pick<NativeSessionInfo, "sessionId">[] = [];
  for (let number = 0; number < sessions; number += 1) {
    const sessionId = `session-${number}`;
    live.push({ sessionId });
    grants.add({
      caller: clientOf(number),
      volume: VOLUME,
      native: {
        sessionId,
        volumeId: VOLUME.id,
        client: `client-${number}`,
        offsetBytes: 0,
        lengthBytes: VOLUME.size_bytes,
        rights: ["read"],
        observe: "none",
        waitObserved: false,
      },
      ticketExpiresMs: 0,
      opened: true,
      stamp: "",
    });
  }
  let ended = 0;
  const authenticator = { current: <C>(caller: C) => caller };
  const enforcement = new Enforcement({
    native: {
      sessions: () => live as NativeSessionInfo[],
      endSession: async () => {
        ended += 1;
        return true;
      },
    },
    catalog: { facts: () => VOLUME, version: 1 },
    decisions: new Decisions({
      policies,
      deviceName: "bench",
      fabricInterface: "tcp",
      power: () => "mains",
    }),
    authenticator,
    grants,
    standing: new StandingCalls(authenticator),
    endings: new Endings(),
    identitiesVersion: () => 1,
    audit: { record: () => undefined },
    log: { error: () => undefined, info: () => undefined },
  });
  return {
    cpuMsOfLook: async () => {
      const before = process.cpuUsage();
      await enforcement.check();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    },
    ended: () => ended,
  };
}

function clientOf(number: number): RemoteCaller {
  return {
    kind: "remote",
    address: `10.0.${Math.floor(number / 250)}.${(number % 250) + 1}`,
    identity: {
      name: `client-${number}`,
      groups: ["all"],
      vouchedBy: "pin",
      fingerprint: null,
      validUntilMs: Number.MAX_SAFE_INTEGER,
    },
  };
}
