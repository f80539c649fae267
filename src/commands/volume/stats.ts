/** `memvol volume stats NAME` */

import { CREATION_POINT } from "../../binding/native-observation.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, pointFlag, volumeArg } from "../../cli/flags.js";
import type { VolumeStatistics } from "../../control/observation.js";
import { statisticsText } from "../../output/statistics.js";
import { volumeStatistics } from "../../volume/statistics.js";

export default class VolumeStats extends BaseCommand {
  static override summary = "Show what was done to a volume: by type, size, client, interface.";
  static override description =
    "Counts what is observed. With --json there is a map of the volume besides: operations by " +
    "type, and regions that are dirty since --since, in up to 256 equal shares.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch --since backup --json",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    since: pointFlag({ summary: "The point that dirty shares count from; creation by default." }),
  };

  async run(): Promise<VolumeStatistics> {
    const { args, flags } = await this.parse(VolumeStats);
    const device = await this.device(flags.device);
    const statistics = await volumeStatistics(device, args.name, flags.since ?? CREATION_POINT);
    this.log(statisticsText(statistics));
    return statistics;
  }
}
