/** Policies by how their decisions depend on time. */
import type { TimeGrain } from "../../src/access/policy/time-use.js";

export interface Situation {
  name: string;
  policy: string;
  grain: TimeGrain;
}

const PERMIT = 'permit (principal in Group::"all", action == Action::"read", resource)';
const ZONE = '"Europe/Paris"';

export const SITUATIONS: Situation[] = [
  { name: "without time", policy: `${PERMIT};`, grain: "never" },
  {
    name: "hours of a day",
    policy:
      `${PERMIT} when { context.clock.hasTag(${ZONE}) && ` +
      `context.clock.getTag(${ZONE}).minute >= 0 };`,
    grain: "minute",
  },
  {
    name: "until a moment",
    policy: `${PERMIT} when { context.now < datetime("2999-01-01") };`,
    grain: "never",
  },
  {
    name: "computed from now",
    policy: `${PERMIT} when { context.now.toTime() < duration("24h") };`,
    grain: "moment",
  },
];
