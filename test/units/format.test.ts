import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatBandwidth,
  formatDurationNs,
  formatElapsed,
  formatRate,
} from "../../src/units/format.js";

function table(name: string, format: (value: number) => string, rows: [number, string][]): void {
  describe(name, () => {
    for (const [value, text] of rows) {
      it(`${name}__${value}`, () => assert.equal(format(value), text));
    }
  });
}

table("formatRate", formatRate, [
  [0, "0"],
  [0.5, "0.50"],
  [999, "999"],
  [999.4, "999"],
  [999.6, "1.00k"],
  [12_345, "12.3k"],
  [123_456, "123k"],
  [999_499, "999k"],
  [999_500, "1.00M"],
  [1_234_567, "1.23M"],
]);

table("formatBandwidth", formatBandwidth, [
  [0, "0 B/s"],
  [512, "512 B/s"],
  [2 ** 20, "1.00 MiB/s"],
  [123 * 2 ** 20, "123 MiB/s"],
  [1.234 * 2 ** 30, "1.23 GiB/s"],
]);

table("formatDurationNs", formatDurationNs, [
  [0, "0 ns"],
  [850, "850 ns"],
  [850.4, "850 ns"],
  [999.6, "1.00 µs"],
  [1234, "1.23 µs"],
  [45_600_000, "45.6 ms"],
  [9_994_999, "9.99 ms"],
  [9_995_000, "10.0 ms"],
  [2e9, "2.00 s"],
  [1234e9, "1234 s"],
  [10_000e9, "2h 46m 40s"],
]);

table("formatElapsed", formatElapsed, [
  [0, "0s"],
  [5.9, "5s"],
  [60, "1m 00s"],
  [65, "1m 05s"],
  [3599, "59m 59s"],
  [7205, "2h 00m 05s"],
]);

describe("significant digits", () => {
  const formats = { formatRate, formatDurationNs, formatBandwidth };
  for (const [name, format] of Object.entries(formats)) {
    it(`${name}__never_more_than_four_digits`, () => {
      const values = fc.double({ min: 0, max: 9.9e12, noNaN: true });
      fc.assert(
        fc.property(values, (value) => {
          const digits = format(value).match(/\d/g) ?? [];
          assert.ok(digits.length >= 1 && digits.length <= 4, format(value));
        }),
      );
    });

    it(`${name}__is_within_half_a_percent`, () => {
      const worth = (text: string): number => {
        const [, digits = "", unit = ""] = /^([\d.]+) ?(.*)$/.exec(text) ?? [];
        const units = ["", "k", "M", "G", "ns", "µs", "ms", "s"];
        const binary = ["B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s", "PiB/s"];
        const decimal = units.indexOf(unit) % 4;
        return (
          Number(digits) * (binary.includes(unit) ? 1024 ** binary.indexOf(unit) : 1000 ** decimal)
        );
      };
      const values = fc.double({ min: 1, max: 9.9e12, noNaN: true });
      fc.assert(
        fc.property(values, (value) => {
          assert.ok(Math.abs(worth(format(value)) / value - 1) <= 0.0051, format(value));
        }),
      );
    });
  }
});
