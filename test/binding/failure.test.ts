import assert from "node:assert/strict";
import { fromNative } from "../../src/binding/failure.js";
import { nativeError } from "../../src/binding/fake-error.js";
import { UserError } from "../../src/errors.js";
import { userError } from "../support/errors.js";

describe("fromNative", () => {
  it("from_native__known_code_becomes_user_error_with_cause", () => {
    const native = nativeError("fabric_unavailable", "fi_getinfo", 61, "No data available");
    const error = fromNative(native);
    assert(userError("fabric_unavailable", /No data available/)(error));
    assert.equal((error as Error).cause, native);
  });

  it("from_native__says_what_to_do_next_where_it_can", () => {
    const error = fromNative(nativeError("huge_pages_unavailable", "fallocate", 12, "too few"));
    assert(error instanceof UserError);
    assert.match(error.nextSteps.join("\n"), /vm\.nr_hugepages/);
  });

  it("from_native__unknown_code_stays", () => {
    const native = nativeError("new_code", "fi_getinfo", 61, "No data available");
    assert.equal(fromNative(native), native);
  });

  it("from_native__errors_of_node_stay", () => {
    const error = Object.assign(new Error("ENOENT"), { code: "ENOENT", errno: -2 });
    assert.equal(fromNative(error), error);
    assert.equal(fromNative("text"), "text");
  });
});
