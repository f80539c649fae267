/** Scaling to a unit and rounding: the base of every figure that people read. */

/** A unit and what one of it is worth in the smallest unit. */
export interface Unit {
  name: string;
  worth: number;
}

/** From the smallest to the largest. */
export type Units = readonly [Unit, ...Unit[]];

/** Three significant digits, four from 999.5 on, never an exponent: `1.23`, `45.6`, `1023`. */
export function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

/**
 * The value in the largest unit of which there is one at least. What would round up to one
 * of the next unit is given in that unit: 999,600 is 1.00M and not 1000k.
 */
export function scale(value: number, units: Units): { value: number; unit: Unit } {
  let unit = units[0];
  for (const larger of units.slice(1)) {
    if (value < larger.worth - unit.worth / 2) break;
    unit = larger;
  }
  return { value: value / unit.worth, unit };
}

/** Three digits in the unit that fits; whole numbers of the smallest unit as they are. */
export function scaleToText(value: number, units: Units): { digits: string; unit: string } {
  const scaled = scale(value, units);
  const whole = scaled.unit === units[0] && Number.isInteger(scaled.value);
  return {
    digits: whole ? String(scaled.value) : threeDigits(scaled.value),
    unit: scaled.unit.name,
  };
}
