/** `memvol volume persist NAME` */
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { Flushed } from "../../control/durability.js";
import { persistVolume } from "../../volume/volumes.js";

export default class VolumePersist extends BaseCommand {
  static override summary = "Persist a volume into its image, and wait until that is done.";
  static override description =
    "As volume flush, and the image file holds it, too. With --full all of the memory is written " +
    "anew, whether or not it is known to have changed: that mends an image that was damaged.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept",
    "<%= config.bin %> <%= command.id %> kept --full",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    full: Flags.boolean({ default: false, summary: "Write all of it anew." }),
  };

  async run(): Promise<Flushed> {
    const { args, flags } = await this.parse(VolumePersist);
    const result = await persistVolume(await this.device(flags.device), args.name, flags.full);
    this.log(`Volume '${args.name}' is in its image: epoch ${result.durable_epoch}.`);
    return result;
  }
}
