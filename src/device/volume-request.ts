/** What a request to create a volume asks for, checked, and compared with a volume that exists. */
import type { ObservationMode } from "../binding/native-observation.js";
import type { DurabilityMode } from "../binding/native-persistence.js";
import type { DurabilityChange } from "../control/durability.js";
import { OBSERVATION_DETAIL } from "../control/observation.js";
import type { Volume, VolumeCreation } from "../control/schemas.js";
import { UserError } from "../errors.js";
import { checkRegionSize, defaultRegionSize } from "./region-size.js";

/** What a volume is made with; nothing is left to be chosen. */
export type VolumeProperties = Omit<Volume, "id" | "created_at" | "sessions" | "store">;

/** Properties that must be equal for a volume to count as the same. */
const COMPARED = [
  "size_bytes",
  "block_size_bytes",
  "label",
  "huge_pages",
  "region_size_bytes",
  "observe",
  "durability",
] as const satisfies (keyof VolumeProperties)[];

/** @throws UserError `alignment_invalid` */
export function propertiesOf(request: VolumeCreation): VolumeProperties {
  const { if_not_exists: _, region_size_bytes: asked, observe, ...properties } = request;
  const { name, size_bytes } = properties;
  checkAlignment(request);
  checkBacking(request);
  const region_size_bytes =
    asked === undefined ? defaultRegionSize(size_bytes) : checkRegionSize(name, size_bytes, asked);
  return { ...properties, region_size_bytes, observe: observeEnough(request), atomics: "device" };
}

/** What has to be seen of writes for them to be persisted as is promised. */
const OBSERVED_LEAST = {
  volatile: "none",
  async: "hash",
  barrier: "hash",
  // A write is held back until it is durable, so it has to be told.
  sync: "immediate",
} as const satisfies Record<DurabilityMode, ObservationMode>;

function observeEnough({
  observe,
  durability,
}: Pick<VolumeProperties, "durability" | "observe">): VolumeProperties["observe"] {
  const least = OBSERVED_LEAST[durability.mode];
  const atLeast = (mode: ObservationMode) =>
    OBSERVATION_DETAIL[mode] < OBSERVATION_DETAIL[least] ? least : mode;
  return { default: atLeast(observe.default), minimum: atLeast(observe.minimum) };
}

/** The same volume, persisted in another way; what has to be seen of writes may grow by that. */
export function withDurability<V extends VolumeProperties>(
  volume: V,
  { mode, interval_ms, dirty_bytes_max }: DurabilityChange,
): V {
  const durability = {
    ...volume.durability,
    ...(mode !== undefined && { mode }),
    ...(interval_ms !== undefined && { interval_ms }),
    ...(dirty_bytes_max !== undefined && { dirty_bytes_max }),
  };
  return { ...volume, durability, observe: observeEnough({ observe: volume.observe, durability }) };
}

function checkBacking({ name, durability: { mode, backing } }: VolumeCreation): void {
  if ((mode === "volatile") === (backing === null)) return;
  const problem =
    backing === null
      ? `is to be durable (${mode}), and has no directory for its backing store`
      : "is volatile, and has a directory for a backing store";
  throw new UserError("usage", `Volume '${name}' ${problem}`, {
    nextSteps: ["Give both: --durability async|barrier|sync --backing DIR"],
  });
}

function checkAlignment({ name, size_bytes, block_size_bytes }: VolumeCreation): void {
  if (size_bytes % block_size_bytes === 0) return;
  const up = Math.ceil(size_bytes / block_size_bytes) * block_size_bytes;
  throw new UserError(
    "alignment_invalid",
    `The size of volume '${name}', ${size_bytes} bytes, is no multiple of its block size, ` +
      `${block_size_bytes} bytes`,
    { nextSteps: [`The next larger size that is: --size ${up}`] },
  );
}

/**
 * @param acceptEqual whether a volume with the same properties will do
 * @throws UserError `volume_exists`, saying what differs
 */
export function checkSame(
  existing: VolumeProperties,
  wanted: VolumeProperties,
  acceptEqual: boolean,
): void {
  const differences = COMPARED.map((key) => ({
    key,
    has: JSON.stringify(existing[key]),
    wants: JSON.stringify(wanted[key]),
  })).filter(({ has, wants }) => has !== wants);
  if (acceptEqual && differences.length === 0) return;
  const told = differences.map(({ key, has, wants }) => `${key} is ${has}, not ${wants}`);
  const detail = acceptEqual ? ` with other properties: ${told.join("; ")}` : "";
  throw new UserError("volume_exists", `Volume '${wanted.name}' exists${detail}`, {
    nextSteps: acceptEqual
      ? [`See it: memvol volume show ${wanted.name}`]
      : ["Choose another name, or accept an equal volume: --if-not-exists"],
  });
}
