/** Policies by how their decisions depend on time. */
export interface Situation {
  name: string;
  policy: string;
}

const PERMIT = 'permit (principal in Group::"all", action == Action::"read", resource)';
const ZONE = '"Europe/Paris"';

export const SITUATIONS: Situation[] = [
  { name: "without time", policy: `${PERMIT};` },
  {
    name: "hours of a day",
    policy:
      `${PERMIT} when { context.clock.hasTag(${ZONE}) && ` +
      `context.clock.getTag(${ZONE}).minute >= 0 };`,
  },
  {
    name: "until a moment",
    policy: `${PERMIT} when { context.now < datetime("2999-01-01") };`,
  },
  {
    name: "computed from now",
    policy: `${PERMIT} when { context.now.toTime() < duration("24h") };`,
  },
  {
    name: "time and client in one",
    policy:
      `${PERMIT} when { (if principal.name like "client*" then context.now ` +
      'else datetime("1999-01-01")) > datetime("2000-01-01") };',
  },
];
