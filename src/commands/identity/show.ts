/** `memvol identity show [NAME]` */

import { ownIdentityArg } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { type Identity, IdentityStore } from "../../identity/identities.js";
import { identityText } from "../../output/identities.js";

export default class IdentityShow extends BaseCommand {
  static override summary = "Show an identity of yours, with the fingerprint of its public key.";
  static override description = "Without a name, the only one that you have.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> alice --json",
  ];
  static override args = { name: ownIdentityArg(false) };

  async run(): Promise<Identity> {
    const { args } = await this.parse(IdentityShow);
    const store = new IdentityStore(process.env);
    const identity = await store.show(args.name ?? (await store.onlyName()));
    this.log(identityText(identity));
    return identity;
  }
}
