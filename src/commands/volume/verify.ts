/** `memvol volume verify NAME` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import type { VerifyResult } from "../../control/durability.js";
import { UserError } from "../../errors.js";
import { verifyText } from "../../output/extents.js";
import { verifyVolume } from "../../volume/volumes.js";

export default class VolumeVerify extends BaseCommand {
  static override summary = "Compare a volume's memory, its image and its checksums.";
  static override description =
    "What is dirty is persisted first; the image is read from its disk. Ends with 0 if all is the " +
    "same, and with 8 (volume_differs) if not; then stdout says where.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept",
    "<%= config.bin %> <%= command.id %> kept --json",
  ];
  static override args = { name: volumeArg };
  static override flags = { device: deviceFlag };

  async run(): Promise<VerifyResult> {
    const { args, flags } = await this.parse(VolumeVerify);
    const result = await verifyVolume(await this.device(flags.device), args.name);
    this.log(verifyText(result));
    const found = differences(result);
    if (found !== undefined) this.verdict(found);
    return result;
  }
}

function differences({ volume, image, memory }: VerifyResult): UserError | undefined {
  if (image.length === 0 && memory.length === 0) return undefined;
  return new UserError("volume_differs", `Volume '${volume}' and its backing store differ`, {
    nextSteps: [
      `If the memory is right, write the store anew: memvol volume persist ${volume} --full`,
    ],
  });
}
