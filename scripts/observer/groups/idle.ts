/** Whether observing costs more beside 256 sessions that do nothing than beside one. */
import { parseBytes } from "../../../src/units/bytes.js";
import { createVolume } from "../../../src/volume/volumes.js";
import { alternate } from "../../compare/alternate.js";
import type { Group } from "../../compare/groups/group.js";
import type { Row } from "../../compare/row.js";
import { VOLUME_SIZE, type Workbench } from "../../compare/workbench.js";
import { holdIdleSessions } from "../idle-holder.js";
import { type Load, loadTitle, measurePair } from "../measurement.js";
import { type OwnDevice, onOwnDevice } from "../own-device.js";
import { pairRows } from "../rows.js";

const MODES = ["immediate", "scratch"] as const;
const FEW = 1;
const MANY = 256;
const LOAD: Load = { bs: "4k", iodepth: 32, sessions: 1 };
/** All sessions attach to the same. */
const VOLUME = "shared";

export const idleGroup: Group = {
  name: "idle",
  title: `beside ${MANY} idle sessions`,
  measure: (bench) => onOwnDevice({ memory: VOLUME_SIZE }, (device) => measure(bench, device)),
};

async function* measure(bench: Workbench, device: OwnDevice): AsyncGenerator<Row> {
  await createVolume(device.control, { name: VOLUME, size_bytes: parseBytes(VOLUME_SIZE) });
  const flags = [...device.deviceFlags, "--volume", VOLUME, "--allow-overwrite"];
  for (const mode of MODES) {
    const title = `${mode}, ${loadTitle(LOAD)}, beside ${MANY} idle`;
    bench.announce(`${title}, against ${FEW}`);
    const beside = async (count: number) => {
      const idle = await holdIdleSessions(bench, {
        socketPath: device.socketPath,
        volume: VOLUME,
        mode,
        count,
      });
      try {
        return await measurePair(bench, LOAD, mode, flags);
      } finally {
        await idle.release();
      }
    };
    const rounds = await alternate(
      bench.rounds,
      () => beside(MANY),
      () => beside(FEW),
    );
    yield* pairRows({ title, against: `${FEW} idle`, target: { at_least: 0.95 } }, rounds);
  }
}
