/**
 * Where the tests' devices have their fabric: on loopback over tcp, or what the environment says
 * (scripts/test-verbs.sh sets it). The only place that knows.
 */
export const TEST_FABRIC = {
  provider: process.env.MEMVOL_TEST_FABRIC_PROVIDER || "tcp",
  host: process.env.MEMVOL_TEST_FABRIC_HOST || "127.0.0.1",
  port: 0,
} as const;

/** The same for devices that take it from their environment. */
export const TEST_FABRIC_SETTINGS = {
  MEMVOL_FABRIC_PROVIDER: TEST_FABRIC.provider,
  MEMVOL_FABRIC_INTERFACE: TEST_FABRIC.host,
} as const;
