/** `memvol volume list` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { volumesText } from "../../output/volumes.js";
import { listVolumes } from "../../volume/volumes.js";

export default class VolumeList extends BaseCommand {
  static override summary = "List a device's volumes.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --device lab --json",
  ];
  static override flags = { device: deviceFlag };

  async run(): Promise<Volume[]> {
    const { flags } = await this.parse(VolumeList);
    const volumes = await listVolumes(await this.device(flags.device));
    this.log(volumesText(volumes));
    return volumes;
  }
}
