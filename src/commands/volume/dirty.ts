/** `memvol volume dirty NAME` */
import { Flags } from "@oclif/core";
import { CREATION_POINT } from "../../binding/native-observation.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, pointFlag, volumeArg } from "../../cli/flags.js";
import type { Changes } from "../../control/observation.js";
import { changesText } from "../../output/extents.js";
import { changesSince } from "../../volume/changes.js";

export default class VolumeDirty extends BaseCommand {
  static override summary = "Show what of a volume may have changed since a point in time.";
  static override description =
    "Whole regions are shown. With --take the point moves to now, so that the next look shows " +
    "what came after this one; what changes meanwhile is in both.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch",
    "<%= config.bin %> <%= command.id %> scratch --since backup --take --json",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    since: pointFlag({ summary: "The point to count from; the volume's creation by default." }),
    // Without a default: oclif would take that for a flag that is given.
    take: Flags.boolean({ dependsOn: ["since"], summary: "Move the point to now." }),
  };

  async run(): Promise<Changes> {
    const { args, flags } = await this.parse(VolumeDirty);
    const since = flags.since ?? CREATION_POINT;
    const device = await this.device(flags.device);
    const changes = await changesSince(device, args.name, since, flags.take === true);
    this.log(changesText(args.name, since, changes));
    return changes;
  }
}
