/** `memvol policy show NAME` */
import { policyArg } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Policy } from "../../control/access.js";
import { policyText } from "../../output/policies.js";

export default class PolicyShow extends BaseCommand {
  static override summary = "Show a policy.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> policy-1",
    "<%= config.bin %> <%= command.id %> policy-1 --json",
  ];
  static override args = { name: policyArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<Policy> {
    const { args, flags } = await this.parse(PolicyShow);
    const device = await this.device(flags.device);
    const policy = await device.call("showPolicy", { params: { id: args.name } });
    this.log(policyText(policy));
    return policy;
  }
}
