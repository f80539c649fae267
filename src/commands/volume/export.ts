/** `memvol volume export NAME FILE` */
import { Args } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import { UserError } from "../../errors.js";
import { imageText } from "../../output/images.js";
import { TransferProgress } from "../../output/transfer-progress.js";
import { Destination } from "../../volume/destination.js";
import {
  exportVolume,
  type ImageTransferred,
  sparseFileSink,
  streamSink,
} from "../../volume/export.js";

export default class VolumeExport extends BaseCommand {
  static override summary = "Write a volume to a raw image.";
  static override description =
    "What is zero becomes holes in the file, which is on stable storage when this ends. The " +
    "checksum is that of sha256sum. With - all the bytes go to stdout, and the rest to stderr. " +
    "What clients write meanwhile may be in it or not.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept kept.img",
    "<%= config.bin %> <%= command.id %> kept - | zstd > kept.img.zst",
  ];
  static override args = {
    name: volumeArg,
    file: Args.string({ required: true, description: "The image; - for stdout." }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<ImageTransferred> {
    const { args, flags } = await this.parse(VolumeExport);
    const toStdout = args.file === "-";
    if (toStdout && this.jsonEnabled()) {
      throw new UserError("usage", "--json needs a file to export to: stdout is for the result");
    }
    const access = { device: await this.device(flags.device), binding: await this.binding() };
    const progress = new TransferProgress(`exporting ${args.name}`);
    const exported = await exportVolume(
      access,
      args.name,
      async (sizeBytes) =>
        toStdout
          ? streamSink(new Destination(process.stdout, { shared: true }))
          : sparseFileSink(args.file, sizeBytes),
      { signal: this.signal, onProgress: progress.update },
    ).finally(progress.end);
    const text = imageText("Exported", exported, args.file);
    if (toStdout) this.logToStderr(text);
    else this.log(text);
    return exported;
  }
}
