/** `memvol volume read NAME` */
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, positiveSizeFlag, sizeFlag, volumeArg } from "../../cli/flags.js";
import { observationOf, observeFlags } from "../../cli/observe-flags.js";
import { UserError } from "../../errors.js";
import { HexWriter } from "../../output/hex.js";
import { TransferProgress } from "../../output/transfer-progress.js";
import { Destination, fileDestination } from "../../volume/destination.js";
import { readVolume, type Transferred } from "../../volume/transfer.js";

export default class VolumeRead extends BaseCommand {
  static override summary = "Read bytes of a volume.";
  static override description =
    "Raw bytes go to stdout or to a file; on a terminal they are shown in hexadecimal. " +
    "With --json the result is the document on stdout, so --output is needed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch --length 256",
    "<%= config.bin %> <%= command.id %> scratch --offset 1MiB --length 4k | sha256sum",
    "<%= config.bin %> <%= command.id %> scratch --output scratch.img",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    offset: sizeFlag({ default: 0, summary: "Where to start." }),
    length: positiveSizeFlag({ summary: "How much to read; to the end by default." }),
    output: Flags.string({ char: "o", helpValue: "FILE", summary: "Write the bytes there." }),
    ...observeFlags,
  };

  async run(): Promise<Transferred> {
    const { args, flags } = await this.parse(VolumeRead);
    if (this.jsonEnabled() && flags.output === undefined) {
      throw new UserError("usage", "--json needs --output FILE: stdout is for the result", {
        nextSteps: ["Add --output FILE, or leave --json out."],
      });
    }
    const observation = observationOf(flags);
    const access = { device: await this.device(flags.device), binding: await this.binding() };
    const toTerminal = flags.output === undefined && process.stdout.isTTY;
    const progress = new TransferProgress(`reading ${args.name}`);
    const transferred = await readVolume(access, args.name, () => destination(flags), {
      offsetBytes: flags.offset,
      observation,
      ...(flags.length !== undefined && { lengthBytes: flags.length }),
      signal: this.signal,
      ...(!toTerminal && { onProgress: progress.update }),
    }).finally(progress.end);
    if (flags.output !== undefined) this.log(`Read ${transferred.bytes} bytes to ${flags.output}`);
    const { observe, observe_note: note } = transferred;
    if (note !== null) this.logToStderr(`Observed by ${observe}: ${note}.`);
    return transferred;
  }
}

function destination(flags: { output?: string | undefined; offset: number }) {
  const { stdout } = process;
  if (flags.output !== undefined) return fileDestination(flags.output);
  if (!stdout.isTTY) return new Destination(stdout, { shared: true });
  return new Destination(new HexWriter(stdout, flags.offset), { shared: false });
}
