import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { Decisions } from "../../../src/access/decisions.js";
import { type GrantRequest, grantText } from "../../../src/access/policy/grant.js";
import { WEEKDAYS } from "../../../src/access/policy/local-time.js";
import { Policies } from "../../../src/access/policy/policies.js";
import { addPolicy } from "../../../src/access/policy/writing.js";
import { POWER_CONDITIONS } from "../../../src/control/access.js";
import type { RemoteCaller } from "../../../src/control/caller.js";
import { makeTestDirectory, type TestDirectory } from "../../support/directory.js";
import { userError } from "../../support/errors.js";
import { type Attempt, permits, ZONE_HOURS } from "./evaluator.js";

const CLIENTS = ["alice", "bob", 'c"\\d'];
const GROUPS = ["ops", "ci"];
const VOLUMES = ["telemetry-1", "telemetry-2", "scratch", "t.1"];
const PATTERNS = ["telemetry-*", "*", "*-1", "t*1", "scratch", "t.1"];
const LABELS = ["", "build cache", 'with "quotes"'];
const ADDRESSES = ["10.0.0.1", "10.1.2.3", "192.168.1.1", "255.255.255.255"];
const NETWORKS = ["10.0.0.0/8", "10.1.0.0/16", "192.168.1.1", "0.0.0.0/0", "10.1.2.2/31"];
const ACTIONS = ["read", "write"] as const;

const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
const complete = fc.record({
  actions: fc.subarray([...ACTIONS], { minLength: 1 }),
  timeZone: fc.constantFrom(...Object.keys(ZONE_HOURS)),
  client: fc.constantFrom(...CLIENTS),
  volume: fc.constantFrom(...PATTERNS),
  label: fc.constantFrom(...LABELS),
  from: fc.subarray(NETWORKS, { minLength: 1 }),
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  hours: fc
    .record({ fromMinute: minutes, toMinute: minutes })
    .filter(({ fromMinute, toMinute }) => fromMinute !== toMinute),
  power: fc.subarray([...POWER_CONDITIONS], { minLength: 1 }),
});
const CONDITIONS = ["client", "volume", "label", "from", "days", "hours", "power"] as const;
// With all conditions at once next to nothing would be permitted.
const grant = fc
  .tuple(complete, fc.subarray([...CONDITIONS], { maxLength: 3 }))
  .map(([all, kept]): GrantRequest => {
    const { actions, timeZone } = all;
    return { actions, timeZone, ...Object.fromEntries(kept.map((key) => [key, all[key]])) };
  });
const grants = fc.oneof(
  grant,
  fc.tuple(grant, fc.constantFrom(...GROUPS)).map(([{ client: _, ...rest }, group]) => {
    return { ...rest, group };
  }),
);
const attempt: fc.Arbitrary<Attempt> = fc.record({
  client: fc.constantFrom(...CLIENTS),
  groups: fc.subarray(GROUPS),
  action: fc.constantFrom(...ACTIONS),
  volume: fc.constantFrom(...VOLUMES),
  label: fc.constantFrom(...LABELS),
  from: fc.constantFrom(...ADDRESSES),
  // Whole weeks, down to the minute at which a window opens.
  at: fc.integer({ min: 0, max: 21 * 24 * 60 }).map((minute) => {
    return new Date(Date.UTC(2026, 10, 1) + minute * 60_000);
  }),
  power: fc.constantFrom(...POWER_CONDITIONS),
});

function callerOf({ client, groups, from }: Attempt): RemoteCaller {
  return {
    kind: "remote",
    address: from,
    identity: { name: client, groups, vouchedBy: "pin", fingerprint: null, validUntilMs: 1e15 },
  };
}

describe("grantText", () => {
  let directory: TestDirectory;
  before(async () => {
    directory = await makeTestDirectory();
  });
  after(() => directory.remove());

  it("decisions__are_those_of_a_plain_evaluator", async () => {
    let runs = 0;
    const several = fc.array(grants, { maxLength: 3 });
    const attempts = fc.array(attempt, { minLength: 1, maxLength: 12 });
    const outcomes = { allow: 0, deny: 0 };
    await fc.assert(
      fc.asyncProperty(several, attempts, async (requests, tries) => {
        runs += 1;
        const policies = await Policies.open(join(directory.path, `${runs}.json`));
        for (const request of requests) {
          await addPolicy(policies, grantText(request));
        }
        const decisions = new Decisions({
          policies,
          deviceName: "d",
          fabricInterface: "tcp",
          power: () => "mains",
        });
        for (const one of tries) {
          const facts = { name: one.volume, label: one.label, size_bytes: 4096 };
          const { allowed } = decisions.onVolume(callerOf(one), one.action as "read", facts, one);
          const expected = requests.some((request) => permits(request, one));
          outcomes[expected ? "allow" : "deny"] += 1;
          assert.equal(allowed, expected, JSON.stringify({ requests, one }));
        }
      }),
      { numRuns: 100 },
    );
    // Otherwise the comparison would be of nothing.
    assert(outcomes.allow > 20 && outcomes.deny > 20, JSON.stringify(outcomes));
  });

  it("text__is_what_a_person_would_write", () => {
    const text = grantText({
      actions: ["read", "write"],
      client: "alice",
      volume: "scratch",
      range: "0-4GiB",
      observe: "message",
      power: ["mains"],
      timeZone: "UTC",
    });
    const lines = [
      '@range("0-4GiB")',
      '@observe("message")',
      "permit (",
      '  principal == Identity::"alice",',
      '  action in [Action::"read", Action::"write"],',
      '  resource == Volume::"scratch"',
      ")",
      'when { ["mains"].contains(context.power) };',
    ];
    assert.equal(text, `${lines.join("\n")}\n`);
  });

  const UTC = { timeZone: "UTC" };
  const SENSELESS: { name: string; request: GrantRequest; says: RegExp }[] = [
    {
      name: "device_action_on_a_volume",
      request: { ...UTC, actions: ["policy"], volume: "v" },
      says: /'policy' is done with the device/,
    },
    {
      name: "range_of_no_bytes",
      request: { ...UTC, actions: ["show"], range: "0-1" },
      says: /for read, write and atomic/,
    },
    {
      name: "range_that_is_none",
      request: { ...UTC, actions: ["read"], range: "4k-4k" },
      says: /no range/,
    },
    {
      name: "zone_that_is_none",
      request: { actions: ["read"], timeZone: "Mars/Phobos" },
      says: /no time zone 'Mars\/Phobos'/,
    },
  ];
  for (const { name, request, says } of SENSELESS) {
    it(`text__${name}_is_refused`, () => {
      assert.throws(() => grantText(request), userError("policy_invalid", says));
    });
  }
});
