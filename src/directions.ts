/** The directions of a load test's operations, and a value for each. */

export const DIRECTIONS = ["read", "write", "trim"] as const;

/** What an operation does; a trim gives up a range, which reads as zeros then. */
export type Direction = (typeof DIRECTIONS)[number];

export type DirectionTriple<T> = Record<Direction, T>;

export function byDirection<T>(of: (direction: Direction) => T): DirectionTriple<T> {
  return { read: of("read"), write: of("write"), trim: of("trim") };
}
