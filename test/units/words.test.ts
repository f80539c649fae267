import assert from "node:assert/strict";
import fc from "fast-check";
import { formatWord, parseWord } from "../../src/units/words.js";
import { userError } from "../support/errors.js";

const MAX = 2n ** 64n - 1n;

describe("words", () => {
  it("parseWord__decimal_hexadecimal_and_signed", () => {
    assert.equal(parseWord("0"), 0n);
    assert.equal(parseWord("18446744073709551615"), MAX);
    assert.equal(parseWord("0xFFFFFFFFFFFFFFFF"), MAX);
    assert.equal(parseWord("-1"), MAX);
    assert.equal(parseWord("-0x10"), MAX - 15n);
    assert.equal(parseWord("-9223372036854775808"), 2n ** 63n);
    // One more than a number of JavaScript holds.
    assert.equal(parseWord("9007199254740993"), 9007199254740993n);
  });

  it("parseWord__what_64_bits_do_not_hold_is_refused", () => {
    for (const text of ["18446744073709551616", "-9223372036854775809", "0x10000000000000000"]) {
      assert.throws(() => parseWord(text), userError("usage", /64 bits do not hold it/));
    }
  });

  it("parseWord__what_is_no_whole_number_is_refused", () => {
    for (const text of ["", "-", "0x", "1.5", "1e3", "4k", "+1", " 1", "--1", "abc", "1n"]) {
      assert.throws(() => parseWord(text), userError("usage", /no whole number/), text);
    }
  });

  it("formatWord__is_read_back_as_the_same_word", () => {
    assert.equal(formatWord(5n), "5 (0x5)");
    assert.equal(formatWord(MAX), "18446744073709551615 (0xffffffffffffffff, -1)");
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX }), (word) => {
        const written = formatWord(word).match(/-?(?:0x[0-9a-f]+|\d+)/g) ?? [];
        assert.equal(written.length, word > MAX / 2n ? 3 : 2);
        for (const text of written) assert.equal(parseWord(text), word);
      }),
    );
  });
});
