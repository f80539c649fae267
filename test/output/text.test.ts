import assert from "node:assert/strict";
import { Errors } from "@oclif/core";
import { nativeError } from "../../src/binding/fake-error.js";
import type { Device, Volume } from "../../src/control/schemas.js";
import { Cancelled, UserError } from "../../src/errors.js";
import { discoveredText } from "../../src/output/devices.js";
import { reportFailure } from "../../src/output/failure.js";
import { progressLine } from "../../src/output/transfer-progress.js";
import { volumesText } from "../../src/output/volumes.js";

const VOLUME: Volume = {
  id: "7f0c29a5-6f5e-4d0b-8d6e-3c1a5f0b9e11",
  name: "scratch",
  size_bytes: 2 ** 30,
  block_size_bytes: 4096,
  label: "build cache",
  huge_pages: false,
  created_at: "2026-01-01T00:00:00.000Z",
  sessions: 2,
};

const DEVICE: Device = {
  id: "0d3bb4a9-2a54-4f3d-9f5e-58d6c7d1a0aa",
  name: "lab",
  version: "0.1.0",
  pid: 1,
  started_at: "2026-01-01T00:00:00.000Z",
  health: "ok",
  capacity_bytes: 2 ** 30,
  free_bytes: 2 ** 29,
  volumes: 1,
  sessions: 0,
  progress_threads: 1,
  state_directory: "/var/lib/memvol/lab",
  fabric: { provider: "tcp", host: "::1", port: 7000 },
  libfabric_version: "1.17",
  tickets_issued: 0,
  tickets_refused: 0,
  sessions_opened: 0,
  sessions_closed: 0,
};

describe("text output", () => {
  it("volumes_text__aligns_under_plain_heads", () => {
    assert.equal(
      volumesText([VOLUME, { ...VOLUME, name: "b", size_bytes: 512, label: "" }]),
      [
        "NAME        SIZE  BLOCK  SESSIONS  LABEL",
        "scratch  1.0 GiB   4096         2  build cache",
        "b          512 B   4096         2",
      ].join("\n"),
    );
  });

  it("volumes_text__none_says_how_to_make_one", () => {
    assert.match(volumesText([]), /memvol volume create/);
  });

  it("discovered_text__unreachable_is_shown_as_such", () => {
    const text = discoveredText([
      { name: "lab", socket: "/a", source: "local", reachable: true, device: DEVICE },
      { name: "far", socket: "/b", source: "configured", reachable: false, reason: "x" },
    ]);
    const [, lab, far] = text.split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(lab?.slice(0, 6), ["lab", "ok", "tcp", "[::1]:7000", "1.0 GiB", "512 MiB"]);
    assert.deepEqual(far?.slice(0, 3), ["far", "unreachable", "-"]);
  });

  it("progress_line__with_and_without_a_total", () => {
    assert.equal(progressLine(2 ** 20, undefined, 2 ** 30, "read"), "1.0 MiB read, 1.00 GiB/s");
    const half = `[${"=".repeat(15)}${" ".repeat(15)}] 1.0 MiB of 2.0 MiB written, 1.00 GiB/s`;
    assert.equal(progressLine(2 ** 20, 2 ** 21, 2 ** 30, "written"), half);
  });
});

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
