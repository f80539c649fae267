/** `memvol volume scan NAME` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, positiveSizeFlag, sizeFlag, volumeArg } from "../../cli/flags.js";
import type { ScanResult } from "../../control/observation.js";
import { scanText } from "../../output/extents.js";
import { scanVolume } from "../../volume/changes.js";

export default class VolumeScan extends BaseCommand {
  static override summary = "Find what changed on a volume though nobody told.";
  static override description =
    "The device hashes the range now, within its share of the processor, and compares with the " +
    "hashes last taken. What differs is dirty from then on.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch --offset 1GiB --length 256MiB --json",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    offset: sizeFlag({ default: 0, summary: "Where to start." }),
    length: positiveSizeFlag({ summary: "How much to compare; to the end by default." }),
  };

  async run(): Promise<ScanResult> {
    const { args, flags } = await this.parse(VolumeScan);
    const device = await this.device(flags.device);
    const result = await scanVolume(device, args.name, flags.offset, flags.length);
    this.log(scanText(result));
    return result;
  }
}
