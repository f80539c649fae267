/** The value of `cpus_allowed`: processors and ranges of them, joined by commas. */
import { refusal, type ValueType } from "../value-types.js";

/** What Linux's fixed set of processors holds. */
const MOST_CPUS = 1024;

export const cpuList: ValueType<number[]> = {
  allowed: "processors by their numbers from 0, as 0,5,8-15",
  parse(text) {
    return [...new Set(text.split(",").flatMap((part) => range(text, part)))].sort((a, b) => a - b);
  },
};

function range(text: string, part: string): number[] {
  const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from <= to)) throw refusal(text, `has '${part}', which is neither a processor nor a range`);
  if (to >= MOST_CPUS) throw refusal(text, `has a processor above ${MOST_CPUS - 1}`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
