import assert from "node:assert/strict";
import {
  type Load,
  loadTitle,
  measurementOf,
  measureWrites,
} from "../../../scripts/observer/measurement.js";
import { nativeThread, SAMPLE_OBSERVE, sampleResult } from "../../bench/result/native-results.js";

const CLONES = [nativeThread([], [1000, 2000, 3000]), nativeThread([], [9001])];

const printed = (mode: "immediate" | "message", note: string | null = null) =>
  JSON.stringify(sampleResult(CLONES, { numjobs: 2 }, {}, { ...SAMPLE_OBSERVE, mode, note }));

describe("measurements of observed writes", () => {
  it("measurement__has_the_sum_of_rates_and_all_service_times", () => {
    const { iops, service, serviceNsMax } = measurementOf(printed("immediate"), "immediate");
    assert.equal(iops, 2);
    assert.equal(service.totalCount, 4);
    assert.equal(service.getValueAtPercentile(50), 2000);
    assert.equal(serviceNsMax, 9001);
  });

  it("measurement__is_refused_where_the_device_observed_in_another_mode", () => {
    const text = printed("message", "no immediates here");
    assert.throws(
      () => measurementOf(text, "immediate"),
      /^Error: writes were observed by message, not by immediate: no immediates here$/,
    );
  });

  const LOADS: [Load, string][] = [
    [{ bs: "4k", iodepth: 1, sessions: 1 }, "4 KiB, depth 1, 1 session"],
    [{ bs: "64k", iodepth: 32, sessions: 4, size: "64m" }, "64 KiB, depth 32, 4 sessions"],
  ];
  for (const [load, title] of LOADS) {
    it(`load_title__${title}`, () => assert.equal(loadTitle(load), title));
  }

  it("measure_writes__runs_the_load_in_the_mode_with_the_flags", async () => {
    const commands: (readonly string[])[] = [];
    const bench = {
      seconds: 2,
      async run(command: readonly string[]) {
        commands.push(command);
        return printed("immediate");
      },
    };
    const load: Load = { bs: "64k", iodepth: 32, sessions: 4, size: "64m" };
    await measureWrites(bench, load, "immediate", ["--wait-observed"]);
    const flags = commands[0]?.join(" ") ?? "";
    assert.match(flags, /bench run --runtime 2 --time-based --rw randwrite --bs 64k --iodepth 32/);
    assert.match(flags, /--size 64m --numjobs 4 --observe immediate --wait-observed --json$/);
  });
});
