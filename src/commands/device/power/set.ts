/** `memvol device power set CONDITION` */
import { Args } from "@oclif/core";
import { BaseCommand } from "../../../cli/base-command.js";
import { deviceFlag } from "../../../cli/flags.js";
import { POWER_CONDITIONS, type Power, type PowerCondition } from "../../../control/access.js";
import { renderProperties } from "../../../output/table.js";

export default class DevicePowerSet extends BaseCommand {
  static override summary = "Tell a device its power condition.";
  static override description =
    "For devices whose power source is 'manual'; others know it from sysfs or from a UPS.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> battery",
    "<%= config.bin %> <%= command.id %> mains --device lab",
  ];
  static override args = {
    condition: Args.custom<PowerCondition>({ options: [...POWER_CONDITIONS] })({
      required: true,
      description: "The condition.",
    }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<Power> {
    const { args, flags } = await this.parse(DevicePowerSet);
    const device = await this.device(flags.device);
    const power = await device.call("setPower", { body: { condition: args.condition } });
    this.log(renderProperties({ ...power }));
    return power;
  }
}
