/** What each mode of observation costs random writes: IOPS and p99 against mode `none`. */
import type { ObservationMode } from "../../../src/binding/native-observation.js";
import { alternate } from "../../compare/alternate.js";
import type { Group } from "../../compare/groups/group.js";
import type { Row, Target } from "../../compare/row.js";
import { VOLUME_SIZE, type Workbench } from "../../compare/workbench.js";
import { type Load, loadTitle, measureWrites } from "../measurement.js";
import { onOwnDevice } from "../own-device.js";
import { p99Row, rateRow } from "../rows.js";

interface ObservedMode {
  mode: ObservationMode;
  rate: Target;
  /** Null: shown, without a bound. */
  p99: Target | null;
}

const IMMEDIATE: ObservedMode = {
  mode: "immediate",
  rate: { at_least: 0.97 },
  p99: { at_most: 1.03 },
};
const SCRATCH: ObservedMode = { mode: "scratch", rate: { at_least: 0.95 }, p99: null };
const MESSAGE: ObservedMode = { mode: "message", rate: { at_least: 0.95 }, p99: null };
const HASH: ObservedMode = { mode: "hash", rate: { at_least: 0.9 }, p99: null };

/** So often that it always works, and takes all that it may. */
const HASH_SETTINGS = ["--hash-interval", "100ms", "--hash-cpu-percent", "10"];

const LOADS: readonly Load[] = (["4k", "64k"] as const).flatMap((bs) =>
  [1, 32].flatMap((iodepth) =>
    [1, 4].map((sessions) => ({ bs, iodepth, sessions, size: VOLUME_SIZE })),
  ),
);

/** One for each mode. */
export const modeGroups: readonly Group[] = [
  ...[IMMEDIATE, SCRATCH, MESSAGE].map((observed) =>
    group(observed, (bench) => measureMode(bench, observed, bench.deviceFlags)),
  ),
  group(HASH, (bench) =>
    onOwnDevice({ memory: VOLUME_SIZE, settings: HASH_SETTINGS }, ({ deviceFlags }) =>
      measureMode(bench, HASH, deviceFlags),
    ),
  ),
];

function group({ mode }: ObservedMode, measure: Group["measure"]): Group {
  return { name: mode, title: `${mode} against none`, measure };
}

async function* measureMode(
  bench: Workbench,
  { mode, rate, p99 }: ObservedMode,
  deviceFlags: readonly string[],
): AsyncGenerator<Row> {
  for (const load of LOADS) {
    const title = `${mode}, ${loadTitle(load)}`;
    bench.announce(`${title}, against none`);
    const rounds = await alternate(
      bench.rounds,
      () => measureWrites(bench, load, mode, deviceFlags),
      () => measureWrites(bench, load, "none", deviceFlags),
    );
    yield rateRow({ title, against: "none", target: rate }, rounds);
    yield p99Row({ title: `${title}, p99`, against: "none", target: p99 }, rounds);
  }
}
