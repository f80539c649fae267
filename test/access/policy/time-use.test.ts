import assert from "node:assert/strict";
import { decideByCedar, policyJson, preparePolicies } from "../../../src/access/policy/cedar.js";
import { type Present, PresentTimes } from "../../../src/access/policy/present.js";
import { timeUseOf } from "../../../src/access/policy/time-use.js";
import { userError } from "../../support/errors.js";

const UNTIL = 'context.now < datetime("2026-12-01")';
const HOURS = 'context.clock.hasTag("UTC") && context.clock.getTag("UTC").minute < 600';
const BY_NAME = 'Clock::"now".getTag("UTC").weekday == "mon"';
const COMPUTED = 'context.now.toTime() < duration("6h")';
const ALICE = 'principal.name == "alice"';
const LABEL = 'resource.label like "a*"';

const policy = (condition: string) =>
  `permit (principal, action == Action::"read", resource) when { ${condition} };`;
const useOf = (condition: string) => timeUseOf([policyJson(policy(condition))]);

describe("time use of policies", () => {
  for (const [name, condition, count] of [
    ["none", `${ALICE} && ${LABEL}`, 0],
    ["alone_is_one_condition", UNTIL, 1],
    ["several_alone_are_one_condition", `${UNTIL} && (${HOURS} || !(${COMPUTED}))`, 1],
    ["beside_others_is_a_condition_each", `(${UNTIL}) && ${ALICE} && (${COMPUTED})`, 2],
    ["below_others_is_found", `!(${LABEL} || !(${ALICE} && (${HOURS})))`, 1],
    ["the_same_twice_is_one", `(${ALICE} && ${UNTIL}) || (${LABEL} && ${UNTIL})`, 1],
    ["by_the_clocks_name", `${ALICE} && ${BY_NAME}`, 1],
    ["in_a_question", `if ${UNTIL} then ${ALICE} else ${LABEL}`, 1],
    ["in_an_answer", `if ${ALICE} then ${UNTIL} else ${LABEL}`, 1],
    ["compared_as_a_truth", `(${UNTIL}) == (${ALICE})`, 1],
    ["in_a_record_whose_names_look_like_operators", `{"<": ${UNTIL}, "attr": ${ALICE}}["<"]`, 1],
  ] as const) {
    it(`conditions__${name}`, () => {
      const { conditions, isMixed } = useOf(condition);
      assert.equal(conditions.length, count);
      assert.equal(isMixed, false);
    });
  }

  for (const [name, condition] of [
    [
      "value",
      `(if ${ALICE} then context.now else datetime("2026-01-01")) < datetime("2027-01-01")`,
    ],
    ["number", 'context.clock.getTag("UTC").minute < resource.size_bytes'],
    ["whole_context", `${ALICE} && context == context`],
  ] as const) {
    it(`mixed__${name}_of_time_and_something_else`, () => assert(useOf(condition).isMixed));
  }

  it("zones__wherever_they_are_named", () => {
    const { zones } = useOf(`${ALICE} && (${HOURS} || context.clock.hasTag("Asia/Tokyo"))`);
    assert.deepEqual([...zones], ["UTC", "Asia/Tokyo"]);
  });

  it("zones__unknown_or_computed_is_refused", () => {
    const refused = userError("policy_invalid", /no time zone 'Mars\/Base'/);
    assert.throws(() => useOf('context.clock.hasTag("Mars/Base")'), refused);
    const computed = userError("policy_invalid", /must be named/);
    assert.throws(() => useOf("context.clock.hasTag(principal.name)"), computed);
  });
});

describe("answers to conditions of time", () => {
  /** Every way to join three conditions, of time and of others. */
  const ATOMS = [UNTIL, HOURS, BY_NAME, COMPUTED, ALICE, LABEL];
  const JOINS = [
    (a: string, b: string, c: string) => `(${a}) && (${b}) && (${c})`,
    (a: string, b: string, c: string) => `(${a}) || !((${b}) && (${c}))`,
    (a: string, b: string, c: string) => `if (${a}) then (${b}) else !(${c})`,
    (a: string, b: string, c: string) => `((${a}) == (${b})) != (${c})`,
  ];
  const MOMENTS = Array.from(
    { length: 24 },
    (_, index) => new Date(Date.UTC(2026, 10, 29 + Math.floor(index / 8), (index % 8) * 3, 1)),
  );

  function decisions(present: Present): string {
    const asked = [];
    for (const name of ["alice", "bob"]) {
      for (const label of ["a", "b"]) {
        const { allowed } = decideByCedar({
          setName: "test-policies",
          principal: name,
          action: "read",
          resource: { type: "Volume", id: "v" },
          context: present.context,
          entities: [
            { uid: { type: "Identity", id: name }, attrs: { name }, parents: [] },
            { uid: { type: "Volume", id: "v" }, attrs: { label }, parents: [] },
            present.clock,
          ],
        });
        asked.push(allowed);
      }
    }
    return asked.join();
  }

  for (const [index, join] of JOINS.entries()) {
    it(`the_same__the_same_decisions (${index})`, () => {
      let changes = 0;
      for (const a of ATOMS) {
        for (const b of ATOMS) {
          for (const c of ATOMS) {
            const text = policy(join(a, b, c));
            preparePolicies("test-policies", { text });
            const times = new PresentTimes(timeUseOf([policyJson(text)]), "test-times");
            const decided = new Map<string, string>();
            for (const moment of MOMENTS) {
              const present = times.at(moment);
              const now = decisions(present);
              const before = decided.get(present.answers) ?? now;
              assert.equal(now, before, `${text} at ${moment.toISOString()}`);
              decided.set(present.answers, now);
            }
            changes += new Set(decided.values()).size - 1;
          }
        }
      }
      assert(changes > 100, `time decided ${changes} times only`);
    }).timeout(60_000);
  }
});
