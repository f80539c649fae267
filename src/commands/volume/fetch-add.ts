/** `memvol volume fetch-add NAME OFFSET DELTA` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, offsetArg, volumeArg, wordArg } from "../../cli/flags.js";
import { fetchedAddText } from "../../output/atomics.js";
import { type FetchedAdd, fetchAdd } from "../../volume/atomics.js";

export default class VolumeFetchAdd extends BaseCommand {
  static override summary = "Add to a word of a volume, in one step, and tell what it was.";
  static override description =
    "A word is 8 bytes, little-endian, at a multiple of 8. Additions wrap at 2^64. Adding 0 reads " +
    "the word. With --json, words are decimal strings.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch 0 1",
    "<%= config.bin %> <%= command.id %> scratch 4k -1",
    "<%= config.bin %> <%= command.id %> scratch 0x1000 0xff --json",
  ];
  static override args = {
    name: volumeArg,
    offset: offsetArg,
    delta: wordArg({ required: true, description: "What to add: 5, -1, 0xff." }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<FetchedAdd> {
    const { args, flags } = await this.parse(VolumeFetchAdd);
    const access = { device: await this.device(flags.device), binding: await this.binding() };
    const result = await fetchAdd(access, args.name, args.offset, args.delta);
    this.log(fetchedAddText(result));
    return result;
  }
}
