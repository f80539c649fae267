/** Volumes that come back from their backing stores when the device starts. */
import type { Catalog, KeptVolume } from "./catalog.js";
import type { Logger } from "./log.js";

/** One after the other; one that cannot come back does not keep the others from it. */
export async function recoverVolumes(
  volumes: KeptVolume[],
  catalog: Pick<Catalog, "keepEpochs" | "restore">,
  log: Pick<Logger, "error" | "info">,
): Promise<void> {
  for (const volume of volumes) {
    const { name, size_bytes, durability } = volume;
    const begun = performance.now();
    try {
      await catalog.restore(volume);
      const ms = Math.round(performance.now() - begun);
      log.info({ volume: name, size_bytes, backing: durability.backing, ms }, "volume recovered");
    } catch (err) {
      log.error({ err, volume: name, backing: durability.backing }, "volume not recovered");
    }
  }
  if (volumes.length > 0) await catalog.keepEpochs();
}

/** The administrator knows that the store of this volume is of an earlier time. */
export function acceptOlder(volumes: KeptVolume[], accepted: string | undefined): KeptVolume[] {
  return volumes.map((volume) =>
    volume.name === accepted ? { ...volume, known_epoch: 0 } : volume,
  );
}
