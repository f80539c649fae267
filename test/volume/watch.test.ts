import assert from "node:assert/strict";
import { Cancelled } from "../../src/errors.js";
import { watchVolume } from "../../src/volume/watch.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { userError } from "../support/errors.js";
import { until } from "../support/until.js";

describe("watchVolume", () => {
  let device: TestDevice;
  let volumeId: string;
  before(async () => {
    device = await startTestDevice();
    const body = { name: "v", size_bytes: 4096 };
    volumeId = (await device.client.call("createVolume", { body })).volume.id;
  });
  after(() => device.stop());

  it("watchVolume__ends_quietly_at_a_signal", async () => {
    const controller = new AbortController();
    const next = watchVolume(device.client, "v", controller.signal).next();
    await until("it watches", () => device.binding.openWatches(volumeId) === 1);
    controller.abort(new Cancelled("SIGINT"));
    assert.deepEqual(await next, { done: true, value: undefined });
  });

  it("watchVolume__of_a_missing_volume_is_not_found", async () => {
    const { signal } = new AbortController();
    const next = watchVolume(device.client, "none", signal).next();
    await assert.rejects(next, userError("volume_not_found"));
  });
});
