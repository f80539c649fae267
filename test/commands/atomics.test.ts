/** `memvol volume fetch-add` and `compare-swap`, on the fake binding. */
import assert from "node:assert/strict";
import type { NativeBinding } from "../../src/binding/native.js";
import VolumeCompareSwap from "../../src/commands/volume/compare-swap.js";
import VolumeFetchAdd from "../../src/commands/volume/fetch-add.js";
import { CommandLine } from "../support/command-line.js";
import { startTestDevice, type TestDevice } from "../support/device.js";

let device: TestDevice;
const commands = new CommandLine(() => device.env);

class FakeFetchAdd extends VolumeFetchAdd {
  protected override async binding(): Promise<NativeBinding> {
    return device.binding;
  }
}

class FakeCompareSwap extends VolumeCompareSwap {
  protected override async binding(): Promise<NativeBinding> {
    return device.binding;
  }
}

describe("commands/atomics", () => {
  beforeEach(async () => {
    device = await startTestDevice();
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 8192 } });
  });
  afterEach(async () => {
    assert.deepEqual(await device.client.call("listSessions", {}), [], "no session stays open");
    await device.stop();
  });

  it("fetch_add__tells_old_and_new_exactly", async () => {
    const big = String(2n ** 63n + 1n);
    assert.deepEqual(JSON.parse(await commands.succeed(FakeFetchAdd, "v", "4k", big, "--json")), {
      volume: "v",
      offset_bytes: 4096,
      delta: big,
      old_value: "0",
      new_value: big,
    });
    const text = await commands.succeed(FakeFetchAdd, "v", "0x1000", "-2");
    assert.match(text, /^old +9223372036854775809 \(0x8000000000000001, -9223372036854775807\)$/m);
    assert.match(text, /^new +9223372036854775807 \(0x7fffffffffffffff\)$/m);
  });

  it("compare_swap__swaps_what_is_expected_and_nothing_else", async () => {
    assert.match(await commands.succeed(FakeCompareSwap, "v", "8", "0", "-1"), /^swapped +yes$/m);
    const missed = await commands.succeed(FakeCompareSwap, "v", "8", "0", "7", "--json");
    assert.deepEqual(JSON.parse(missed), {
      volume: "v",
      offset_bytes: 8,
      expected: "0",
      desired: "7",
      old_value: String(2n ** 64n - 1n),
      swapped: false,
    });
  });

  it("refusals__name_what_is_wrong_and_what_to_do", async () => {
    const misaligned = await commands.refusal(FakeFetchAdd, "v", "12", "1");
    assert.equal(misaligned.code, "alignment_invalid");
    assert.match(misaligned.next_steps.join(), /at 8 and 16/);
    assert.equal((await commands.refusal(FakeFetchAdd, "v", "8192", "1")).code, "range_invalid");
    assert.equal((await commands.refusal(FakeFetchAdd, "v", "0", "one")).exitStatus, 2);
    assert.equal((await commands.refusal(FakeFetchAdd, "v", "0", String(2n ** 64n))).code, "usage");
    assert.equal((await commands.refusal(FakeCompareSwap, "v", "0", "1")).code, "usage");
    assert.equal(
      (await commands.refusal(FakeCompareSwap, "other", "0", "1", "2")).code,
      "volume_not_found",
    );
  });

  it("operations__are_counted_and_leave_dirty_what_they_changed", async () => {
    const params = { name: "v", point: "p" };
    await device.client.call("markPoint", { params });
    await commands.succeed(FakeFetchAdd, "v", "4096", "0");
    assert.equal((await device.client.call("showDirty", { params })).extents.length, 0);
    await commands.succeed(FakeFetchAdd, "v", "4096", "1");
    assert.equal((await device.client.call("showDirty", { params })).extents.length, 1);
    const { traffic } = await device.client.call("showStatistics", {
      params: { name: "v" },
      query: { since: "p" },
    });
    assert.equal(traffic.atomic.operations, 2);
    assert.equal(traffic.atomic.bytes, 16);
  });

  it("volume__says_who_carries_them_out", async () => {
    const volume = await device.client.call("showVolume", { params: { name: "v" } });
    assert.equal(volume.atomics, "device");
  });
});
