/** A worker that serves and its coordinator's end, over TLS; the runs are stand-ins. */
import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { Fleet } from "../../../src/bench/workers/fleet.js";
import { RemoteWorker } from "../../../src/bench/workers/remote-worker.js";
import { serveWorker, type WorkerServer } from "../../../src/bench/workers/server.js";
import { nativeError } from "../../../src/binding/fake-error.js";
import type { NativeJobSpec, NativeRunSpec } from "../../../src/binding/native-run.js";
import { parseHostPort } from "../../../src/control/transport/host-port.js";
import { fingerprintOf } from "../../../src/identity/fingerprint.js";
import type { KeyPair } from "../../../src/identity/key-pair.js";
import { makeCertificate } from "../../support/certificates.js";
import { userError } from "../../support/errors.js";
import { until } from "../../support/until.js";
import { FakeRuns } from "./fake-runs.js";

const VERSION = "0.0.0";
const HOST = {
  version: VERSION,
  libfabric_version: "fake",
  node_version: process.version,
  cpu: { model: "any", count: 1 },
  os_release: "any",
};

function fingerprint({ certificatePem }: KeyPair): string {
  return fingerprintOf(createPublicKey(certificatePem));
}

function specOf(...jobs: Partial<NativeJobSpec>[]): NativeRunSpec {
  const whole = jobs.map((job) => ({ engine: "null", verify: { method: "none" }, ...job }));
  return { jobs: whole as NativeJobSpec[], spinNs: 0, operationTimeoutNs: 1e9 };
}

describe("worker", () => {
  let coordinator: KeyPair;
  let own: KeyPair;
  let runs: FakeRuns;
  let server: WorkerServer;
  let said: string[];
  before(async () => {
    coordinator = await makeCertificate({ name: "carol" });
    own = await makeCertificate({ name: "worker" });
  });
  beforeEach(async () => {
    runs = new FakeRuns();
    said = [];
    server = await serveWorker({
      listen: { host: "127.0.0.1", port: 0 },
      keyPair: own,
      trusted: [fingerprint(coordinator)],
      binding: runs,
      host: HOST,
      say: (text) => said.push(text),
    });
  });
  afterEach(() => server.close());

  function known(key = fingerprint(own)) {
    const place = parseHostPort(server.address);
    assert(place !== undefined);
    return { name: "w", place, fingerprint: key };
  }

  const connect = (keyPair = coordinator, version = VERSION) =>
    RemoteWorker.connect(known(), keyPair, version);

  it("trusted_coordinator__prepares_starts_and_gets_the_result", async () => {
    const worker = await connect();
    await worker.prepare(specOf({ threads: [{ seed: 7n, offsetBytes: 0, cpus: [] }] }));
    assert.equal(runs.prepared[0]?.jobs[0]?.threads[0]?.seed, 7n);
    const { offsetNs, errorNs } = await worker.compareClocks();
    // It is the same clock.
    assert(Math.abs(Number(offsetNs)) <= errorNs);
    const atNs = process.hrtime.bigint() + 60_000_000_000n;
    const { lateNs, finished } = await worker.start(atNs, 10);
    assert.equal(lateNs, 0);
    assert.equal(runs.startedAtNs, atNs);
    await until("a snapshot came", () => worker.latest?.elapsedNs === 42);
    runs.finish();
    assert.deepEqual(await finished, { elapsedNs: 42, jobs: [] });
    worker.close();
  });

  it("order_that_comes_too_late__says_by_how_much", async () => {
    const worker = await connect();
    await worker.prepare(specOf({}));
    const { lateNs, finished } = await worker.start(
      process.hrtime.bigint() - 5_000_000n,
      undefined,
    );
    assert(lateNs >= 5_000_000);
    worker.stop();
    await finished;
    worker.close();
  });

  it("stranger__is_refused_and_told_its_key", async () => {
    const stranger = await makeCertificate({ name: "mallory" });
    await assert.rejects(connect(stranger), (error) => {
      assert(userError("identity_unknown", /worker 'w': It does not know the key SHA256:/)(error));
      assert(String(error).includes(fingerprint(stranger)), String(error));
      return true;
    });
    assert.match(said.join(), /refused 127\.0\.0\.1/);
  });

  it("trusted_key_whose_certificate_is_over__is_refused", async () => {
    const old = await makeCertificate({ name: "old", fromHours: -2, toHours: -1 });
    await server.close();
    server = await serveWorker({
      listen: { host: "127.0.0.1", port: 0 },
      keyPair: own,
      trusted: [fingerprint(old)],
      binding: runs,
      host: HOST,
      say: () => undefined,
    });
    await assert.rejects(connect(old), userError("identity_expired"));
  });

  it("worker_with_another_key__is_sent_nothing", async () => {
    const other = known(fingerprint(coordinator));
    const connecting = RemoteWorker.connect(other, coordinator, VERSION);
    await assert.rejects(connecting, userError("worker_untrusted", /Nothing was sent/));
  });

  it("worker_of_another_version__is_refused", async () => {
    const connecting = connect(coordinator, "9.9.9");
    await assert.rejects(
      connecting,
      userError("worker_version", /'w' is memvol 0\.0\.0, .* 9\.9\.9/),
    );
  });

  it("nothing_listens__is_unreachable", async () => {
    const gone = known();
    await server.close();
    const connecting = RemoteWorker.connect(gone, coordinator, VERSION);
    await assert.rejects(connecting, userError("worker_unreachable", /ECONNREFUSED/));
  });

  it("second_coordinator__finds_it_busy_until_the_first_has_gone", async () => {
    const first = await connect();
    await assert.rejects(connect(), userError("worker_busy"));
    first.close();
    const again = await until("the worker is free", () => connect().catch(() => undefined));
    again.close();
  });

  it("files_of_its_host__are_out_of_reach", async () => {
    const worker = await connect();
    const file = { path: "/etc/passwd", direct: false };
    const verify = { method: "md5" } as NativeJobSpec["verify"];
    for (const spec of [specOf({}, { engine: "file", file }), specOf({ verify })]) {
      await assert.rejects(worker.prepare(spec), userError("access_denied"));
    }
    assert.deepEqual(runs.prepared, []);
    // It goes on to serve.
    await worker.prepare(specOf({}));
    worker.close();
  });

  it("run_that_cannot_be_prepared__says_why_by_its_name", async () => {
    runs.failure = nativeError("ticket_refused", "fi_connect", 111, "the ticket is used");
    const worker = await connect();
    await assert.rejects(
      worker.prepare(specOf({})),
      userError("ticket_refused", /worker 'w': .*the ticket is used/),
    );
    worker.close();
  });

  it("coordinator_goes__the_run_is_stopped_and_what_was_prepared_let_go", async () => {
    const first = await connect();
    await first.prepare(specOf({}));
    first.close();
    await until("it was let go", () => runs.cancelled === 1);
    const second = await until("the worker is free", () => connect().catch(() => undefined));
    await second.prepare(specOf({}));
    const { finished } = await second.start(0n, undefined);
    finished.catch(() => undefined);
    second.close();
    await until("the run was stopped", () => runs.stopped === 1);
  });

  it("worker_goes_while_it_runs__is_lost_and_named", async () => {
    const worker = await connect();
    await worker.prepare(specOf({}));
    const { finished } = await worker.start(0n, undefined);
    await server.close();
    await assert.rejects(finished, userError("worker_lost", /worker 'w' is lost/));
    await assert.rejects(worker.prepare(specOf({})), userError("worker_lost"));
    assert(userError("worker_lost")(worker.lost));
  });

  it("fleet_with_one_that_refuses__lets_the_others_go", async () => {
    const strange = { ...known(fingerprint(coordinator)), name: "strange" };
    const options = { keyPair: coordinator, memvolVersion: VERSION };
    await assert.rejects(
      Fleet.connect({ workers: [known(), strange], ...options }),
      userError("worker_untrusted", /'strange'/),
    );
    const free = await until("the worker is free", () => connect().catch(() => undefined));
    free.close();
  });
});
