/** `memvol device power show` */
import { BaseCommand } from "../../../cli/base-command.js";
import { deviceFlag } from "../../../cli/flags.js";
import type { Power } from "../../../control/access.js";
import { renderProperties } from "../../../output/table.js";

export default class DevicePowerShow extends BaseCommand {
  static override summary = "Show a device's power condition, and where it is known from.";
  static override examples = ["<%= config.bin %> <%= command.id %>"];
  static override flags = { device: deviceFlag };

  async run(): Promise<Power> {
    const { flags } = await this.parse(DevicePowerShow);
    const device = await this.device(flags.device);
    const power = await device.call("showPower", {});
    this.log(renderProperties({ ...power }));
    return power;
  }
}
