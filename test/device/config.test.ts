import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { type ConfigSources, loadDeviceConfig } from "../../src/device/config.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

describe("loadDeviceConfig", () => {
  let directory: TestDirectory;
  let file: string;
  before(async () => {
    directory = await makeTestDirectory();
    file = join(directory.path, "device.yaml");
  });
  after(() => directory.remove());

  const load = (sources: Partial<ConfigSources>) =>
    loadDeviceConfig({ env: { MEMVOL_RUNTIME_DIR: "/run/test" }, flags: {}, ...sources });

  async function loadFile(text: string, others: Partial<ConfigSources> = {}) {
    await writeFile(file, text);
    return load({ ...others, file });
  }

  it("config__defaults_are_complete", async () => {
    const config = await load({});
    assert.match(config.stateDirectory, /\/memvol$/);
    assert.deepEqual(config, {
      name: "memvol",
      memoryBytes: 2 ** 30,
      stateDirectory: config.stateDirectory,
      socketPath: "/run/test/memvol.sock",
      fabric: { provider: "tcp", host: "127.0.0.1", port: 0 },
      progressThreads: 1,
      network: { listen: null, announce: true, clientCa: null, tokens: null },
      powerSource: "manual",
      clientLimits: { sessionsMax: 1024, ticketsPerSecond: 1000 },
      observer: { hashIntervalNs: 1e9, hashCpuPercent: 10, silenceTimeoutNs: 30e9 },
      stores: { timeoutNs: 30e9, scrubBytesPerSecond: 2 ** 20 },
      logLevel: "info",
    });
  });

  it("config__each_layer_goes_over_the_one_below", async () => {
    const layer = fc.option(fc.integer({ min: 1, max: 64 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(layer, layer, layer, async (inFile, inEnv, inFlags) => {
        await writeFile(file, stringify(inFile === undefined ? {} : { progress_threads: inFile }));
        const { progressThreads } = await load({
          file,
          env: inEnv === undefined ? {} : { MEMVOL_PROGRESS_THREADS: String(inEnv) },
          flags: inFlags === undefined ? {} : { progress_threads: String(inFlags) },
        });
        assert.equal(progressThreads, inFlags ?? inEnv ?? inFile ?? 1);
      }),
      { numRuns: 40 },
    );
  });

  it("config__sizes_mean_the_same_in_every_layer", async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.constantFrom("k", "MiB", "G"));
    await fc.assert(
      fc.asyncProperty(sizes, async ([count, suffix]) => {
        const memory = `${count}${suffix}`;
        const { memoryBytes } = await load({ flags: { memory } });
        assert.equal((await load({ env: { MEMVOL_MEMORY: memory } })).memoryBytes, memoryBytes);
        assert.equal((await loadFile(stringify({ memory }))).memoryBytes, memoryBytes);
        assert.equal((await loadFile(stringify({ memory: memoryBytes }))).memoryBytes, memoryBytes);
      }),
      { numRuns: 20 },
    );
  });

  it("config__durations_are_in_any_unit", async () => {
    const flags = { hash_interval: "250ms", hash_cpu_percent: "50", silence_timeout: "5m" };
    const { observer } = await load({ flags });
    const expected = { hashIntervalNs: 250e6, hashCpuPercent: 50, silenceTimeoutNs: 300e9 };
    assert.deepEqual(observer, expected);
  });

  it("config__name_decides_socket_and_state_directory", async () => {
    const config = await load({ flags: { name: "lab" } });
    assert.equal(config.socketPath, "/run/test/lab.sock");
    assert.match(config.stateDirectory, /memvol\/lab$/);
  });

  it("config__paths_in_a_file_count_from_its_directory", async () => {
    const config = await loadFile("state_directory: state\nsocket: /abs/x.sock\n");
    assert.equal(config.stateDirectory, join(directory.path, "state"));
    assert.equal(config.socketPath, "/abs/x.sock");
  });

  it("config__interface_name_becomes_its_address", async () => {
    const { fabric } = await load({ flags: { fabric_interface: "lo" } });
    assert.equal(fabric.host, "127.0.0.1");
  });

  it("config__empty_file_and_empty_variable_are_no_settings", async () => {
    const config = await loadFile("", { env: { MEMVOL_NAME: "" } });
    assert.equal(config.name, "memvol");
  });

  const BAD_FILES: { name: string; text: string; says: RegExp }[] = [
    { name: "unknown_key", text: "memroy: 1GiB", says: /device\.yaml is refused: .*"memroy"/ },
    { name: "bad_size", text: "memory: 1.5G", says: /device\.yaml .*memory: .*fraction/ },
    { name: "no_memory", text: "memory: 0", says: /memory: expected more than 0/ },
    { name: "bad_port", text: "fabric_port: 65536", says: /fabric_port: / },
    { name: "bad_type", text: "progress_threads: many", says: /progress_threads: / },
    { name: "bad_level", text: "log_level: loud", says: /log_level: / },
    { name: "bad_name", text: "name: a/b", says: /name: / },
    { name: "no_unit", text: "hash_interval: 5", says: /hash_interval: .*no unit/ },
    { name: "too_short", text: "hash_interval: 1ms", says: /hash_interval: expected 10ms/ },
    { name: "too_long", text: "silence_timeout: 25h", says: /silence_timeout: expected 24h/ },
    { name: "no_share", text: "hash_cpu_percent: 0", says: /hash_cpu_percent: / },
    { name: "no_yaml", text: "a: [", says: /device\.yaml/ },
    { name: "no_map", text: "- 1", says: /device\.yaml/ },
  ];
  for (const { name, text, says } of BAD_FILES) {
    it(`config__file_with_${name}_is_refused`, async () => {
      await assert.rejects(loadFile(text), userError("config_invalid", says));
    });
  }

  it("config__bad_variable_is_named", async () => {
    const says = /environment is refused: MEMVOL_FABRIC_PORT: /;
    const env = { MEMVOL_FABRIC_PORT: "http" };
    await assert.rejects(load({ env }), userError("config_invalid", says));
  });

  it("config__bad_flag_is_named", async () => {
    const says = /command line is refused: --progress-threads: /;
    const flags = { progress_threads: "0" };
    await assert.rejects(load({ flags }), userError("config_invalid", says));
  });

  it("config__unknown_interface_is_refused", async () => {
    const flags = { fabric_interface: "nowhere0" };
    await assert.rejects(load({ flags }), userError("config_invalid", /nowhere0/));
  });

  it("config__missing_file_is_unreadable", async () => {
    const missing = join(directory.path, "none.yaml");
    await assert.rejects(load({ file: missing }), userError("file_unreadable", /none\.yaml/));
  });
});
