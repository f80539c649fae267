/** `memvol device remove NAME` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceNameArg } from "../../cli/flags.js";
import { AddedDevices } from "../../discovery/added.js";

export default class DeviceRemove extends BaseCommand {
  static override summary = "Forget a device that was added, and its key.";
  static override description = "The device itself is not touched.";
  static override examples = ["<%= config.bin %> <%= command.id %> lab"];
  static override args = { name: deviceNameArg };

  async run(): Promise<{ removed: string }> {
    const { args } = await this.parse(DeviceRemove);
    await new AddedDevices(process.env).remove(args.name);
    this.log(`Removed '${args.name}'.`);
    return { removed: args.name };
  }
}
