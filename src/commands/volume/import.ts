/** `memvol volume import NAME FILE` */
import { Args } from "@oclif/core";
import type { NativeBinding } from "../../binding/native.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, volumeArg } from "../../cli/flags.js";
import { imageText } from "../../output/images.js";
import { TransferProgress } from "../../output/transfer-progress.js";
import type { ImageTransferred } from "../../volume/export.js";
import { ImageFile } from "../../volume/image-file.js";
import { importFile, importStream } from "../../volume/import.js";
import { streamSource } from "../../volume/source.js";
import type { TransferOptions, VolumeAccess } from "../../volume/transfer.js";

export default class VolumeImport extends BaseCommand {
  static override summary = "Write a raw image into a volume.";
  static override description =
    "From the volume's first byte on; what is behind the image's end stays. Holes of the file " +
    "become zero, and are not written where the volume is zero already. The checksum is that of " +
    "sha256sum. With - the image comes from stdin.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> kept disk.img",
    "zstd -d < disk.img.zst | <%= config.bin %> <%= command.id %> kept -",
  ];
  static override args = {
    name: volumeArg,
    file: Args.string({ required: true, description: "The image; - for stdin." }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<ImageTransferred> {
    const { args, flags } = await this.parse(VolumeImport);
    const binding = await this.binding();
    const access = { device: await this.device(flags.device), binding };
    const progress = new TransferProgress(`importing ${args.name}`);
    const options = { signal: this.signal, onProgress: progress.update };
    const imported = await (args.file === "-"
      ? importStream(access, args.name, streamSource(process.stdin, this.signal).bytes, options)
      : fromFile(args.file, access, args.name, options)
    ).finally(progress.end);
    this.log(imageText("Imported", imported, args.file));
    return imported;
  }
}

async function fromFile(
  path: string,
  access: VolumeAccess & { binding: NativeBinding },
  volume: string,
  options: Pick<TransferOptions, "onProgress" | "signal">,
): Promise<ImageTransferred> {
  const image = await ImageFile.open(path, access.binding);
  return importFile(access, volume, image, options).finally(() => image.close());
}
