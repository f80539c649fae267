/** Options that change something for ioengine=file alone, with the reason why not for a volume. */
export const FILE_ONLY_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["direct", "memvol has no page cache"],
  ["filename", "the volume stands in the place of files"],
]);

/** The warnings that such options have no effect; none where a job uses the file engine. */
export function fileOnlyWarnings(
  jobs: readonly { engine: string }[],
  written: readonly { name: string; where: string }[],
): string[] {
  if (jobs.some(({ engine }) => engine === "file")) return [];
  return written.flatMap(({ name, where }) => {
    const reason = FILE_ONLY_OPTIONS.get(name);
    return reason === undefined ? [] : [`${where} has no effect: ${reason}`];
  });
}
