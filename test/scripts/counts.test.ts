/** The sum that ends a test run: no failure may be lost on the way to it. */
import assert from "node:assert/strict";
import { countsOf } from "../../scripts/tests/counts.js";

function mochaReport(passes: number, failures: number): string {
  return JSON.stringify({ stats: { tests: passes + failures, passes, failures }, tests: [] });
}

function ctestReport(...statuses: string[]): string {
  const cases = statuses.map(
    (status, n) => `\t<testcase name="bench.T${n}" classname="T" time="0.1" status="${status}">`,
  );
  return `<?xml version="1.0"?>\n<testsuite name="(empty)">\n${cases.join("\n")}\n</testsuite>`;
}

describe("countsOf", () => {
  it("counts__mocha_report", () => {
    assert.deepEqual(countsOf({ status: 2, mocha: mochaReport(5, 2) }), { passed: 5, failed: 2 });
  });

  it("counts__ctest_report", () => {
    const ctest = ctestReport("run", "fail", "run", "notrun");
    assert.deepEqual(countsOf({ status: 8, ctest }), { passed: 2, failed: 1 });
  });

  it("counts__all_passed", () => {
    const ctest = ctestReport("run", "run");
    assert.deepEqual(countsOf({ status: 0, ctest }), { passed: 2, failed: 0 });
  });

  it("counts__failed_without_a_failed_test", () => {
    const mocha = mochaReport(5, 0);
    assert.deepEqual(countsOf({ status: 1, mocha }), { passed: 5, failed: 1 });
  });

  it("counts__report_missing", () => {
    assert.deepEqual(countsOf({ status: 0 }), { passed: 0, failed: 1 });
  });

  it("counts__nothing_ran", () => {
    assert.deepEqual(countsOf({ status: 0, mocha: mochaReport(0, 0) }), { passed: 0, failed: 1 });
  });
});
