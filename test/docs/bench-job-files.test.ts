/** The reference of job options is that of the code, and the page's examples are taken. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withReference } from "../../scripts/job-options/reference.js";
import { parseJobFile } from "../../src/bench/jobfile/parse.js";
import { packageRoot } from "../../src/package.js";

const page = readFileSync(join(packageRoot(), "docs", "bench-job-files.md"), "utf8");

describe("docs/bench-job-files.md", () => {
  it("reference__is_current", () => {
    assert.equal(page, withReference(page), "run scripts/job-options/write.ts");
  });

  it("examples__are_job_files_without_warnings", () => {
    const examples = [...page.matchAll(/```ini\n(.+?)```/gs)].map(([, text = ""]) => text);
    assert.notEqual(examples.length, 0);
    for (const text of examples) assert.deepEqual(parseJobFile(text, "example.fio").warnings, []);
  });
});
