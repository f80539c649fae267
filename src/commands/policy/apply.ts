/** `memvol policy apply FILE` */
import { readFile } from "node:fs/promises";
import { Args, Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { PolicyChanges } from "../../control/access.js";
import { UserError } from "../../errors.js";
import { changesText } from "../../output/policies.js";

export default class PolicyApply extends BaseCommand {
  static override summary = "Write the policies of a Cedar file: all of them, or none.";
  static override description =
    'Each policy has its name before it: @id("night-shift"). One of that name is replaced; ' +
    'with --prune all others are removed. @range("0-4GiB") and @observe("message") say which ' +
    "bytes a policy opens and how they must be observed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> lab.cedar",
    "<%= config.bin %> <%= command.id %> lab.cedar --prune --json",
  ];
  static override args = {
    file: Args.string({ required: true, description: "A file of Cedar policies." }),
  };
  static override flags = {
    device: deviceFlag,
    prune: Flags.boolean({
      default: false,
      summary: "Remove the policies that the file does not have.",
    }),
  };

  async run(): Promise<PolicyChanges> {
    const { args, flags } = await this.parse(PolicyApply);
    const text = await readFile(args.file, "utf8").catch((cause: Error) => {
      throw new UserError("file_unreadable", `The policies in ${args.file}: ${cause.message}`, {
        cause,
      });
    });
    const device = await this.device(flags.device);
    const body = { text, prune: flags.prune };
    const changes = await device.call("applyPolicies", { body });
    this.log(changesText(changes));
    return changes;
  }
}
