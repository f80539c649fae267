/** Measuring two sides in turn, so that what else the machine does falls on both alike. */
import type { Rounds } from "./row.js";

/** Measures once; resolves to operations a second. */
export type Leg = () => Promise<number>;

/** Ours, theirs, ours, theirs, … */
export async function alternate(rounds: number, ours: Leg, theirs: Leg): Promise<Rounds> {
  const measured = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    measured.ours.push(await ours());
    measured.theirs.push(await theirs());
  }
  return measured;
}

export async function repeat<Figure>(
  rounds: number,
  leg: () => Promise<Figure>,
): Promise<Figure[]> {
  const measured: Figure[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await leg());
  return measured;
}
