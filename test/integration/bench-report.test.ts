/** Reports of real runs, by `bench run --format` and by `bench report`. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { REPORT_FORMATS } from "../../src/bench/report/render.js";
import { Workspace } from "../support/workspace.js";

const JOB = ["--rw", "randrw", "--size", "1m", "--number-ios", "200", "--iodepth", "4"];

describe("memvol bench report", () => {
  let workspace: Workspace;
  let stored: string;
  before(async () => {
    workspace = await Workspace.make();
    stored = workspace.path("run.json");
    const { stdout, stderr, exitStatus } = await workspace.run([
      "bench",
      "run",
      ...JOB,
      "--output",
      stored,
      "--format",
      "fio-json",
    ]);
    assert.equal(exitStatus, 0, stderr);
    await writeFile(workspace.path("fio.json"), stdout);
  });
  after(() => workspace.remove());

  it("run__format__is_what_stdout_holds_and_the_file_is_named_on_stderr", async () => {
    const fio = await readFile(workspace.path("fio.json"), "utf8");
    const [job] = JSON.parse(fio).jobs;
    assert.equal(job.read.total_ios + job.write.total_ios, 200);
    const { stdout } = await workspace.run(["bench", "report", stored, "--format", "fio-json"]);
    assert.equal(stdout.toString(), fio);
  });

  it("report__every_format_of_a_real_run", async () => {
    for (const format of REPORT_FORMATS) {
      const argv = ["bench", "report", stored, "--format", format];
      const { stdout, stderr, exitStatus } = await workspace.run(argv);
      assert.equal(exitStatus, 0, `${format}: ${stderr}`);
      assert.equal(stderr, "");
      assert(stdout.length > 100, format);
    }
  });

  it("report__output_is_the_report_in_a_file", async () => {
    const file = workspace.path("report.html");
    const argv = ["bench", "report", stored, "--format", "html", "--output", file];
    const { stdout, exitStatus } = await workspace.run(argv);
    assert.deepEqual([stdout.toString(), exitStatus], ["", 0]);
    assert.match(await readFile(file, "utf8"), /^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it("report__json_is_the_result_as_stored", async () => {
    const document = await workspace.json(["bench", "report", stored]);
    assert.deepEqual(document, JSON.parse(await readFile(stored, "utf8")));
  });

  it("report__bad_input_is_one_clear_error", async () => {
    const fio = workspace.path("fio.json");
    const invalid = await workspace.failing(["bench", "report", fio]);
    assert.deepEqual([invalid.code, invalid.exitStatus], ["result_invalid", 2]);
    const missing = await workspace.failing(["bench", "report", workspace.path("none")]);
    assert.deepEqual([missing.code, missing.exitStatus], ["file_unreadable", 9]);
    const full = ["bench", "report", stored, "--format", "csv", "--output", "/dev/full"];
    const { exitStatus, stderr } = await workspace.run(full);
    assert.equal(exitStatus, 9);
    assert.match(stderr, /\/dev\/full/);
  });

  it("report__json_and_a_format_do_not_go_together", async () => {
    const { code } = await workspace.failing(["bench", "report", stored, "--format", "csv"]);
    assert.equal(code, "usage");
  });
});
