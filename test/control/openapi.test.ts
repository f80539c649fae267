import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { api } from "../../src/control/api.js";
import { openApiDocument, openApiText } from "../../src/control/openapi.js";
import { packageRoot, packageVersion } from "../../src/package.js";

describe("openapi", () => {
  it("openapi_json__is_current", async () => {
    const stored = await readFile(join(packageRoot(), "docs", "openapi.json"), "utf8");
    assert.equal(stored, openApiText(api, packageVersion()), "run scripts/write-openapi.ts");
  });

  it("openapi__has_every_route_once", () => {
    const { paths } = openApiDocument(api, "1.2.3") as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    assert.deepEqual(ids.sort(), Object.keys(api).sort());
  });

  it("openapi__every_reference_resolves", () => {
    const document = openApiDocument(api, "1.2.3") as { components: { schemas: object } };
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    assert(references.length > 0);
    for (const [, name] of references) assert(name && name in document.components.schemas, name);
    assert(!text.includes("$defs"));
  });
});
