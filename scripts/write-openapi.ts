/** Writes docs/openapi.json from the table of routes; a test compares. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { api } from "../src/control/api.js";
import { openApiText } from "../src/control/openapi.js";
import { packageRoot, packageVersion } from "../src/package.js";

await writeFile(join(packageRoot(), "docs", "openapi.json"), openApiText(api, packageVersion()));
