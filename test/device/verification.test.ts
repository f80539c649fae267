import assert from "node:assert/strict";
import type { NativeExtent } from "../../src/binding/native-observation.js";
import { verifyVolume } from "../../src/device/verification.js";

const VOLUME = { id: "1", name: "v", size_bytes: 1000 };
const extent = (offsetBytes: number, lengthBytes: number) => ({ offsetBytes, lengthBytes });

/** What memory differs by at each look; the last goes on for ever. */
function looking(...looks: NativeExtent[][]) {
  const asked: NativeExtent[] = [];
  const native = {
    verifyVolume: async (_: string, range: NativeExtent) => {
      const memory = looks[Math.min(asked.length, looks.length - 1)] ?? [];
      asked.push(range);
      return { bytesCompared: range.lengthBytes, image: [extent(5, 1)], memory };
    },
  };
  return { native, asked };
}

describe("verifyVolume", () => {
  it("memory_the_same__is_looked_at_once", async () => {
    const { native, asked } = looking([]);
    const result = await verifyVolume(native, VOLUME);
    assert.deepEqual(result, {
      volume: "v",
      bytes_compared: 1000,
      image: [{ offset_bytes: 5, length_bytes: 1 }],
      memory: [],
    });
    assert.equal(asked.length, 1);
  });

  it("what_differs_once__was_only_not_told_yet", async () => {
    const { native, asked } = looking([extent(10, 20), extent(50, 10)], [extent(20, 35)], []);
    assert.deepEqual((await verifyVolume(native, VOLUME)).memory, []);
    assert.deepEqual(asked, [extent(0, 1000), extent(10, 50), extent(20, 35)]);
  });

  it("what_differs_each_time__differs", async () => {
    const { native, asked } = looking([extent(10, 20)], [extent(20, 30)]);
    const { memory } = await verifyVolume(native, VOLUME);
    assert.deepEqual(memory, [{ offset_bytes: 20, length_bytes: 10 }]);
    assert.equal(asked.length, 5);
  });
});
