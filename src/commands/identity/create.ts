/** `memvol identity create NAME` */
import { Flags } from "@oclif/core";
import { ownIdentityArg } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { type Identity, IdentityStore } from "../../identity/identities.js";
import { identityText } from "../../output/identities.js";

export default class IdentityCreate extends BaseCommand {
  static override summary = "Make a key pair and a certificate for yourself.";
  static override description =
    "They are kept below ~/.config/memvol/identities; the key can be read by you alone. A device " +
    "lets you in once its administrator trusts the fingerprint that is shown.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> alice",
    "<%= config.bin %> <%= command.id %> ci-runner --days 90",
  ];
  static override args = { name: ownIdentityArg(true) };
  static override flags = {
    days: Flags.integer({
      default: 365,
      min: 1,
      max: 36_500,
      summary: "For how long the certificate is valid.",
    }),
  };

  async run(): Promise<Identity> {
    const { args, flags } = await this.parse(IdentityCreate);
    const identity = await new IdentityStore(process.env).create(args.name ?? "", flags.days);
    this.log(identityText(identity));
    return identity;
  }
}
