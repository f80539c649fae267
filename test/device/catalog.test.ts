import assert from "node:assert/strict";
import fc from "fast-check";
import { FakeBinding } from "../../src/binding/fake.js";
import { nativeError } from "../../src/binding/fake-error.js";
import type { NativeDevice } from "../../src/binding/native.js";
import { volumeCreation } from "../../src/control/schemas.js";
import { MemoryBudget } from "../../src/device/budget.js";
import { Catalog, type KeptVolume } from "../../src/device/catalog.js";
import { DEFAULT_NOTIFY } from "../../src/volume/attach.js";
import { OBSERVER } from "../support/device.js";
import { userError } from "../support/errors.js";
import { issueTicket } from "../support/tickets.js";

const MIB = 2 ** 20;

const REQUEST = volumeCreation.parse({ name: "a", size_bytes: MIB });

const BACKED = volumeCreation.parse({
  name: "kept",
  size_bytes: MIB,
  durability: { mode: "barrier", backing: "/stores" },
});

async function openCatalog(capacityBytes: number) {
  const binding = new FakeBinding();
  const native = await binding.openDevice({
    provider: "tcp",
    host: "127.0.0.1",
    port: 0,
    progressThreads: 1,
    spinNs: 0,
    observer: OBSERVER,
    stores: { timeoutNs: 30e9, scrubBytesPerSecond: 0 },
    onEvent: () => undefined,
  });
  const budget = new MemoryBudget(capacityBytes);
  const kept: KeptVolume[][] = [];
  let failure: Error | undefined;
  const catalog = new Catalog({
    budget,
    native,
    onDeletion: () => undefined,
    keep: async (volumes) => {
      if (failure !== undefined) throw failure;
      kept.push(volumes);
    },
  });
  const failKeeping = (error: Error | undefined) => {
    failure = error;
  };
  return { binding, native, budget, catalog, kept, failKeeping };
}

async function attach(native: NativeDevice, binding: FakeBinding, volumeId: string) {
  const ticket = issueTicket(native, {
    sessionId: "s1",
    volumeId,
    client: "tester",
    offsetBytes: 0,
    lengthBytes: MIB,
    rights: ["read"],
    observe: "none",
    waitObserved: false,
    expiresInMs: 10_000,
  });
  const { address } = native;
  return binding.connect({ address, ticket, timeoutMs: 1000, notify: DEFAULT_NOTIFY });
}

describe("Catalog", () => {
  it("create__takes_memory_from_the_budget", async () => {
    const { budget, catalog } = await openCatalog(4 * MIB);
    const { volume, created } = await catalog.create(REQUEST);
    assert.equal(created, true);
    assert.equal(budget.freeBytes, 3 * MIB);
    assert.deepEqual(catalog.list(), [volume]);
    assert.deepEqual(catalog.get("a"), volume);
  });

  it("create__counts_whole_pages", async () => {
    const { budget, catalog } = await openCatalog(4 * MIB);
    await catalog.create({ ...REQUEST, size_bytes: 512, block_size_bytes: 512 });
    assert.equal(budget.freeBytes, 4 * MIB - 4096);
    await catalog.create({ ...REQUEST, name: "huge", huge_pages: true, size_bytes: 4096 });
    assert.equal(budget.freeBytes, 2 * MIB - 4096);
  });

  it("create__over_budget_is_refused_and_exact_fit_is_not", async () => {
    const { budget, catalog } = await openCatalog(2 * MIB);
    const over = { ...REQUEST, size_bytes: 2 * MIB + 4096 };
    await assert.rejects(catalog.create(over), userError("budget_exceeded", /2101248 bytes/));
    assert.equal(budget.freeBytes, 2 * MIB);
    await catalog.create({ ...REQUEST, size_bytes: 2 * MIB });
    assert.equal(budget.freeBytes, 0);
  });

  it("create__concurrent_requests_never_exceed_the_budget", async () => {
    const { budget, catalog } = await openCatalog(5 * MIB);
    const requests = Array.from({ length: 20 }, (_, i) => ({ ...REQUEST, name: `v${i}` }));
    const outcomes = await Promise.allSettled(requests.map((request) => catalog.create(request)));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    assert.equal(refused.length, 15);
    for (const { reason } of refused) userError("budget_exceeded")(reason);
    assert.equal(budget.freeBytes, 0);
    assert.equal(catalog.list().length, 5);
  });

  it("create__any_order_of_creations_and_deletions_keeps_the_books", async () => {
    const step = fc.record({
      name: fc.constantFrom("a", "b", "c", "d"),
      pages: fc.integer({ min: 1, max: 200 }),
      remove: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { budget, catalog } = await openCatalog(MIB);
        const changes = steps.map(({ name, pages, remove }) => {
          const request = { ...REQUEST, name, size_bytes: pages * 4096 };
          const change = remove ? catalog.delete(name, true) : catalog.create(request);
          assert(budget.freeBytes >= 0);
          return change;
        });
        await Promise.allSettled(changes);
        const taken = catalog.list().reduce((sum, volume) => sum + volume.size_bytes, 0);
        assert.equal(budget.freeBytes, MIB - taken);
      }),
      { numRuns: 50 },
    );
  });

  it("create__failed_allocation_gives_the_budget_and_the_name_back", async () => {
    const { budget, catalog, binding } = await openCatalog(MIB);
    const failure = nativeError("memory_unavailable", "memfd_create", 12, "no memory");
    binding.failNext("createVolume", failure);
    await assert.rejects(catalog.create(REQUEST), userError("memory_unavailable", /no memory/));
    assert.equal(budget.freeBytes, MIB);
    assert.deepEqual(catalog.list(), []);
    assert.equal((await catalog.create(REQUEST)).created, true);
  });

  it("create__misaligned_size_is_refused_with_the_next_that_fits", async () => {
    const { catalog } = await openCatalog(MIB);
    const request = { ...REQUEST, size_bytes: 5000 };
    await assert.rejects(catalog.create(request), (error) => {
      assert(userError("alignment_invalid", /5000 bytes.*4096/)(error));
      assert.match(JSON.stringify(error), /--size 8192/);
      return true;
    });
  });

  it("create__taken_name_is_refused", async () => {
    const { budget, catalog } = await openCatalog(4 * MIB);
    await catalog.create(REQUEST);
    await assert.rejects(catalog.create(REQUEST), userError("volume_exists", /'a' exists/));
    assert.equal(budget.freeBytes, 3 * MIB);
  });

  it("create__same_name_at_once_makes_one_volume", async () => {
    const { budget, catalog } = await openCatalog(4 * MIB);
    const request = { ...REQUEST, if_not_exists: true };
    const both = await Promise.all([catalog.create(request), catalog.create(request)]);
    assert.deepEqual(both.map(({ created }) => created).sort(), [false, true]);
    assert.deepEqual(both[0]?.volume, both[1]?.volume);
    assert.equal(budget.freeBytes, 3 * MIB);
  });

  it("create__if_not_exists_tells_which_properties_differ", async () => {
    const { catalog } = await openCatalog(4 * MIB);
    await catalog.create(REQUEST);
    const request = { ...REQUEST, label: "new", size_bytes: 8192, if_not_exists: true };
    const says = /size_bytes is 1048576, not 8192; label is "", not "new"/;
    await assert.rejects(catalog.create(request), userError("volume_exists", says));
  });

  it("create__if_not_exists_compares_how_it_is_tracked_and_observed", async () => {
    const { catalog } = await openCatalog(4 * MIB);
    await catalog.create({ ...REQUEST, region_size_bytes: 16_384 });
    const accepting = { ...REQUEST, if_not_exists: true };
    assert.equal((await catalog.create(accepting)).created, false);
    const other = { ...accepting, region_size_bytes: 4096, observe: { ...REQUEST.observe } };
    other.observe.minimum = "message";
    const says = /region_size_bytes is 16384, not 4096; observe is .*"none".*, not .*"message"/;
    await assert.rejects(catalog.create(other), userError("volume_exists", says));
  });

  it("create__only_backed_volumes_are_written_down", async () => {
    const { catalog, kept } = await openCatalog(4 * MIB);
    await catalog.create(REQUEST);
    assert.deepEqual(kept, []);
    const { volume } = await catalog.create(BACKED);
    await catalog.relabel("kept", "text");
    await catalog.delete("kept", false);
    const written = { ...volume, known_epoch: 0 };
    assert.deepEqual(kept, [[written], [{ ...written, label: "text" }], []]);
  });

  it("create__one_that_cannot_be_written_down_is_not_made", async () => {
    const { budget, catalog, failKeeping } = await openCatalog(MIB);
    failKeeping(new Error("no space"));
    await assert.rejects(catalog.create(BACKED), /no space/);
    assert.deepEqual(catalog.list(), []);
    assert.equal(budget.freeBytes, MIB);
    failKeeping(undefined);
    assert.equal((await catalog.create(BACKED)).created, true);
  });

  it("gone__aborts_when_the_volume_is_deleted", async () => {
    const { catalog } = await openCatalog(MIB);
    await catalog.create(REQUEST);
    const gone = catalog.gone("a");
    assert.equal(gone.aborted, false);
    await catalog.delete("a", false);
    assert.equal(gone.aborted, true);
    assert.throws(() => catalog.gone("a"), userError("volume_not_found"));
  });

  it("relabel__changes_the_label_alone", async () => {
    const { catalog } = await openCatalog(4 * MIB);
    const { volume } = await catalog.create(REQUEST);
    assert.deepEqual(await catalog.relabel("a", "text"), { ...volume, label: "text" });
    assert.deepEqual(catalog.get("a"), { ...volume, label: "text" });
  });

  it("delete__releases_the_budget_only_when_the_memory_is_free", async () => {
    const { budget, catalog } = await openCatalog(MIB);
    await catalog.create(REQUEST);
    const deletion = catalog.delete("a", false);
    assert.equal(budget.freeBytes, 0);
    assert.throws(() => catalog.get("a"), userError("volume_not_found"));
    await deletion;
    assert.equal(budget.freeBytes, MIB);
  });

  it("delete__failure_keeps_the_volume", async () => {
    const { budget, catalog, binding } = await openCatalog(MIB);
    await catalog.create(REQUEST);
    binding.failNext("deleteVolume", nativeError("io_failed", "munmap", 22, "cannot unmap"));
    await assert.rejects(catalog.delete("a", false), userError("io_failed"));
    assert.equal(budget.freeBytes, 0);
    assert.equal((await catalog.delete("a", false)).volume.name, "a");
  });

  it("delete__attached_volume_needs_force", async () => {
    const { catalog, native, binding } = await openCatalog(MIB);
    const { volume } = await catalog.create(REQUEST);
    const session = await attach(native, binding, volume.id);
    await assert.rejects(catalog.delete("a", false), userError("volume_attached", /by a session/));
    assert.equal((await catalog.delete("a", true)).sessionsEnded, 1);
    await assert.rejects(session.read(0, Buffer.alloc(1)), { code: "session_ended" });
  });

  it("delete__missing_volume_is_not_found", async () => {
    const { catalog } = await openCatalog(MIB);
    await assert.rejects(catalog.delete("a", true), userError("volume_not_found", /'a'/));
    await assert.rejects(catalog.relabel("a", ""), userError("volume_not_found"));
  });

  it("create__name_that_is_being_deleted_is_waited_for", async () => {
    const { budget, catalog } = await openCatalog(MIB);
    await catalog.create(REQUEST);
    const [, { created }] = await Promise.all([
      catalog.delete("a", false),
      catalog.create(REQUEST),
    ]);
    assert.equal(created, true);
    assert.equal(budget.freeBytes, 0);
  });
});
