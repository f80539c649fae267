/**
 * How long what cannot hang in a sound memvol may take before it counts as hung: longer on adapters
 * in software and in virtual machines, of which the environment tells.
 */
export const PATIENCE_MS = Number(process.env.MEMVOL_TEST_PATIENCE_MS || 30_000);
