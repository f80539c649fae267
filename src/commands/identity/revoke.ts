/** `memvol identity revoke NAME` */
import { identityArg } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { TrustedIdentity } from "../../control/access.js";
import { trustedText } from "../../output/identities.js";

export default class IdentityRevoke extends BaseCommand {
  static override summary = "Have a device refuse a client from now on, and end its sessions.";
  static override description =
    "The name is refused whoever vouches for it: a pinned key, an authority or a token; and so " +
    "is the key that was pinned under it.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> alice",
    "<%= config.bin %> <%= command.id %> mallory@example.org --device lab",
  ];
  static override args = { name: identityArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<TrustedIdentity> {
    const { args, flags } = await this.parse(IdentityRevoke);
    const device = await this.device(flags.device);
    const identity = await device.call("revokeIdentity", { params: { name: args.name } });
    this.log(trustedText([identity]));
    return identity;
  }
}
