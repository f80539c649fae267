/** `memvol device list` */
import { BaseCommand } from "../../cli/base-command.js";
import { AddedDevices } from "../../discovery/added.js";
import type { NetworkDevice } from "../../discovery/known.js";
import { addedText } from "../../output/devices.js";

export default class DeviceList extends BaseCommand {
  static override summary = "List the devices that were added, and which one is current.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
  ];

  async run(): Promise<(NetworkDevice & { current: boolean })[]> {
    await this.parse(DeviceList);
    const store = new AddedDevices(process.env);
    const [devices, current] = await Promise.all([store.list(), store.current()]);
    const marked = devices.map((device) => ({ ...device, current: device.name === current }));
    this.log(addedText(marked));
    return marked;
  }
}
