/** What the kernel says of processes: who lives in a workspace, and the processor time used. */
import { readdir, readFile } from "node:fs/promises";

/** Linux's USER_HZ, the unit of times in /proc. */
const TICKS_PER_SECOND = 100;

/** Processes with this in their environment, but for those that go away meanwhile. */
export async function processesWith(variable: string, value: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(`${variable}=${value}`);
    }),
  );
  return pids.filter((_, index) => found[index]).map(Number);
}

/** Seconds of processor time that a process has used, to the tick. */
export async function processorSeconds(pid: number): Promise<number> {
  return secondsIn(await readFile(`/proc/${pid}/stat`, "utf8"));
}

/** Seconds of processor time by thread name; threads of one name are summed. */
export async function threadSeconds(pid: number): Promise<Map<string, number>> {
  const seconds = new Map<string, number>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, "utf8").catch(() => "");
    const name = /\((.*)\)/s.exec(stat)?.[1];
    if (name !== undefined) seconds.set(name, (seconds.get(name) ?? 0) + secondsIn(stat));
  }
  return seconds;
}

/** `utime` and `stime` are the 14th and 15th field; the second, a name, may hold anything. */
function secondsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export const TICK_SECONDS = 1 / TICKS_PER_SECOND;
