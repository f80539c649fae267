/** `memvol device discover` */
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { type DiscoveredDevice, discoverDevices, type Lookouts } from "../../discovery/discover.js";
import { discoveredText } from "../../output/devices.js";

export default class DeviceDiscover extends BaseCommand {
  static override summary = "List the devices that run here, that are known, and on the network.";
  static override description =
    "On the network are those that announce themselves by multicast DNS, and those in the DNS " +
    "of the 'domains' in ~/.config/memvol/config.yaml. What is announced is a hint: a device is " +
    "trusted for its key, once it was added. One that does not answer is shown as unreachable.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
    "<%= config.bin %> <%= command.id %> --local",
  ];
  static override flags = {
    local: Flags.boolean({
      default: false,
      summary: "Look nowhere but here and in what is known.",
    }),
  };

  async run(): Promise<DiscoveredDevice[]> {
    const { flags } = await this.parse(DeviceDiscover);
    const lookouts = flags.local ? null : await this.lookouts();
    const { devices, notes } = await discoverDevices(process.env, lookouts);
    for (const note of notes) this.logToStderr(`Note: ${note}`);
    this.log(discoveredText(devices));
    return devices;
  }

  /** Loaded here: most commands do not look around. */
  protected async lookouts(): Promise<Lookouts> {
    const [{ announcedDevices }, { devicesInDomain }] = await Promise.all([
      import("../../discovery/multicast.js"),
      import("../../discovery/dns-records.js"),
    ]);
    return {
      announced: () => announcedDevices(),
      inDomain: (domain) => devicesInDomain(domain),
    };
  }
}
