/** What the load generator itself can do, with no fabric and no device. */
import { repeat } from "../alternate.js";
import { NULL_ENGINE_TARGET, nativeFiguresOf } from "../rates.js";
import { figureRow } from "../row.js";
import { memvolRate, nativeProgram } from "../workbench.js";
import type { Group } from "./group.js";

const NULL_RATE = nativeProgram("test", "memvol_null_rate");
const JOB = ["--ioengine", "null", "--rw", "randread", "--iodepth", "32"];

export const nullGroup: Group = {
  name: "null",
  title: "the null engine",
  async *measure(bench) {
    const title = "null engine, randread, depth 32, as a command";
    bench.announce(title);
    const rates = await repeat(bench.rounds, () => memvolRate(bench, JOB));
    yield figureRow({ title, unit: "operations/s", target: NULL_ENGINE_TARGET }, rates);

    bench.announce("null engine and recording, native");
    const runs = await repeat(bench.rounds, async () =>
      nativeFiguresOf(await bench.run([NULL_RATE])),
    );
    for (const figure of runs[0] ?? []) {
      const same = runs.flat().filter((other) => other.title === figure.title);
      yield figureRow(
        figure,
        same.map(({ value }) => value),
      );
    }
  },
};
