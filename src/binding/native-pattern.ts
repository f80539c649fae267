/** The native surface of a load test's pattern: which operations a job does, and where. */
import type { DirectionTriple } from "../directions.js";

/** Lengths of operations: one, all of a range alike, or some by weight. */
export interface NativeBlockSizes {
  minBytes: number;
  maxBytes: number;
  /** Any length of the range, and not only multiples of the smallest. */
  unaligned: boolean;
  /** Empty: the range. */
  split: { bytes: number; weight: number }[];
}

/** How often which blocks of the range are hit. */
export interface NativeDistribution {
  shape: "uniform" | "zipf" | "pareto" | "normal" | "zones";
  /** zipf: theta; pareto: h; normal: the standard deviation in percent of the range. */
  parameter: number;
  /** Where the likeliest block is, from 0 to 1; absent: anywhere, or the middle (normal). */
  center?: number;
  /** Each from the end of the one before. */
  zones: { endBytes: number; weight: number }[];
}

/** Which operations a job does and where. */
export interface NativePattern {
  random: boolean;
  /** 100: reads only; 0: writes only. Counts where there are no trims. */
  readPercent: number;
  trims: "none" | "only" | "before_write";
  blockSizes: DirectionTriple<NativeBlockSizes>;
  /** Random places are multiples of it; 0: of the smallest block, and each once in a pass. */
  alignBytes: DirectionTriple<number>;
  randomPercent: DirectionTriple<number>;
  /** Each block once before any again, where the distribution is uniform. */
  eachOnce: boolean;
  distribution: NativeDistribution;
  /** Operations from one random place on, and whether they stay there. */
  runLength: number;
  runInPlace: boolean;
  /** Between sequential operations; negative: backwards. */
  gapBytes: number;
  /** The directions of what is replayed, in the place of all but the block sizes. */
  replayed?: DirectionTriple<boolean>;
}
