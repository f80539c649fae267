/** check.ts NATIVE: lists what breaks the layers of the C++ there; status 1 when anything does. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { layerViolations } from "./violations.js";

const [native = "native"] = process.argv.slice(2);
const files = (await readdir(native, { recursive: true })).filter((file) => /\.[ch]pp$/.test(file));
const violations = await Promise.all(
  files.map(async (file) => layerViolations(file, await readFile(join(native, file), "utf8"))),
);
for (const violation of violations.flat()) process.stderr.write(`${violation}\n`);
process.exitCode = violations.flat().length === 0 ? 0 : 1;
