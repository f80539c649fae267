import assert from "node:assert/strict";
import * as fc from "fast-check";
import { decodeMessage, encodeMessage } from "../../../src/bench/workers/encoding.js";
import { isNativeFailure } from "../../../src/binding/failure.js";
import { nativeError } from "../../../src/binding/fake-error.js";

describe("messages of workers", () => {
  it("numbers_bytes_and_doubles__come_as_they_went", () => {
    const fields = {
      seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      bytes: fc.uint8Array(),
      doubles: fc.float64Array({ noNaN: true, noDefaultInfinity: true }).map((all) =>
        // JSON has one zero.
        all.map((one) => (one === 0 ? 0 : one)),
      ),
      nested: fc.array(
        fc.record(
          { text: fc.string(), on: fc.boolean(), none: fc.constant(null) },
          { noNullPrototype: true },
        ),
      ),
    };
    const message = fc.record(fields, { noNullPrototype: true });
    fc.assert(
      fc.property(message, (given) => {
        const line = encodeMessage(given);
        assert(!line.includes("\n"));
        assert.deepEqual(decodeMessage(line), given);
      }),
    );
  });

  it("buffer__is_bytes", () => {
    const decoded = decodeMessage(encodeMessage({ histogram: Buffer.from([1, 2, 255]) }));
    assert.deepEqual(decoded, { histogram: Uint8Array.of(1, 2, 255) });
  });

  it("native_failure__is_one_still", () => {
    const failure = nativeError("session_ended", "fi_cq_read", 104, "Connection reset by peer");
    const { got } = decodeMessage(encodeMessage({ got: failure })) as { got: unknown };
    assert(isNativeFailure(got));
    assert.deepEqual(
      [got.code, got.operation, got.errno, got.message],
      ["session_ended", "fi_cq_read", 104, failure.message],
    );
  });

  it("text_that_is_no_json__is_refused", () => {
    assert.throws(() => decodeMessage("{"), SyntaxError);
  });
});
