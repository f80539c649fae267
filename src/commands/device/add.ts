/** `memvol device add NAME ADDRESS` */
import { resolve } from "node:path";
import { Args, Flags } from "@oclif/core";
import { fingerprintFlag, nameFlag } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceNameArg } from "../../cli/flags.js";
import type { AddedDevice } from "../../discovery/added.js";
import { addDevice } from "../../discovery/adding.js";
import { confirm } from "../../output/confirm.js";
import { addedText } from "../../output/devices.js";

export default class DeviceAdd extends BaseCommand {
  static override summary = "Get to know a device on the network, and remember its key.";
  static override description =
    "The key that it shows is to be compared with what its administrator sees (memvol device " +
    "show); from then on the device must show that key, or nothing is sent to it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> lab lab.example.org",
    "<%= config.bin %> <%= command.id %> lab 192.0.2.7:7411 --yes --fingerprint SHA256:jWW…",
  ];
  static override args = {
    name: deviceNameArg,
    address: Args.string({ required: true, description: "Host, or host:port; 7411 by default." }),
  };
  static override flags = {
    fingerprint: fingerprintFlag({ summary: "The key that it must show." }),
    yes: Flags.boolean({
      dependsOn: ["fingerprint"],
      summary: "Ask nothing: the expected fingerprint is the answer.",
    }),
    identity: nameFlag({
      summary: "Which identity of yours it is shown; the only one by default.",
    }),
    "token-file": Flags.string({
      exclusive: ["identity"],
      helpValue: "FILE",
      summary: "A bearer token, in the place of an identity; read anew for each command.",
    }),
  };

  async run(): Promise<AddedDevice> {
    const { args, flags } = await this.parse(DeviceAdd);
    const { fingerprint, identity, "token-file": tokenFile } = flags;
    const question = (shown: string) =>
      `The device at ${args.address} shows the key\n  ${shown}\nIs that its key?`;
    const device = await addDevice(
      {
        ...args,
        ...(fingerprint !== undefined && { fingerprint }),
        ...(identity !== undefined && { identity }),
        ...(tokenFile !== undefined && { tokenFile: resolve(tokenFile) }),
        confirm: (shown) => confirm(question(shown)),
      },
      process.env,
    );
    this.log(addedText([{ ...device, current: false }]));
    return device;
  }
}
