/** `memvol device use NAME` */
import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { makeCurrent } from "../../discovery/current.js";
import { UserError } from "../../errors.js";

export default class DeviceUse extends BaseCommand {
  static override summary = "Make a device the current one: commands without --device mean it.";
  static override description =
    "A device that was added, runs here or is in the configuration. --device and MEMVOL_DEVICE " +
    "count before it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> lab",
    "<%= config.bin %> <%= command.id %> --none",
  ];
  static override args = { name: Args.string({ description: "Name of the device." }) };
  static override flags = {
    none: Flags.boolean({ default: false, summary: "Have no current device." }),
  };

  async run(): Promise<{ current: string | null }> {
    const { args, flags } = await this.parse(DeviceUse);
    if ((args.name === undefined) !== flags.none) {
      throw new UserError("usage", "Give the name of a device, or --none, and not both");
    }
    const current = args.name ?? null;
    await makeCurrent(current, process.env);
    this.log(current === null ? "No current device." : `'${current}' is the current device.`);
    return { current };
  }
}
