/** How sweeps and searches are shown. */
export const EXPLORATION_FORMATS = ["text", "csv", "html"] as const;
export type ExplorationFormat = (typeof EXPLORATION_FORMATS)[number];
