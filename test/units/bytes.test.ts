import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../src/errors.js";
import { formatBytes, parseBytes } from "../../src/units/bytes.js";

function refusalOf(text: string): UserError {
  try {
    parseBytes(text);
  } catch (error) {
    assert.ok(error instanceof UserError, `not a UserError: ${error}`);
    return error;
  }
  return assert.fail(`'${text}' was accepted`);
}

describe("parseBytes", () => {
  const accepted: [string, number][] = [
    ["0", 0],
    ["512", 512],
    ["512B", 512],
    ["4k", 4096],
    ["4K", 4096],
    ["4kb", 4096],
    ["4Ki", 4096],
    ["4KiB", 4096],
    ["64M", 64 * 2 ** 20],
    ["1g", 2 ** 30],
    ["1GB", 2 ** 30],
    ["1GiB", 2 ** 30],
    ["2t", 2 * 2 ** 40],
    ["1PiB", 2 ** 50],
    ["0x1000", 4096],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, bytes] of accepted) {
    it(`parseBytes__${text}`, () => assert.equal(parseBytes(text), bytes));
  }

  const refused: [string, RegExp][] = [
    ["", /empty/],
    [" ", /empty/],
    ["-1", /negative/],
    ["1.5M", /fraction/],
    ["1,5M", /fraction/],
    ["4 k", /space/],
    ["4q", /suffix is unknown/],
    ["4kk", /suffix is unknown/],
    ["k", /does not start with a number/],
    ["1e3", /suffix is unknown/],
    ["9007199254740992", /more than 9007199254740991 bytes/],
    ["8p", /^'8p' is not a size: it is more than/],
    ["NaN", /does not start/],
  ];
  for (const [text, why] of refused) {
    it(`parseBytes__refuses_'${text}'`, () => {
      const error = refusalOf(text);
      assert.equal(error.code, "size_invalid");
      assert.match(error.message, why);
      assert.ok(error.message.includes(`'${text}'`), "the text is quoted");
      assert.match(error.nextSteps.join(" "), /512, 4k, 64M, 1GiB/);
    });
  }

  it("parseBytes__any_count_and_suffix", () => {
    const suffixes = ["", "k", "m", "g", "t"];
    const endings = ["", "b", "B", "i", "iB"];
    fc.assert(
      fc.property(
        fc.nat({ max: 8191 }),
        fc.nat({ max: suffixes.length - 1 }),
        fc.constantFrom(...endings),
        fc.boolean(),
        (count, exponent, ending, upper) => {
          const letter = suffixes[exponent] ?? "";
          const suffix = letter === "" ? "" : (upper ? letter.toUpperCase() : letter) + ending;
          assert.equal(parseBytes(`${count}${suffix}`), count * 1024 ** exponent);
        },
      ),
    );
  });

  it("parseBytes__any_text_is_a_safe_count_or_a_user_error", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9.x -]{0,20}[kmgtpib]{0,3}$/)),
        (text) => {
          try {
            const bytes = parseBytes(text);
            assert.ok(Number.isSafeInteger(bytes) && bytes >= 0);
          } catch (error) {
            assert.ok(error instanceof UserError);
          }
        },
      ),
    );
  });
});

describe("formatBytes", () => {
  const shown: [number, string][] = [
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.0 KiB"],
    [1536, "1.5 KiB"],
    [64 * 2 ** 20, "64.0 MiB"],
    [512 * 2 ** 20, "512 MiB"],
    [2 ** 20 - 1, "1.0 MiB"],
    [2 ** 30, "1.0 GiB"],
    [Number.MAX_SAFE_INTEGER, "8.0 PiB"],
  ];
  for (const [bytes, text] of shown) {
    it(`formatBytes__${bytes}`, () => assert.equal(formatBytes(bytes), text));
  }

  it("formatBytes__is_parsed_back_to_the_same_figure", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        const [digits = "", unit = ""] = formatBytes(bytes).split(" ");
        const back = Number(digits) * parseBytes(`1${unit}`);
        assert.ok(Math.abs(back - bytes) <= bytes * 0.051, `${bytes} shown as ${digits} ${unit}`);
      }),
    );
  });
});
