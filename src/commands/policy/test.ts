/** `memvol policy test` */
import { Flags } from "@oclif/core";
import { addressFlag, clientFlag, groupFlag, parseAction } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import { type Action, POWER_CONDITIONS, type PolicyAnswer } from "../../control/access.js";
import { UserError } from "../../errors.js";
import { answerText } from "../../output/policies.js";

export default class PolicyTest extends BaseCommand {
  static override summary = "Ask what a device's policies would decide, and which made it.";
  static override description =
    "What is not said is as it is now on the device. A time without a zone is that of this machine.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> --client alice --volume telemetry-1 --action read",
    "<%= config.bin %> <%= command.id %> --client alice --volume telemetry-1 --action write " +
      "--at 2026-11-23T03:00 --from 10.1.2.3 --power battery",
  ];
  static override flags = {
    device: deviceFlag,
    client: clientFlag({ required: true, summary: "Who." }),
    action: Flags.custom<Action>({ helpValue: "ACTION", parse: async (t) => parseAction(t) })({
      required: true,
      summary: "What: read, write, show, create, delete, policy, …",
    }),
    volume: Flags.string({ helpValue: "NAME", summary: "With which; it need not exist." }),
    label: Flags.string({ helpValue: "TEXT", summary: "As if the volume had this label." }),
    group: groupFlag({ multiple: true, summary: "As if in this group; again for more." }),
    at: Flags.custom<string>({ helpValue: "TIME", parse: async (text) => parseTime(text) })({
      summary: "When: 2026-11-23T03:00, or with its zone 2026-11-23T03:00+01:00.",
    }),
    from: addressFlag({ summary: "From where." }),
    power: Flags.option({ options: POWER_CONDITIONS })({ summary: "Under which power condition." }),
  };

  async run(): Promise<PolicyAnswer> {
    const { flags } = await this.parse(PolicyTest);
    const { client, action, volume, label, group, at, from, power } = flags;
    const device = await this.device(flags.device);
    const answer = await device.call("testPolicies", {
      body: {
        client,
        action,
        ...(volume !== undefined && { volume }),
        ...(label !== undefined && { label }),
        ...(group !== undefined && { groups: group }),
        ...(at !== undefined && { at }),
        ...(from !== undefined && { from }),
        ...(power !== undefined && { power }),
      },
    });
    this.log(answerText(answer));
    return answer;
  }
}

/** ISO 8601, in UTC. */
function parseTime(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new UserError("usage", `'${text}' is no time`, {
    nextSteps: ["A time is written so: 2026-11-23T03:00, or 2026-11-23T03:00+01:00."],
  });
}
