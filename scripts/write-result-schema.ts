/** Writes docs/result.schema.json from the schema in the code; a test compares. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resultSchemaText } from "../src/bench/result/json-schema.js";
import { packageRoot } from "../src/package.js";

await writeFile(join(packageRoot(), "docs", "result.schema.json"), resultSchemaText());
