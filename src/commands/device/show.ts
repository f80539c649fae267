/** `memvol device show` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Device } from "../../control/schemas.js";
import { deviceText } from "../../output/devices.js";

export default class DeviceShow extends BaseCommand {
  static override summary = "Show one device: identity, capacity, fabric address, counters.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --device lab --json",
  ];
  static override flags = { device: deviceFlag };

  async run(): Promise<Device> {
    const { flags } = await this.parse(DeviceShow);
    const client = await this.device(flags.device);
    const device = await client.call("showDevice", {});
    this.log(deviceText(device));
    return device;
  }
}
