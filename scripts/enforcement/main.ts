/**
 * What continuous enforcement costs: the share of a core that one look a second at 1000 sessions
 * takes, each of another client, under policies that depend on time in every way they can.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderTable } from "../../src/output/table.js";
import { SITUATIONS } from "./situations.js";
import { openWorld } from "./world.js";

const SESSIONS = 1000;
const LOOKS = 20;

const directory = await mkdtemp(join(tmpdir(), "memvol-enforcement-"));
try {
  const rows: string[][] = [];
  for (const { name, policy } of SITUATIONS) {
    const world = await openWorld(join(directory, `${name}.json`), policy, SESSIONS);
    const first = await world.cpuMsOfLook();
    const rest: number[] = [];
    for (let look = 0; look < LOOKS; look += 1) rest.push(await world.cpuMsOfLook());
    if (world.ended() > 0) throw new Error(`${world.ended()} sessions ended in '${name}'`);
    const steady = rest.sort((a, b) => a - b)[Math.floor(LOOKS / 2)] ?? Number.NaN;
    rows.push([name, first.toFixed(0), steady.toFixed(2), `${(steady / 10).toFixed(2)} %`]);
  }
  const columns = [
    { head: "POLICY" },
    { head: "DECIDING ALL, ms", align: "right" as const },
    { head: "A LOOK, ms", align: "right" as const },
    { head: "OF A CORE", align: "right" as const },
  ];
  process.stdout.write(`${renderTable(columns, rows)}\n`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
