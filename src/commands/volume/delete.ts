/** `memvol volume delete NAME` */
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { deleteVolume } from "../../volume/volumes.js";

export default class VolumeDelete extends BaseCommand {
  static override summary = "Delete a volume and what is in it.";
  static override description = "Refused while clients are attached, unless forced.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch --force",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    force: Flags.boolean({
      default: false,
      summary: "End the sessions of attached clients first.",
    }),
  };

  async run(): Promise<{ volume: Volume; sessions_ended: number }> {
    const { args, flags } = await this.parse(VolumeDelete);
    const device = await this.device(flags.device);
    const result = await deleteVolume(device, args.name, flags.force);
    const sessions = result.sessions_ended === 1 ? "session" : "sessions";
    const ended = result.sessions_ended === 0 ? "" : `; ${result.sessions_ended} ${sessions} ended`;
    this.log(`Deleted volume '${args.name}'${ended}.`);
    return result;
  }
}
