import assert from "node:assert/strict";
import { profileFromFlags } from "../../../src/bench/jobfile/flags.js";
import { stageSpec } from "../../../src/bench/run/stage-spec.js";
import { openTarget, type Target } from "../../../src/bench/run/target.js";
import { SocketEndpoint } from "../../../src/control/transport/socket-endpoint.js";
import { startTestDevice, type TestDevice } from "../../support/device.js";
import { userError } from "../../support/errors.js";

const TIMEOUT_MS = 1000;
const NO_FILES = { sizeBytesOf: () => 0, release: async () => undefined };

describe("stageSpec", () => {
  let device: TestDevice;
  before(async () => {
    device = await startTestDevice();
    const size_bytes = 65536;
    const body = { name: "any", size_bytes };
    await device.client.call("createVolume", { body });
    const observe = { default: "immediate", minimum: "immediate" } as const;
    await device.client.call("createVolume", { body: { name: "strict", size_bytes, observe } });
  });
  after(() => device.stop());

  async function specOf(volumeName: string, options: Record<string, string>) {
    const { jobs } = profileFromFlags({ rw: "write", ...options });
    const endpoint = new SocketEndpoint(device.daemon.socketPath);
    const target: Target = await openTarget({
      jobs,
      endpoint,
      volumeName,
      allowOverwrite: true,
      commandLine: [],
    });
    const seeded = jobs.map((job) => ({
      job,
      seeds: Array.from({ length: job.numjobs }, () => 1n),
    }));
    const { spec, jobs: started } = await stageSpec(
      seeded,
      { target, files: NO_FILES },
      TIMEOUT_MS,
    );
    const [job] = spec.jobs;
    return { job: job ?? assert.fail(), observe: started[0]?.observe };
  }

  it("stageSpec__without_a_wish_the_volume_s_mode_is_recorded", async () => {
    const { observe } = await specOf("any", {});
    const none = { when: null, batch: null, note: null };
    assert.deepEqual(observe, { asked: null, mode: "immediate", wait: false, ...none });
  });

  it("stageSpec__every_clone_has_a_session_of_the_mode_asked_for", async () => {
    const asked = { memvol_observe: "message", memvol_observe_batch: "4" };
    const { job, observe } = await specOf("any", { ...asked, numjobs: "2" });
    const told = { when: "after", batch: 4 };
    assert.deepEqual(observe, {
      asked: "message",
      mode: "message",
      wait: false,
      note: null,
      ...told,
    });
    assert.deepEqual(job.notify, { ...told, outOfBand: false });
    const sessions = job.threads.map(async ({ connection }) => {
      const { address, ticket } = connection ?? assert.fail();
      return device.binding.connect({ address, ticket, timeoutMs: 1000, notify: job.notify });
    });
    const open = await Promise.all(sessions);
    const modes = (await device.client.call("listSessions", {})).map((session) => session.observe);
    assert.deepEqual(modes, ["message", "message"]);
    await Promise.all(open.map((session) => session.close()));
  });

  it("stageSpec__a_job_that_trims_may_write_and_its_clones_start_apart", async () => {
    const clones = { rw: "trim", numjobs: "2", offset_increment: "16k", size: "16k" };
    const { job } = await specOf("any", clones);
    assert.deepEqual(
      job.threads.map(({ offsetBytes }) => offsetBytes),
      [0, 16_384],
    );
    const { address, ticket } = job.threads[0]?.connection ?? assert.fail();
    const session = await device.binding.connect({
      ...{ address, ticket, timeoutMs: 1000, notify: job.notify },
    });
    assert.deepEqual(session.rights, ["write"]);
    await session.close();
  });

  it("stageSpec__waiting_is_asked_for", async () => {
    const asked = { memvol_observe: "scratch", memvol_wait_observed: "1" };
    const { observe } = await specOf("any", asked);
    assert.equal(observe?.wait, true);
  });

  it("stageSpec__the_device_refuses_what_the_volume_does_not_allow", async () => {
    const refused = userError("observation_required", /less than the volume demands/);
    await assert.rejects(specOf("strict", { memvol_observe: "hash" }), refused);
  });

  it("stageSpec__the_null_engine_is_not_observed", async () => {
    const { jobs } = profileFromFlags({ ioengine: "null", size: "64k" });
    const seeded = jobs.map((job) => ({ job, seeds: [1n] }));
    const { spec, jobs: started } = await stageSpec(
      seeded,
      { target: null, files: NO_FILES },
      TIMEOUT_MS,
    );
    assert.deepEqual(spec.jobs[0]?.threads, [{ seed: 1n, offsetBytes: 0, cpus: [] }]);
    assert.equal(started[0]?.observe, null);
  });
});
