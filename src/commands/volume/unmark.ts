/** `memvol volume unmark NAME POINT` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, pointArg, volumeArg } from "../../cli/flags.js";
import { unmarkPoint } from "../../volume/changes.js";

export default class VolumeUnmark extends BaseCommand {
  static override summary = "Remove a point in time.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch backup",
    "<%= config.bin %> <%= command.id %> scratch backup --json",
  ];
  static override args = { name: volumeArg, point: pointArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<{ volume: string; point: string }> {
    const { args, flags } = await this.parse(VolumeUnmark);
    const result = await unmarkPoint(await this.device(flags.device), args.name, args.point);
    this.log(`Removed point '${args.point}' of volume '${args.name}'.`);
    return result;
  }
}
