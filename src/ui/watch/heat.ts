/** A rate that stays visible for a while: it rises at once and falls evenly to nothing. */

export interface Heat {
  perSecond: number;
  /** What it loses in a second. */
  fall: number;
}

export const COLD: Heat = { perSecond: 0, fall: 0 };

/** The heat `seconds` later, in which there was this rate. */
export function heatAfter(
  heat: Heat,
  perSecond: number,
  seconds: number,
  fadeSeconds: number,
): Heat {
  const faded = Math.max(0, heat.perSecond - heat.fall * seconds);
  if (perSecond < faded) return { perSecond: faded, fall: heat.fall };
  return { perSecond, fall: perSecond / fadeSeconds };
}
