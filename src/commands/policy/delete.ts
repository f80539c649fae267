/** `memvol policy delete NAME` */
import { policyArg } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Policy } from "../../control/access.js";

export default class PolicyDelete extends BaseCommand {
  static override summary = "Remove a policy; sessions that it alone permitted end.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> policy-1",
    "<%= config.bin %> <%= command.id %> night-shift --device lab",
  ];
  static override args = { name: policyArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<Policy> {
    const { args, flags } = await this.parse(PolicyDelete);
    const device = await this.device(flags.device);
    const policy = await device.call("deletePolicy", { params: { id: args.name } });
    this.log(`Deleted policy '${policy.id}'.`);
    return policy;
  }
}
