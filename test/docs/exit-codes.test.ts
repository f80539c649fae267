/** The documented tables of exit statuses and codes are those of the code. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES, EXIT_STATUS } from "../../src/errors.js";
import { packageRoot } from "../../src/package.js";

const text = readFileSync(join(packageRoot(), "docs", "exit-codes.md"), "utf8");

describe("docs/exit-codes.md", () => {
  it("statuses__are_all_documented_and_no_others", () => {
    const documented = [...text.matchAll(/^\| (\d+) \| .+ \|$/gm)].map(([, status]) =>
      Number(status),
    );
    assert.deepEqual(documented, Object.values(EXIT_STATUS));
  });

  it("codes__are_all_documented_with_their_status", () => {
    const documented = [...text.matchAll(/^\| `(\w+)` \| (\d+) \| .+ \|$/gm)].map(
      ([, code, status]) => [code, Number(status)],
    );
    const expected = Object.entries(ERROR_CODES).map(([code, kind]) => [code, EXIT_STATUS[kind]]);
    const without = [
      ["internal_error", EXIT_STATUS.bug],
      ["interrupted", EXIT_STATUS.interrupted],
      ["terminated", EXIT_STATUS.terminated],
    ];
    assert.deepEqual(documented, [...expected, ...without]);
  });
});
