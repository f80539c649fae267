import assert from "node:assert/strict";
import { nativeError } from "../../src/binding/fake-error.js";
import type { NotificationPhases } from "../../src/binding/native-observation.js";
import { attachVolume } from "../../src/volume/attach.js";
import { changesSince } from "../../src/volume/changes.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";

const REGION = 16 * 1024;

describe("telling through the control API", () => {
  let device: TestDevice;
  beforeEach(async () => {
    device = await startTestDevice();
    const body = { name: "v", size_bytes: 16 * REGION };
    await device.client.call("createVolume", { body });
  });
  afterEach(() => device.stop());

  async function attach(when: NotificationPhases, observe: "message" | "immediate" = "message") {
    const notify = { when, batch: 1, outOfBand: true };
    const observation = { observe, waitObserved: false, notify };
    const range = { offsetBytes: REGION, observation };
    const rights: ("read" | "write")[] = ["read", "write"];
    return (await attachVolume(device.client, device.binding, "v", rights, range)).session;
  }

  async function kindsOf(operate: () => Promise<void>): Promise<string[]> {
    const { id } = await device.client.call("showVolume", { params: { name: "v" } });
    const watch = device.binding.watch(id);
    await operate();
    const { events } = watch.take();
    watch.close();
    return events.map(({ kind, type, offsetBytes }) => `${kind} ${type} ${offsetBytes}`);
  }

  const PHASES: [NotificationPhases, string[]][] = [
    ["before", [`announced write ${REGION + 7}`]],
    ["after", [`done write ${REGION + 7}`]],
    ["both", [`announced write ${REGION + 7}`, `done write ${REGION + 7}`]],
  ];
  for (const [when, expected] of PHASES) {
    it(`notifying__${when}_tells_of_each_operation`, async () => {
      const session = await attach(when);
      const kinds = await kindsOf(() => session.write(7, Buffer.alloc(9)));
      assert.deepEqual(kinds, expected);
      await session.close();
    });
  }

  it("notifying__reads_are_told_too_and_nothing_is_not", async () => {
    const session = await attach("after");
    const kinds = await kindsOf(async () => {
      await session.read(0, Buffer.alloc(4));
      await session.read(0, Buffer.alloc(0));
    });
    assert.deepEqual(kinds, [`done read ${REGION}`]);
    await session.close();
  });

  it("close__after_all_was_told_leaves_nothing_to_be_looked_for", async () => {
    const session = await attach("after");
    await session.write(0, Buffer.alloc(9, 1));
    await session.close();
    const { regions_hashed } = await statistics();
    assert.equal((await changesSince(device.client, "v", "creation", false)).regions, 1);
    assert.equal((await statistics()).regions_hashed, regions_hashed);
  });

  it("close__after_a_failure_has_the_volume_looked_at", async () => {
    const session = await attach("after");
    device.binding.failNext("write", nativeError("io_failed", "fi_write", 5, "broken"));
    await assert.rejects(session.write(0, Buffer.alloc(9, 1)), { code: "io_failed" });
    await session.close();
    await changesSince(device.client, "v", "creation", false);
    assert.equal((await statistics()).regions_hashed, 16);
  });

  it("attach__in_a_mode_that_cannot_be_told_so_is_refused", async () => {
    await assert.rejects(attach("after", "immediate"), userError("usage", /only mode 'message'/));
    assert.deepEqual(await device.client.call("listSessions", {}), []);
  });

  const statistics = () =>
    device.client.call("showStatistics", { params: { name: "v" }, query: {} });
});
