import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Policies } from "../../../src/access/policy/policies.js";
import { CEDAR_SCHEMA } from "../../../src/access/policy/schema.js";
import {
  addPolicy,
  applyPolicies,
  deletePolicy,
  putPolicy,
} from "../../../src/access/policy/writing.js";
import { packageRoot } from "../../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../../support/directory.js";
import { userError } from "../../support/errors.js";

const READ = 'permit (principal, action == Action::"read", resource);';
const NIGHT =
  'permit (principal, action, resource) when { context.clock.hasTag("Asia/Tokyo") && ' +
  'context.clock.getTag("Asia/Tokyo").minute < 5 };';
/** Valid, and fails where nobody provides the clock's time of this zone. */
const FAILING_FORBID =
  'forbid (principal, action, resource) when { context.clock.hasTag("UTC") && ' +
  "resource is Volume && resource.size_bytes * 9000000000000000000 > 0 };";

describe("policies", () => {
  let directory: TestDirectory;
  let path: string;
  let policies: Policies;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "policies.json");
    policies = await Policies.open(path);
  });
  afterEach(() => directory.remove());

  const question = (action = "read") => ({
    principal: "alice",
    action,
    resource: { type: "Volume", id: "v" } as const,
    context: {
      power: "mains",
      clock: { __entity: { type: "Clock", id: "now" } },
    },
    entities: [
      {
        uid: { type: "Volume", id: "v" },
        attrs: { name: "v", label: "", size_bytes: 4096 },
        parents: [],
      },
      {
        uid: { type: "Clock", id: "now" },
        attrs: {},
        parents: [],
        tags: { UTC: { weekday: "mon", minute: 1 } },
      },
    ],
  });

  it("schema__in_docs_is_the_one_that_counts", async () => {
    const text = await readFile(join(packageRoot(), "docs", "memvol.cedarschema"), "utf8");
    assert.equal(text, CEDAR_SCHEMA);
  });

  it("no_policy__permits_nothing", () => {
    assert.deepEqual(policies.decide(question()), { allowed: false, policies: [], failed: [] });
  });

  it("add__decides_at_once_and_after_a_restart", async () => {
    const { id } = await addPolicy(policies, READ);
    assert.equal(id, "policy-1");
    for (const one of [policies, await Policies.open(path)]) {
      assert.deepEqual(one.decide(question()), { allowed: true, policies: [id], failed: [] });
      assert.equal(one.decide(question("write")).allowed, false);
    }
  });

  it("forbid__beats_permit", async () => {
    await addPolicy(policies, READ);
    await addPolicy(policies, `@id("no") forbid (principal, action, resource);`);
    assert.deepEqual(policies.decide(question()), { allowed: false, policies: ["no"], failed: [] });
  });

  it("forbid__that_cannot_be_evaluated_forbids", async () => {
    await addPolicy(policies, READ);
    await putPolicy(policies, "broken", FAILING_FORBID);
    const { allowed, failed } = policies.decide(question());
    assert.deepEqual({ allowed, failed }, { allowed: false, failed: ["broken"] });
  });

  const INVALID: { name: string; text: string; says: RegExp }[] = [
    { name: "no_cedar", text: "permit everything", says: /no Cedar policy/ },
    {
      name: "unknown_attribute",
      text: `${READ.slice(0, -1)} when { resource.colour == 1 };`,
      says: /colour/,
    },
    { name: "unknown_action", text: READ.replace("read", "paint"), says: /paint/ },
    { name: "two_at_once", text: READ + READ, says: /several policies/ },
    {
      name: "template",
      text: READ.replace("principal,", "principal == ?principal,"),
      says: /templates/,
    },
    { name: "range", text: `@range("x") ${READ}`, says: /no range/ },
    { name: "observation", text: `@observe("x") ${READ}`, says: /no mode of observation/ },
    { name: "zone", text: NIGHT.replaceAll("Tokyo", "Tokio"), says: /Tokio/ },
    { name: "id", text: `@id("a b") ${READ}`, says: /no name/ },
  ];
  for (const { name, text, says } of INVALID) {
    it(`add__invalid_${name}_changes_nothing`, async () => {
      await assert.rejects(addPolicy(policies, text), userError("policy_invalid", says));
      assert.deepEqual(policies.list(), []);
      assert.deepEqual((await Policies.open(path)).list(), []);
    });
  }

  it("add__what_would_overflow_cedar_never_reaches_it", async () => {
    const when = (expression: string) => READ.replace(";", ` when { ${expression} };`);
    const deep = [
      `${"(".repeat(1000)}true${")".repeat(1000)}`,
      `${"[".repeat(300)}1${"]".repeat(300)} == []`,
      `true${" && true".repeat(6000)}`,
      `ip("1.1.1.1")${'.isInRange(ip("1.1.1.1"))'.repeat(400)}`,
      `${"if true then ".repeat(1000)}true${" else true".repeat(1000)}`,
    ];
    for (const expression of deep) {
      await assert.rejects(
        addPolicy(policies, when(expression)),
        userError("policy_invalid", /more than/),
      );
    }
    // It decides as before, with as much as is allowed.
    await addPolicy(
      policies,
      when(`${"(".repeat(25)}true${")".repeat(25)}${" && true".repeat(190)}`),
    );
    assert.equal(policies.decide(question()).allowed, true);
    await addPolicy(policies, `@id("quiet") ${READ} // ${"(".repeat(100)}\n`);
  });

  it("add__ranges_are_for_policies_that_permit", async () => {
    const forbid = '@range("0-4k") forbid (principal, action, resource);';
    await assert.rejects(addPolicy(policies, forbid), userError("policy_invalid", /that permit/));
  });

  it("put__replaces_and_delete_removes", async () => {
    await putPolicy(policies, "p", READ);
    await putPolicy(policies, "p", READ.replace("read", "write"));
    assert.equal(policies.decide(question("write")).allowed, true);
    assert.equal(policies.decide(question("read")).allowed, false);
    const other = putPolicy(policies, "q", `@id("p") ${READ}`);
    await assert.rejects(other, userError("policy_invalid", /'p', and is written as 'q'/));
    await assert.rejects(
      addPolicy(policies, `@id("p") ${READ}`),
      userError("policy_invalid", /'p' already/),
    );
    await deletePolicy(policies, "p");
    assert.equal(policies.decide(question("write")).allowed, false);
    await assert.rejects(deletePolicy(policies, "p"), userError("policy_not_found"));
  });

  it("apply__all_or_none", async () => {
    await putPolicy(policies, "old", READ);
    const text = `@id("a") ${READ}\n@id("b") ${NIGHT}`;
    const first = await applyPolicies(policies, text, false);
    assert.deepEqual(first, { created: ["a", "b"], changed: [], unchanged: [], removed: [] });
    const again = await applyPolicies(policies, text, true);
    assert.deepEqual(again, { created: [], changed: [], unchanged: ["a", "b"], removed: ["old"] });
    const before = policies.list();
    for (const bad of [`@id("c") ${READ} ${READ}`, `@id("c") ${READ} @id("c") ${READ}`, "x"]) {
      await assert.rejects(applyPolicies(policies, bad, true), userError("policy_invalid"));
    }
    assert.deepEqual(policies.list(), before);
  });

  it("present__answers_change_when_a_condition_of_time_does", async () => {
    const answers = (at: string) => policies.present(new Date(at)).answers;
    assert.equal(answers("2026-11-30T00:00Z"), answers("2027-11-30T00:00Z"));
    await putPolicy(policies, "night", NIGHT);
    const until = 'when { context.now < datetime("2026-12-01") };';
    await putPolicy(policies, "until", READ.replace(";", until));
    const day = answers("2026-11-29T03:00Z");
    assert.equal(answers("2026-11-30T14:59:59.999Z"), day);
    assert.notEqual(answers("2026-11-30T15:00:00Z"), day, "midnight in Tokyo");
    assert.equal(answers("2026-11-30T15:05:00Z"), day);
    assert.equal(answers("2026-11-30T23:59:59.999Z"), day);
    assert.notEqual(answers("2026-12-01T00:00:00Z"), day);
    await deletePolicy(policies, "until");
    assert.equal(answers("2026-12-01T00:00:00Z"), answers("2026-11-29T03:00Z"));
  });

  it("open__damaged_is_refused", async () => {
    for (const text of [
      "{",
      '{"policies": [{"id": "a", "text": "x", "changed_at": "2026-11-23T00:00:00Z"}]}',
    ]) {
      await writeFile(path, text);
      await assert.rejects(Policies.open(path), userError("file_unreadable", /are damaged/));
    }
  });
});
