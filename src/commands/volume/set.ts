/** `memvol volume set NAME` */
import { Flags } from "@oclif/core";
import { DURABILITY_MODES } from "../../binding/native-persistence.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, durationFlag, sizeFlag, volumeArg } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { UserError } from "../../errors.js";
import { volumeText } from "../../output/volumes.js";
import { changeDurability } from "../../volume/volumes.js";

const MODES = DURABILITY_MODES.filter((mode) => mode !== "volatile");

export default class VolumeSet extends BaseCommand {
  static override summary = "Change when a volume that has a backing store is persisted.";
  static override description =
    "What is not given stays. Sessions that may write end when the mode becomes sync, and attach " +
    "anew: then their writes are complete when they are kept.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept --durability sync",
    "<%= config.bin %> <%= command.id %> kept --durability async --interval 50ms --dirty-max 64MiB",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    durability: Flags.option({ options: MODES })({
      summary: "What survives the device: all but the last interval, what was flushed, or all.",
    }),
    interval: durationFlag({ summary: "In async: persist as often as this." }),
    "dirty-max": sizeFlag({
      summary: "In async: persist also as soon as so much is dirty; 0 for no such bound.",
    }),
  };

  async run(): Promise<{ volume: Volume; sessions_ended: number }> {
    const { args, flags } = await this.parse(VolumeSet);
    const change = {
      ...(flags.durability !== undefined && { mode: flags.durability }),
      ...(flags.interval !== undefined && { interval_ms: flags.interval }),
      ...(flags["dirty-max"] !== undefined && { dirty_bytes_max: flags["dirty-max"] }),
    };
    if (Object.keys(change).length === 0) {
      throw new UserError("usage", "There is nothing to change", {
        nextSteps: ["Say what: memvol volume set NAME --durability MODE"],
      });
    }
    const result = await changeDurability(await this.device(flags.device), args.name, change);
    if (result.sessions_ended > 0) this.log(`Sessions ended: ${result.sessions_ended}`);
    this.log(volumeText(result.volume));
    return result;
  }
}
