/** `memvol policy grant ACTIONS` */
import { Args, Flags } from "@oclif/core";
import { grantText } from "../../access/policy/grant.js";
import type { Weekday } from "../../access/policy/local-time.js";
import { type HoursOfDay, parseDays, parseHours } from "../../access/policy/windows.js";
import { OBSERVATION_MODES } from "../../binding/native-observation.js";
import {
  clientFlag,
  groupFlag,
  nameFlag,
  networkFlag,
  parseAction,
} from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import { type Action, POWER_CONDITIONS, type Policy } from "../../control/access.js";
import { policyText } from "../../output/policies.js";
import { writePolicy } from "../../volume/policies.js";

export default class PolicyGrant extends BaseCommand {
  static override summary = "Permit clients to do something, under conditions.";
  static override description =
    "Writes a Cedar policy; all conditions must hold. What no policy permits is denied. Running " +
    "sessions lose access as soon as nothing permits it any more. The whole language is there " +
    "with 'memvol policy apply FILE.cedar'.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> read --volume 'telemetry-*' --client alice",
    "<%= config.bin %> <%= command.id %> read,write --volume scratch --group ci --range 0-4GiB",
    "<%= config.bin %> <%= command.id %> read,write --volume 'telemetry-*' --client alice " +
      "--from 10.0.0.0/8 --days mon-fri --hours 08:00-18:00 --time-zone Europe/Paris --power mains",
  ];
  static override args = {
    actions: Args.custom<Action[]>({
      parse: async (text) => [...new Set(text.split(",").map((part) => parseAction(part.trim())))],
    })({ required: true, description: "What: read, write, show, create, … with commas between." }),
  };
  static override flags = {
    device: deviceFlag,
    name: nameFlag({ summary: "Name of the policy; policy-N by default." }),
    replace: Flags.boolean({
      dependsOn: ["name"],
      summary: "Write in the place of the policy of that name.",
    }),
    client: clientFlag({ summary: "Who; everybody that the device knows by default." }),
    group: groupFlag({ exclusive: ["client"], summary: "Everybody in this group." }),
    volume: Flags.string({ helpValue: "NAME|PATTERN", summary: "Which; 'telemetry-*' for many." }),
    label: Flags.string({ helpValue: "TEXT", summary: "Volumes with this label." }),
    from: networkFlag({ multiple: true, summary: "From where; again for more." }),
    days: Flags.custom<Weekday[]>({ helpValue: "DAYS", parse: async (text) => parseDays(text) })({
      summary: "On these days: mon-fri, or sat,sun.",
    }),
    hours: Flags.custom<HoursOfDay>({ helpValue: "HOURS", parse: async (t) => parseHours(t) })({
      summary: "Within these hours: 08:00-18:00; over midnight they belong to the day they begin.",
    }),
    "time-zone": Flags.string({ default: "UTC", helpValue: "ZONE", summary: "Of days and hours." }),
    power: Flags.option({ options: POWER_CONDITIONS, multiple: true })({
      summary: "Under this power condition; again for more.",
    }),
    range: Flags.string({ helpValue: "FROM-TO", summary: "Only these bytes: 0-4GiB, 1MiB-." }),
    "observe-min": Flags.option({ options: OBSERVATION_MODES })({
      summary: "Only for sessions that are observed at least so.",
    }),
  };

  async run(): Promise<Policy> {
    const { args, flags } = await this.parse(PolicyGrant);
    const { client, group, volume, label, from, days, hours, power, range } = flags;
    const observe = flags["observe-min"];
    const text = grantText({
      actions: args.actions,
      timeZone: flags["time-zone"],
      ...(client !== undefined && { client }),
      ...(group !== undefined && { group }),
      ...(volume !== undefined && { volume }),
      ...(label !== undefined && { label }),
      ...(from !== undefined && { from }),
      ...(days !== undefined && { days }),
      ...(hours !== undefined && { hours }),
      ...(power !== undefined && { power }),
      ...(range !== undefined && { range }),
      ...(observe !== undefined && { observe }),
    });
    const device = await this.device(flags.device);
    const policy = await writePolicy(device, text, flags.name, flags.replace ?? false);
    this.log(policyText(policy));
    return policy;
  }
}
