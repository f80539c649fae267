/** `memvol volume write NAME` */
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, sizeFlag, volumeArg } from "../../cli/flags.js";
import { observationOf, observeFlags } from "../../cli/observe-flags.js";
import { TransferProgress } from "../../output/transfer-progress.js";
import { fileSource, type Source, streamSource, textSource } from "../../volume/source.js";
import { type Transferred, writeVolume } from "../../volume/transfer.js";

export default class VolumeWrite extends BaseCommand {
  static override summary = "Write bytes to a volume, from stdin, a file or the command line.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch --data 'hello' --offset 4k",
    "<%= config.bin %> <%= command.id %> scratch --input disk.img",
    "<%= config.bin %> <%= command.id %> scratch -i disk.img --observe message --wait-observed",
    "tar c . | <%= config.bin %> <%= command.id %> scratch",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    offset: sizeFlag({ default: 0, summary: "Where to start." }),
    input: Flags.string({
      char: "i",
      helpValue: "FILE",
      summary: "Take the bytes from there.",
      exclusive: ["data"],
    }),
    data: Flags.string({ helpValue: "TEXT", summary: "Write this text, in UTF-8." }),
    ...observeFlags,
  };

  async run(): Promise<Transferred> {
    const { args, flags } = await this.parse(VolumeWrite);
    const { signal } = this;
    const observation = observationOf(flags);
    const access = { device: await this.device(flags.device), binding: await this.binding() };
    const input = await this.source(flags.input, flags.data);
    const progress = new TransferProgress(`writing ${args.name}`);
    const transferred = await writeVolume(access, args.name, input.bytes, {
      offsetBytes: flags.offset,
      observation,
      ...(input.lengthBytes !== undefined && { lengthBytes: input.lengthBytes }),
      signal,
      onProgress: progress.update,
    }).finally(progress.end);
    this.log(`Wrote ${transferred.bytes} bytes to volume '${args.name}' at offset ${flags.offset}`);
    const { observe, observe_note: note } = transferred;
    if (note !== null) this.logToStderr(`Observed by ${observe}: ${note}.`);
    return transferred;
  }

  private async source(input: string | undefined, data: string | undefined): Promise<Source> {
    if (input !== undefined) return fileSource(input);
    if (data !== undefined) return textSource(data);
    return streamSource(process.stdin, this.signal);
  }
}
