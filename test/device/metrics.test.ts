import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { attachVolume, DEFAULT_NOTIFY } from "../../src/volume/attach.js";
import { startTestDevice, type TestDevice } from "../support/device.js";

const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)$/;

/** Samples by name and labels; refuses what is not in Prometheus's text format. */
function parseMetrics(body: string): Map<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of body.split("\n").filter((each) => each !== "")) {
    const [, type, kind = ""] = /^# TYPE (\S+) (counter|gauge)$/.exec(line) ?? [];
    if (type !== undefined) types.set(type, kind);
    if (line.startsWith("#")) {
      assert.match(line, /^# (HELP|TYPE) [a-z_]+ .+$/);
      continue;
    }
    const [, name = "", labels = "", value = ""] = SAMPLE.exec(line) ?? assert.fail(line);
    assert.equal(types.get(name), name.endsWith("_total") ? "counter" : "gauge", line);
    assert(Number.isFinite(Number(value)), line);
    const key = labels === "" ? name : `${name}{${labels.split(",").sort().join(",")}}`;
    assert(!samples.has(key), `twice: ${key}`);
    samples.set(key, Number(value));
  }
  return samples;
}

describe("GET /metrics", () => {
  let device: TestDevice;
  before(async () => {
    device = await startTestDevice();
  });
  after(() => device.stop());

  async function scrape(): Promise<Map<string, number>> {
    const { socketPath } = device.config;
    const sent = request({ socketPath, path: "/metrics", agent: false }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    assert.equal(response.statusCode, 200);
    assert.match(response.headers["content-type"] ?? "", /^text\/plain; version=0\.0\.4/);
    return parseMetrics(await text(response));
  }

  it("metrics__of_an_empty_device_are_its_own", async () => {
    const samples = await scrape();
    assert.equal(samples.get("memvol_volumes"), 0);
    assert.equal(samples.get("memvol_capacity_bytes"), device.config.memoryBytes);
    assert.equal(samples.get("memvol_free_bytes"), device.config.memoryBytes);
    assert.equal([...samples.keys()].filter((key) => key.includes("{")).length, 0);
  });

  it("metrics__say_how_each_backing_store_stands", async () => {
    const durability = { mode: "barrier" as const, backing: "/stores" };
    const body = { name: "kept", size_bytes: 65_536, durability };
    const { volume } = await device.client.call("createVolume", { body });
    const of = (samples: Map<string, number>, name: string) =>
      samples.get(`memvol_store_${name}{volume="kept"}`);
    assert.equal(of(await scrape(), "ok"), 1);
    device.binding.stores.damage("/stores/kept");
    const samples = await scrape();
    assert.equal(of(samples, "ok"), 0);
    assert.equal(of(samples, "damaged_bytes"), volume.size_bytes);
    assert.equal(samples.get('memvol_scrub_passes_total{volume="kept"}'), 0);
    await device.client.call("deleteVolume", { params: { name: "kept" }, query: {} });
  });

  it("metrics__count_by_volume_type_client_interface_and_point", async () => {
    for (const name of ["a", "b"]) {
      await device.client.call("createVolume", { body: { name, size_bytes: 2 ** 20 } });
    }
    await device.client.call("markPoint", { params: { name: "a", point: "backup" } });
    const { session } = await attachVolume(device.client, device.binding, "a", ["read", "write"], {
      offsetBytes: 0,
      observation: { observe: "message", waitObserved: false, notify: DEFAULT_NOTIFY },
    });
    await session.write(0, Buffer.alloc(4096));
    await session.write(0, Buffer.alloc(4096));
    await session.read(0, Buffer.alloc(512));
    const samples = await scrape();
    assert.equal(samples.get("memvol_volumes"), 2);
    assert.equal(samples.get("memvol_sessions"), 1);
    assert.equal(samples.get("memvol_tickets_issued_total"), 1);
    assert.equal(samples.get('memvol_operations_total{type="write",volume="a"}'), 2);
    assert.equal(samples.get('memvol_bytes_total{type="write",volume="a"}'), 8192);
    assert.equal(samples.get('memvol_operations_total{type="write",volume="b"}'), 0);
    assert.equal(samples.get('memvol_dirty_regions{point="backup",volume="a"}'), 1);
    assert.equal(samples.get('memvol_notifications_refused_total{volume="a"}'), 0);
    assert.equal(samples.get('memvol_regions_hashed_total{volume="b"}'), 0);
    const names = [...samples.keys()];
    const ofClient = names.find((key) => key.startsWith("memvol_client_bytes_total"));
    assert.match(ofClient ?? "", /client="[^"]+@[^"]+",type="read",volume="a"/);
    const ofInterface =
      'memvol_interface_operations_total{interface="fake",type="read",volume="a"}';
    assert.equal(samples.get(ofInterface), 1);
    await session.close();
  });
});
