/** `memvol device discover` */
import { BaseCommand } from "../../base-command.js";
import { type DiscoveredDevice, discoverDevices } from "../../discovery/discover.js";
import { discoveredText } from "../../output/devices.js";

export default class DeviceDiscover extends BaseCommand {
  static override summary = "List the devices that run here and those known by configuration.";
  static override description =
    "A device that does not answer is shown as unreachable. Devices on other paths are known by " +
    "'devices: [{name, socket}]' in ~/.config/memvol/config.yaml or $MEMVOL_CONFIG.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
  ];

  async run(): Promise<DiscoveredDevice[]> {
    await this.parse(DeviceDiscover);
    const devices = await discoverDevices(process.env);
    this.log(discoveredText(devices));
    return devices;
  }
}
