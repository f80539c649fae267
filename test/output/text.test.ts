import assert from "node:assert/strict";
import type { Device, Volume } from "../../src/control/schemas.js";
import { deviceText, discoveredText } from "../../src/output/devices.js";
import { volumesText, volumeText } from "../../src/output/volumes.js";

const VOLUME: Volume = {
  id: "7f0c29a5-6f5e-4d0b-8d6e-3c1a5f0b9e11",
  name: "scratch",
  size_bytes: 2 ** 30,
  block_size_bytes: 4096,
  label: "build cache",
  huge_pages: false,
  region_size_bytes: 16_384,
  observe: { default: "immediate", minimum: "none" },
  durability: { mode: "volatile", interval_ms: 100, dirty_bytes_max: 0, backing: null },
  atomics: "device",
  created_at: "2026-01-01T00:00:00.000Z",
  sessions: 2,
  store: null,
};

const KEPT: Volume = {
  ...VOLUME,
  durability: { mode: "async", interval_ms: 50, dirty_bytes_max: 2 ** 20, backing: "/stores" },
  store: {
    state: "ok",
    durable_epoch: 7,
    dirty_bytes: 4096,
    journal_bytes: 0,
    persist_seconds: 0.25,
    failure: null,
    stall: null,
    scrub: { passes: 1, bytes_compared: 8192, damaged_bytes: 0 },
  },
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
  persist_seconds: 1.84,
  volumes: 1,
  sessions: 0,
  progress_threads: 1,
  state_directory: "/var/lib/memvol/lab",
  fabric: { provider: "tcp", host: "::1", port: 7000 },
  listen: null,
  power: "mains",
  libfabric_version: "1.17",
  tickets_issued: 0,
  tickets_refused: 0,
  sessions_opened: 0,
  sessions_closed: 0,
};

const LOCAL = { trust: "local" as const, also: [], shown: null };

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

  it("volume_text__says_what_is_kept", () => {
    assert.match(volumeText(VOLUME), /durability +volatile/);
    const text = volumeText(KEPT);
    assert.match(text, /durability +async: kept every 50 ms or 1\.0 MiB dirty, in \/stores/);
    assert.match(text, /store +ok/);
    assert.match(text, /durable epoch +7/);
    assert.match(text, /dirty +4\.0 KiB/);
  });

  it("device_text__says_how_long_a_stop_would_persist", () => {
    assert.match(deviceText(DEVICE), /to persist +a stop would need 1\.8 s/);
    assert.match(deviceText({ ...DEVICE, persist_seconds: null }), /to persist +not known yet/);
  });

  it("volume_text__a_failed_store_is_told_with_its_reason", () => {
    const store = { ...KEPT.store, state: "degraded", failure: "no space" } as Volume["store"];
    assert.match(volumeText({ ...KEPT, store }), /store +degraded.*only be read: no space/);
  });

  it("volume_text__a_store_that_hangs_is_told_with_what_it_does", () => {
    const store = {
      ...KEPT.store,
      state: "stalled",
      stall: "a sync takes long",
    } as Volume["store"];
    assert.match(volumeText({ ...KEPT, store }), /store +stalled.*durable: a sync takes long/);
  });

  it("volumes_text__none_says_how_to_make_one", () => {
    assert.match(volumesText([]), /memvol volume create/);
  });

  it("discovered_text__unreachable_is_shown_as_such", () => {
    const text = discoveredText([
      { name: "lab", socket: "/a", source: "local", ...LOCAL, reachable: true, device: DEVICE },
      {
        name: "far",
        socket: "/b",
        source: "configured",
        ...LOCAL,
        reachable: false,
        reason: "gone",
      },
    ]);
    assert.match(text, /\nfar: gone$/);
    const [, lab, far] = text.split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(lab?.slice(0, 6), ["lab", "ok", "local", "tcp", "[::1]:7000", "1.0 GiB"]);
    assert.deepEqual(far?.slice(0, 3), ["far", "unreachable", "local"]);
  });
});
