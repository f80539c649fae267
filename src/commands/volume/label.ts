/** `memvol volume label NAME TEXT` */
import { Args } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { volumeText } from "../../output/volumes.js";
import { labelVolume } from "../../volume/volumes.js";

export default class VolumeLabel extends BaseCommand {
  static override summary = "Change a volume's label.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch 'build cache'",
    "<%= config.bin %> <%= command.id %> scratch ''",
  ];
  static override args = {
    name: volumeArg,
    label: Args.string({ required: true, description: "The new label; '' for none." }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<Volume> {
    const { args, flags } = await this.parse(VolumeLabel);
    const device = await this.device(flags.device);
    const volume = await labelVolume(device, args.name, args.label);
    this.log(volumeText(volume));
    return volume;
  }
}
