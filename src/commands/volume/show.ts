/** `memvol volume show NAME` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { volumeText } from "../../output/volumes.js";
import { showVolume } from "../../volume/volumes.js";

export default class VolumeShow extends BaseCommand {
  static override summary = "Show one volume.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch --json",
  ];
  static override args = { name: volumeArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<Volume> {
    const { args, flags } = await this.parse(VolumeShow);
    const volume = await showVolume(await this.device(flags.device), args.name);
    this.log(volumeText(volume));
    return volume;
  }
}
