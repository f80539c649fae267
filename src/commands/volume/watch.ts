/** `memvol volume watch NAME` */

import { CREATION_POINT } from "../../binding/native-observation.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, pointFlag, volumeArg } from "../../cli/flags.js";
import type { ControlClient } from "../../control/client.js";
import type { VolumeEvent } from "../../control/observation.js";
import { canDraw } from "../../ui/terminal/drawable.js";
import { Destination } from "../../volume/destination.js";
import { volumeStatistics } from "../../volume/statistics.js";
import { showVolume } from "../../volume/volumes.js";
import { watchVolume } from "../../volume/watch.js";

export default class VolumeWatch extends BaseCommand {
  static override summary = "Watch what is done to a volume: a live map, or a line an operation.";
  static override description =
    "On a terminal: a map of the volume's reads, writes and dirty regions with rates by client, " +
    "until q or Ctrl-C. Elsewhere and with --json: operations as they are observed, one JSON " +
    "document a line. Kind 'announced' is about to be done, 'done' is, 'found' was found by " +
    "hash; 'missed' counts operations that this reader was too slow for. Lines end with 0 at " +
    "Ctrl-C, when the volume is deleted and when the device stops.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch > operations.ndjson",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    since: pointFlag({
      summary: "The point that dirty regions on the map count from; creation by default.",
    }),
  };

  #writing = false;

  /** What has gone to stdout is lines: neither a result nor a failure can follow them there. */
  override jsonEnabled(): boolean {
    return super.jsonEnabled() && !this.#writing;
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(VolumeWatch);
    const device = await this.device(flags.device);
    if (!this.jsonEnabled() && canDraw(process.stdout, process.env)) {
      await this.showMap(device, args.name, flags.since ?? CREATION_POINT);
    } else {
      await this.writeLines(watchVolume(device, args.name, this.signal));
    }
  }

  private async showMap(device: ControlClient, name: string, since: string): Promise<void> {
    const { size_bytes: sizeBytes } = await showVolume(device, name);
    // Ink and React take longer to load than all the rest: only who sees them pays for them.
    const { showVolumeWatch } = await import("../../ui/watch/session.js");
    await showVolumeWatch({
      volume: { name, sizeBytes },
      poll: () => volumeStatistics(device, name, since),
      stdout: process.stdout,
      stdin: process.stdin,
      environment: process.env,
      signal: this.signal,
    });
  }

  /** Until there are no more events, or nobody reads them. */
  private async writeLines(events: AsyncIterable<VolumeEvent>): Promise<void> {
    const stdout = new Destination(process.stdout, { shared: true });
    for await (const event of events) {
      this.#writing = true;
      if (!(await stdout.write(Buffer.from(`${JSON.stringify(event)}\n`)))) break;
    }
    await stdout.close();
  }
}
