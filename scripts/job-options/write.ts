/** Writes the reference of job options into docs/bench-job-files.md; a test compares. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { withReference } from "./reference.js";

const path = join(packageRoot(), "docs", "bench-job-files.md");
await writeFile(path, withReference(await readFile(path, "utf8")));
