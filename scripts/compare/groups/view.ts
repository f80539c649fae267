/** What the live view costs the load: with it on a pseudo terminal, and without. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { alternate } from "../alternate.js";
import { requirePrograms } from "../program.js";
import { iopsOf } from "../rates.js";
import { ratioRow } from "../row.js";
import { benchCommand, type Workbench } from "../workbench.js";
import type { Group } from "./group.js";

/** On two cores, each load keeps both busy. */
const LOADS = [
  { title: "fabric, depth 32, live view", fabric: true, job: ["--iodepth", "32"] },
  {
    title: "null engine, 2 jobs, live view",
    fabric: false,
    job: ["--ioengine", "null", "--numjobs", "2", "--iodepth", "32"],
  },
];

/**
 * Left out of the measurement: until what draws is compiled, a frame takes many times as long as
 * later, which a short run would count for more than it is.
 */
const RAMP = ["--ramp-time", "3"];

export const viewGroup: Group = {
  name: "view",
  title: "what the live view costs",
  async *measure(bench) {
    requirePrograms({ script: "bsdutils" }, process.env.PATH ?? "");
    for (const { title, fabric, job } of LOADS) {
      bench.announce(title);
      const flags = ["--rw", "randread", ...RAMP, ...job, ...(fabric ? bench.deviceFlags : [])];
      const rounds = await alternate(
        bench.rounds,
        () => rateOnTerminal(bench, flags, true),
        () => rateOnTerminal(bench, [...flags, "--json"], false),
      );
      yield ratioRow(
        { title, unit: "operations/s", against: "silent", target: { at_least: 0.96 } },
        rounds,
      );
    }
  },
};

/** Both sides run on a pseudo terminal of 80x24, so that they differ in the view alone. */
async function rateOnTerminal(
  bench: Workbench,
  flags: readonly string[],
  drawn: boolean,
): Promise<number> {
  const result = join(bench.directory, "result.json");
  const screen = join(bench.directory, "screen");
  const command = benchCommand(bench, [...flags, "--output", result])
    .map(quote)
    .join(" ");
  const onTerminal = `stty rows 24 cols 80 && exec ${command}`;
  await bench.run(["script", "--quiet", "--return", "--command", onTerminal, screen]);
  if (wasDrawn(await readFile(screen, "utf8")) !== drawn) {
    throw new Error(`the live view was ${drawn ? "not " : ""}drawn`);
  }
  return iopsOf(await readFile(result, "utf8"));
}

/** A redrawn frame starts with the cursor going up. */
function wasDrawn(screen: string): boolean {
  return screen.includes("\u001b[1A");
}

/** For a POSIX shell. */
function quote(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
