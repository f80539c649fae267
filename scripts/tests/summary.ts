/**
 * summary.ts NAME=STATUS…: adds up what the suites said in build/test-reports and ends with the
 * line `N passed, N failed`. Exits with 1 when anything failed.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { type Counts, countsOf } from "./counts.js";

const reports = join(packageRoot(), "build", "test-reports");

function read(file: string): string | undefined {
  const path = join(reports, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

const total: Counts = { passed: 0, failed: 0 };
for (const outcome of process.argv.slice(2)) {
  const [name = "", status = ""] = outcome.split("=");
  const { passed, failed } = countsOf({
    status: Number(status),
    mocha: read(`${name}.json`),
    ctest: read(`${name}.xml`),
  });
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed (exit status ${status})\n`);
  total.passed += passed;
  total.failed += failed;
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
