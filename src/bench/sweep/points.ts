/** The points of a sweep: every combination of the values of its axes. */

/** From an option's name to its values. */
export type Axes = Record<string, string[]>;
export type Settings = Record<string, string>;

/** The last axis varies fastest. */
export function pointsOf(axes: Axes): Settings[] {
  return Object.entries(axes).reduce<Settings[]>(
    (points, [name, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** `bs=4k iodepth=8`. */
export function describeSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
