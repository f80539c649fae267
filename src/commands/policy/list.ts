/** `memvol policy list` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Policy } from "../../control/access.js";
import { policiesText } from "../../output/policies.js";

export default class PolicyList extends BaseCommand {
  static override summary = "List a device's policies, as a text that can be applied again.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --device lab > lab.cedar",
  ];
  static override flags = { device: deviceFlag };

  async run(): Promise<Policy[]> {
    const { flags } = await this.parse(PolicyList);
    const device = await this.device(flags.device);
    const policies = await device.call("listPolicies", {});
    this.log(policiesText(policies));
    return policies;
  }
}
