/** `memvol volume compare-swap NAME OFFSET EXPECTED DESIRED` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, offsetArg, volumeArg, wordArg } from "../../cli/flags.js";
import { comparedSwapText } from "../../output/atomics.js";
import { type ComparedSwap, compareSwap } from "../../volume/atomics.js";

export default class VolumeCompareSwap extends BaseCommand {
  static override summary = "Give a word of a volume another value, if it has the expected one.";
  static override description =
    "A word is 8 bytes, little-endian, at a multiple of 8. Comparison and change are one step. The " +
    "exit status is 0 whether or not it was swapped: the output tells. With --json, words are " +
    "decimal strings.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch 0 0 1",
    "<%= config.bin %> <%= command.id %> scratch 4k 0xff -1 --json",
  ];
  static override args = {
    name: volumeArg,
    offset: offsetArg,
    expected: wordArg({ required: true, description: "What it must be: 5, -1, 0xff." }),
    desired: wordArg({ required: true, description: "What it becomes." }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<ComparedSwap> {
    const { args, flags } = await this.parse(VolumeCompareSwap);
    const access = { device: await this.device(flags.device), binding: await this.binding() };
    const { expected, desired } = args;
    const result = await compareSwap(access, args.name, args.offset, { expected, desired });
    this.log(comparedSwapText(result));
    return result;
  }
}
