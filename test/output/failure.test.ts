import assert from "node:assert/strict";
import { Errors } from "@oclif/core";
import { nativeError } from "../../src/binding/fake-error.js";
import { Cancelled, UserError } from "../../src/errors.js";
import { reportFailure } from "../../src/output/failure.js";

describe("reportFailure", () => {
  it("report_failure__user_error_has_text_document_and_status", () => {
    const error = new UserError("volume_not_found", "There is no x", { nextSteps: ["Look."] });
    assert.deepEqual(reportFailure(error), {
      exitStatus: 4,
      text: "Error: There is no x\n  Look.\n",
      document: {
        error: { code: "volume_not_found", message: "There is no x", next_steps: ["Look."] },
      },
    });
  });

  it("report_failure__control_characters_are_shown_and_not_obeyed", () => {
    const error = new UserError("usage", "no 'a\u001b[31m\u009b'\nsecond line\r");
    const { text, document } = reportFailure(error);
    assert.equal(text, "Error: no 'a\\x1b[31m\\x9b'\nsecond line\\x0d\n");
    assert.equal(document.error.message, error.message);
  });

  it("report_failure__native_failure_is_translated", () => {
    const error = nativeError("io_failed", "fi_read", 5, "broken");
    const { exitStatus, document } = reportFailure(error);
    assert.equal(exitStatus, 8);
    assert.equal(document.error.code, "io_failed");
  });

  it("report_failure__refusal_of_the_command_line_is_usage", () => {
    const { exitStatus, document } = reportFailure(new Errors.CLIError("Nonexistent flag: --x"));
    assert.equal(exitStatus, 2);
    assert.equal(document.error.code, "usage");
  });

  it("report_failure__cancelled_has_the_signals_status", () => {
    assert.equal(reportFailure(new Cancelled("SIGINT")).exitStatus, 130);
    const { exitStatus, document } = reportFailure(new Cancelled("SIGTERM"));
    assert.equal(exitStatus, 143);
    assert.equal(document.error.code, "terminated");
  });

  it("report_failure__anything_else_is_a_bug_with_its_stack", () => {
    const { exitStatus, document, text } = reportFailure(new TypeError("x is undefined"));
    assert.equal(exitStatus, 1);
    assert.equal(document.error.code, "internal_error");
    assert.match(text, /TypeError: x is undefined\n {4}at /);
  });
});
