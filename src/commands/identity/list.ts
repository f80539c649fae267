/** `memvol identity list` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { TrustedIdentity } from "../../control/access.js";
import { trustedText } from "../../output/identities.js";

export default class IdentityList extends BaseCommand {
  static override summary = "List whose keys a device trusts, and who was revoked.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --device lab --json",
  ];
  static override flags = { device: deviceFlag };

  async run(): Promise<TrustedIdentity[]> {
    const { flags } = await this.parse(IdentityList);
    const device = await this.device(flags.device);
    const identities = await device.call("listIdentities", {});
    this.log(trustedText(identities));
    return identities;
  }
}
