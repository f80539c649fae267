/** Measuring two sides in turn, so that what else the machine does falls on both alike. */
import type { Rounds } from "./row.js";

/** Measures once. */
export type Leg<Figure> = () => Promise<Figure>;

/** Ours, theirs, ours, theirs, … */
export async function alternate<Figure>(
  rounds: number,
  ours: Leg<Figure>,
  theirs: Leg<Figure>,
): Promise<Rounds<Figure>> {
  const measured = { ours: [] as Figure[], theirs: [] as Figure[] };
  for (let round = 0; round < rounds; round++) {
    measured.ours.push(await ours());
    measured.theirs.push(await theirs());
  }
  return measured;
}

export async function repeat<Figure>(rounds: number, leg: Leg<Figure>): Promise<Figure[]> {
  const measured: Figure[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await leg());
  return measured;
}
