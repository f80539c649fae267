/** `memvol volume mark NAME POINT` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, pointArg, volumeArg } from "../../cli/flags.js";
import { markPoint } from "../../volume/changes.js";

export default class VolumeMark extends BaseCommand {
  static override summary = "Make a point in time, or move it to now.";
  static override description =
    "What changes from now on is dirty since that point: memvol volume dirty NAME --since POINT. " +
    "Each consumer of changes has a point of its own.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch backup",
    "<%= config.bin %> <%= command.id %> scratch backup --json",
  ];
  static override args = { name: volumeArg, point: pointArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<{ volume: string; point: string }> {
    const { args, flags } = await this.parse(VolumeMark);
    const result = await markPoint(await this.device(flags.device), args.name, args.point);
    this.log(`Marked point '${args.point}' of volume '${args.name}'.`);
    return result;
  }
}
