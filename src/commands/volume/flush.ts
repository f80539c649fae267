/** `memvol volume flush NAME` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { Flushed } from "../../control/durability.js";
import { flushVolume } from "../../volume/volumes.js";

export default class VolumeFlush extends BaseCommand {
  static override summary = "Persist a volume, and wait until that is done.";
  static override description =
    "When this ends with 0, every write that was complete before it is on stable storage.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept",
    "<%= config.bin %> <%= command.id %> kept --json",
  ];
  static override args = { name: volumeArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<Flushed> {
    const { args, flags } = await this.parse(VolumeFlush);
    const result = await flushVolume(await this.device(flags.device), args.name);
    this.log(`Volume '${args.name}' is on stable storage: epoch ${result.durable_epoch}.`);
    return result;
  }
}
