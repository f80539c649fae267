import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJobFile } from "../../../src/bench/jobfile/read.js";
import { requiredVolumeBytes, resolveJob } from "../../../src/bench/plan.js";

const PROFILES = join(import.meta.dirname, "../../../bench-profiles");
const LONGEST_SECONDS = 5;

describe("readJobFile", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "memvol-jobfile-"));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it("readJobFile__names_the_path_in_errors", async () => {
    const path = join(directory, "bad.fio");
    await writeFile(path, "[a]\nbs=4q\n");
    await assert.rejects(readJobFile(path), (error: Error & { code?: string }) => {
      assert.equal(error.code, "job_file_invalid");
      assert.ok(error.message.startsWith(`${path}:2: 'bs'`), error.message);
      return true;
    });
  });

  it("readJobFile__missing_file", async () => {
    await assert.rejects(readJobFile(join(directory, "none.fio")), {
      code: "file_unreadable",
      message: /none\.fio' cannot be read: ENOENT/,
    });
  });

  it("readJobFile__directory", async () => {
    await assert.rejects(readJobFile(directory), {
      code: "file_unreadable",
      message: /cannot be read: EISDIR/,
    });
  });
});

describe("bench-profiles", () => {
  it("profiles__each_is_short_small_and_without_warning", async () => {
    const files = (await readdir(PROFILES)).filter((file) => file.endsWith(".fio"));
    assert.ok(files.length >= 10);
    for (const file of files) {
      const profile = await readJobFile(join(PROFILES, file));
      assert.deepEqual(profile.warnings, [], file);
      const volumeBytes = requiredVolumeBytes(profile.jobs);
      assert.ok(volumeBytes <= 64 * 2 ** 20, file);
      for (const job of profile.jobs) {
        assert.ok(resolveJob(job, volumeBytes).sizeBytes > 0, file);
        const seconds = job.rampSeconds + (job.runtimeSeconds ?? 0);
        assert.ok(seconds <= LONGEST_SECONDS || file === "quickstart.fio", file);
      }
    }
  });
});
