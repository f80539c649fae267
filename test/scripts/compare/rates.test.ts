import assert from "node:assert/strict";
import { bareRateOf, iopsOf, nativeFiguresOf } from "../../../scripts/compare/rates.js";

const JOBS = [
  { read: { iops: 1000.5 }, write: { iops: 0 } },
  { read: { iops: 10 }, write: { iops: 20 } },
];

describe("reading what measured programs print", () => {
  it("iops__are_summed_over_jobs_and_directions", () => {
    assert.equal(iopsOf(JSON.stringify({ jobs: JOBS })), 1030.5);
  });

  it("iops__are_found_behind_what_an_engine_says_first", () => {
    assert.equal(iopsOf(`fio: connected to NBD server\n${JSON.stringify({ jobs: JOBS })}`), 1030.5);
  });

  it("iops__of_another_document_are_refused", () => {
    assert.throws(() => iopsOf('{"error":{"code":"io_failed"}}'));
  });

  it("bare_rate__is_the_number_printed", () => {
    assert.equal(bareRateOf("98765\n"), 98765);
  });

  for (const text of ["", "0\n", "line 80: Connection refused\n"]) {
    it(`bare_rate__is_refused__${JSON.stringify(text)}`, () => {
      assert.throws(() => bareRateOf(text), /in place of a rate/);
    });
  }

  it("native_figures__are_read_line_by_line_with_their_targets", () => {
    const text = [
      "clock: 24.51 ns",
      "record: 1.23 ns (max seen 11999)",
      "randread, depth 32: 12.34 million operations/s",
      "",
    ].join("\n");
    const [clock, record, rate, ...others] = nativeFiguresOf(text);
    assert.deepEqual(others, []);
    assert.deepEqual([clock?.value, clock?.unit, clock?.target], [24.51, "ns", null]);
    assert.deepEqual([record?.value, record?.unit, record?.target], [1.23, "ns", { below: 5 }]);
    assert.deepEqual(rate, {
      title: "null engine, randread, depth 32",
      value: 12.34e6,
      unit: "operations/s",
      target: { at_least: 10e6 },
    });
  });

  it("native_figures__are_refused__a_line_of_another_form", () => {
    assert.throws(() => nativeFiguresOf("clock: 25 ns\nrecord: fast"), /'record: fast'/);
  });
});
