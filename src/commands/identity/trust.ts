/** `memvol identity trust NAME` */
import { Flags } from "@oclif/core";
import {
  fingerprintFlag,
  fingerprintOfFlags,
  groupFlag,
  identityArg,
} from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { TrustedIdentity } from "../../control/access.js";
import { trustedText } from "../../output/identities.js";

export default class IdentityTrust extends BaseCommand {
  static override summary = "Have a device trust a client's key, under a name.";
  static override description =
    "The name is what policies speak of. To be trusted is to be known: what a client may do, " +
    "policies say. A name that was revoked is trusted again.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> alice --fingerprint SHA256:jWW…",
    "<%= config.bin %> <%= command.id %> bob --certificate bob.crt --group readers",
  ];
  static override args = { name: identityArg };
  static override flags = {
    device: deviceFlag,
    fingerprint: fingerprintFlag({ summary: "Of the client's key: memvol identity show." }),
    certificate: Flags.string({
      helpValue: "FILE",
      exclusive: ["fingerprint"],
      summary: "The client's certificate, in the place of the fingerprint.",
    }),
    group: groupFlag({ multiple: true, summary: "A group that the client is in; again for more." }),
  };

  async run(): Promise<TrustedIdentity> {
    const { args, flags } = await this.parse(IdentityTrust);
    const fingerprint = await fingerprintOfFlags(flags);
    const device = await this.device(flags.device);
    const identity = await device.call("trustIdentity", {
      params: { name: args.name },
      body: { fingerprint, groups: flags.group ?? [] },
    });
    this.log(trustedText([identity]));
    return identity;
  }
}
