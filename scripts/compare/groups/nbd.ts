/** memvol against a network block device: fio's nbd engine on nbdkit's memory plugin, over TCP. */
import { alternate } from "../alternate.js";
import { startNbdServer } from "../nbd-server.js";
import { requirePrograms } from "../program.js";
import { bareRateOf, iopsOf } from "../rates.js";
import { type RatioRow, ratioRow } from "../row.js";
import { BARE_LOOP, memvolRate, VOLUME_SIZE, type Workbench } from "../workbench.js";
import type { Group } from "./group.js";

const CASES = [
  { iodepth: 1, target: { at_least: 4 } },
  { iodepth: 32, target: { at_least: 1.4 } },
];

export const nbdGroup: Group = {
  name: "nbd",
  title: "memvol against fio on nbdkit",
  async *measure(bench) {
    requirePrograms({ fio: "fio", nbdkit: "nbdkit" }, process.env.PATH ?? "");
    const server = await startNbdServer(VOLUME_SIZE, bench);
    try {
      // Pages that were never written are answered without being read.
      await fio(bench, server.uri, ["--rw=write", "--bs=1m"]);
      for (const { iodepth, target } of CASES) {
        const title = `random read, 4 KiB, depth ${iodepth}, NBD`;
        bench.announce(`${title}, against fio on nbdkit`);
        const ours = ["--rw", "randread", "--iodepth", String(iodepth)];
        const rounds = await alternate(
          bench.rounds,
          () => memvolRate(bench, [...bench.deviceFlags, ...ours]),
          async () => iopsOf(await fio(bench, server.uri, randomReads(bench, iodepth))),
        );
        yield ratioRow({ title, unit: "operations/s", against: "nbdkit", target }, rounds);
      }
      yield await ceilingRow(bench, server.uri);
    } finally {
      await server.stop();
    }
  },
};

/** What nothing over this provider can exceed, by much: the bare loop in memvol's place. */
async function ceilingRow(bench: Workbench, uri: string): Promise<RatioRow> {
  const title = "the bare loop in memvol's place, depth 1, NBD";
  bench.announce(title);
  const seconds = String(bench.seconds);
  const rounds = await alternate(
    bench.rounds,
    async () => bareRateOf(await bench.run([BARE_LOOP, "read", "1", seconds])),
    async () => iopsOf(await fio(bench, uri, randomReads(bench, 1))),
  );
  return ratioRow({ title, unit: "operations/s", against: "nbdkit", target: null }, rounds);
}

function randomReads({ seconds }: Workbench, iodepth: number): string[] {
  const timed = ["--time_based", `--runtime=${seconds}`];
  return ["--rw=randread", "--bs=4k", `--iodepth=${iodepth}`, ...timed];
}

function fio(bench: Workbench, uri: string, job: readonly string[]): Promise<string> {
  const engine = ["--ioengine=nbd", `--uri=${uri}`, `--size=${VOLUME_SIZE}`];
  return bench.run(["fio", "--name=nbd", "--output-format=json", ...engine, ...job]);
}
