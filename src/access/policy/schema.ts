/**
 * What Cedar policies can speak of. `docs/memvol.cedarschema` is a copy for people and editors,
 * which a test compares.
 */
export const CEDAR_SCHEMA = `// Who: a client's identity, and the groups that it is in.
entity Group;
entity Identity in [Group] = { name: String };

// What: a volume, or the device itself.
entity Volume = { name: String, label: String, size_bytes: Long };
entity Device = { name: String };

// When, in the time zones that policies name: context.clock.getTag("Europe/Paris").
// weekday: "mon" to "sun"; minute: of the day, 0 to 1439; day: its midnight, as if in UTC.
entity Clock tags { weekday: String, minute: Long, day: datetime };

type Circumstances = {
  // Where the client comes from.
  address: ipaddr,
  // The provider that the volume is reached over: "tcp", "verbs".
  interface: String,
  // "mains", "battery", "battery-low" or "unknown".
  power: String,
  now: datetime,
  clock: Clock
};

// Reaching a volume's bytes.
action read, write, atomic
  appliesTo { principal: Identity, resource: Volume, context: Circumstances };

// Administering a volume; observe: statistics, points, scans, watching; maintain: its backing
// store.
action show, create, delete, label, observe, session, maintain
  appliesTo { principal: Identity, resource: Volume, context: Circumstances };

// Administering the device.
action policy, identity, power, metrics
  appliesTo { principal: Identity, resource: Device, context: Circumstances };
`;
