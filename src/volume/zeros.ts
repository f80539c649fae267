/** Which parts of a chunk are zero: what a sparse file leaves out. */

/** File systems know holes of this size and its multiples. */
export const HOLE_BYTES = 4096;

const ZEROS = Buffer.alloc(HOLE_BYTES);

export interface Run {
  zero: boolean;
  from: number;
  to: number;
}

/** The chunk in order, in runs as long as can be; a run of zeros is made of whole blocks. */
export function* runsOf(chunk: Uint8Array): Generator<Run> {
  let run: Run | undefined;
  for (let from = 0; from < chunk.length; from += HOLE_BYTES) {
    const to = Math.min(from + HOLE_BYTES, chunk.length);
    const zero = ZEROS.subarray(0, to - from).equals(chunk.subarray(from, to));
    if (run?.zero === zero) {
      run.to = to;
      continue;
    }
    if (run !== undefined) yield run;
    run = { zero, from, to };
  }
  if (run !== undefined) yield run;
}
