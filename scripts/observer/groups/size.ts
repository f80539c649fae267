/** Whether observing costs more on a larger volume: the same load all over 8 GiB and 1 GiB. */
import { parseBytes } from "../../../src/units/bytes.js";
import { createVolume } from "../../../src/volume/volumes.js";
import { alternate } from "../../compare/alternate.js";
import type { Group } from "../../compare/groups/group.js";
import type { Row, Target } from "../../compare/row.js";
import type { Workbench } from "../../compare/workbench.js";
import { type Load, loadTitle, measurePair } from "../measurement.js";
import { type OwnDevice, onOwnDevice } from "../own-device.js";
import { pairRows } from "../rows.js";

const SMALL = { name: "small", size: "1g", title: "1 GiB" };
const LARGE = { name: "large", size: "8g", title: "8 GiB" };
const DEVICE_MEMORY = "9g";

const LOAD: Load = { bs: "4k", iodepth: 32, sessions: 1 };
const SAME: Target = { at_least: 0.97, at_most: 1.03 };

const MODES = ["immediate", "scratch"] as const;

export const sizeGroup: Group = {
  name: "size",
  title: `${LARGE.title} against ${SMALL.title}`,
  measure: (bench) => onOwnDevice({ memory: DEVICE_MEMORY }, (device) => measure(bench, device)),
};

async function* measure(bench: Workbench, device: OwnDevice): AsyncGenerator<Row> {
  // The device refuses what the machine has no memory for; the group is not run then.
  for (const { name, size } of [SMALL, LARGE]) {
    await createVolume(device.control, { name, size_bytes: parseBytes(size) });
  }
  for (const mode of MODES) {
    const title = `${mode}, ${LARGE.title}, ${loadTitle(LOAD)}`;
    bench.announce(`${title}, against ${SMALL.title}`);
    const on = ({ name }: typeof SMALL) => {
      const flags = [...device.deviceFlags, "--volume", name, "--allow-overwrite"];
      return measurePair(bench, LOAD, mode, flags);
    };
    const rounds = await alternate(
      bench.rounds,
      () => on(LARGE),
      () => on(SMALL),
    );
    yield* pairRows({ title, against: SMALL.title, target: SAME }, rounds);
  }
}
