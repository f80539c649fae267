import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parseGate } from "../../../src/bench/gates/gate.js";
import { withThresholds } from "../../../src/bench/gates/judge.js";
import { resultSchemaText } from "../../../src/bench/result/json-schema.js";
import { readResult } from "../../../src/bench/result/read.js";
import { packageRoot } from "../../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../../support/directory.js";
import { userError } from "../../support/errors.js";
import { nativeThread, sampleResult } from "./native-results.js";

describe("readResult", () => {
  let directory: TestDirectory;
  let path: string;

  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "result.json");
  });

  afterEach(() => directory.remove());

  it("readResult__returns_what_was_stored", async () => {
    const result = sampleResult([nativeThread([1000])]);
    await writeFile(path, JSON.stringify(result));
    assert.deepEqual(await readResult(path), result);
  });

  it("readResult__missing_file_is_named", async () => {
    await assert.rejects(readResult(path), userError("file_unreadable", /result\.json.*ENOENT/));
  });

  const refusals = [
    { name: "empty", text: " ", why: /it is empty/ },
    { name: "not_json", text: "{", why: /it is not JSON/ },
    { name: "another_program_s", text: '{"fio version":"fio-3.33"}', why: /not of memvol/ },
    {
      name: "another_version",
      text: '{"memvol":{"schema_version":7}}',
      why: /version is 7.*reads 1/,
    },
  ];
  for (const { name, text, why } of refusals) {
    it(`readResult__refuses_and_says_why__${name}`, async () => {
      await writeFile(path, text);
      await assert.rejects(readResult(path), userError("result_invalid", why));
    });
  }

  it("readResult__names_the_place_of_a_wrong_value", async () => {
    const result = JSON.parse(JSON.stringify(sampleResult([nativeThread([1000])])));
    result.jobs[0].read.iops = "many";
    await writeFile(path, JSON.stringify(result));
    await assert.rejects(readResult(path), userError("result_invalid", /jobs\.0\.read\.iops/));
  });
});

describe("docs/result.schema.json", () => {
  it("result_schema__is_current", async () => {
    const stored = await readFile(join(packageRoot(), "docs", "result.schema.json"), "utf8");
    assert.equal(stored, resultSchemaText(), "run scripts/write-result-schema.ts");
  });

  it("result_schema__takes_a_result_and_refuses_a_wrong_one", () => {
    // Formats are the code's to check.
    const ajv = new Ajv2020({ validateFormats: false });
    const fits = (document: unknown): boolean =>
      ajv.validate(JSON.parse(resultSchemaText()), document);
    const judged = withThresholds(sampleResult([nativeThread([1000], [2])]), [parseGate("iops>1")]);
    assert(fits(JSON.parse(JSON.stringify(judged))), JSON.stringify(ajv.errors));
    for (const key of ["jobs", "timestamp", "memvol"]) {
      assert(!fits({ ...judged, [key]: undefined }), key);
    }
    assert(!fits({ ...judged, more: 1 }));
  });

  it("result_schema__every_reference_resolves", () => {
    const { $defs } = JSON.parse(resultSchemaText());
    const references = [...resultSchemaText().matchAll(/"\$ref": "#\/\$defs\/(\w+)"/g)];
    assert(references.length > 0);
    for (const [, name] of references) assert(name && name in $defs, name);
  });
});
