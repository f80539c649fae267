/** `memvol volume create NAME` */
import { resolve } from "node:path";
import { Flags } from "@oclif/core";
import { OBSERVATION_MODES } from "../../binding/native-observation.js";
import { DURABILITY_MODES } from "../../binding/native-persistence.js";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag, durationFlag, positiveSizeFlag, volumeArg } from "../../cli/flags.js";
import type { Volume } from "../../control/schemas.js";
import { volumeText } from "../../output/volumes.js";
import { createVolume } from "../../volume/volumes.js";

export default class VolumeCreate extends BaseCommand {
  static override summary = "Create a zeroed volume in a device's memory.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> scratch --size 1GiB",
    "<%= config.bin %> <%= command.id %> logs --size 64M --block-size 512 --label 'raw logs'",
    "<%= config.bin %> <%= command.id %> audited --size 1GiB --observe-min message",
    "<%= config.bin %> <%= command.id %> kept --size 1GiB --durability async --interval 100ms --backing /var/lib/stores",
    "<%= config.bin %> <%= command.id %> scratch --size 1GiB --if-not-exists --json",
  ];
  static override args = { name: volumeArg };
  static override flags = {
    device: deviceFlag,
    size: positiveSizeFlag({ required: true, summary: "Size: a multiple of the block size." }),
    "block-size": Flags.option({ options: ["512", "4096"] as const, default: "4096" })({
      summary: "Block size in bytes.",
    }),
    label: Flags.string({ default: "", helpValue: "TEXT", summary: "What the volume is for." }),
    "huge-pages": Flags.boolean({ default: false, summary: "Take the memory in huge pages." }),
    "region-size": positiveSizeFlag({
      summary: "Track changes in regions of this: a power of two; chosen by the size by default.",
    }),
    observe: Flags.option({ options: OBSERVATION_MODES, default: "immediate" })({
      summary: "How sessions that do not say are observed.",
    }),
    "observe-min": Flags.option({ options: OBSERVATION_MODES, default: "none" })({
      summary: "Refuse sessions that would be observed less than so.",
    }),
    durability: Flags.option({ options: DURABILITY_MODES, default: "volatile" })({
      summary:
        "What survives the device: nothing, all but the last interval, what was flushed, or all.",
    }),
    interval: durationFlag({
      summary: "With --durability async: persist as often as this; 100ms by default.",
    }),
    "dirty-max": positiveSizeFlag({
      summary: "With --durability async: persist also as soon as so much is dirty.",
    }),
    backing: Flags.directory({
      helpValue: "DIR",
      exists: false,
      summary: "Directory, on the device's machine, for the volume's backing store.",
    }),
    "if-not-exists": Flags.boolean({
      default: false,
      summary: "Succeed if the volume exists with the same properties.",
    }),
  };

  async run(): Promise<{ volume: Volume; created: boolean }> {
    const { args, flags } = await this.parse(VolumeCreate);
    const result = await createVolume(await this.device(flags.device), {
      name: args.name,
      size_bytes: flags.size,
      block_size_bytes: flags["block-size"] === "512" ? 512 : 4096,
      label: flags.label,
      huge_pages: flags["huge-pages"],
      ...(flags["region-size"] !== undefined && { region_size_bytes: flags["region-size"] }),
      observe: { default: flags.observe, minimum: flags["observe-min"] },
      durability: {
        mode: flags.durability,
        ...(flags.interval !== undefined && { interval_ms: flags.interval }),
        ...(flags["dirty-max"] !== undefined && { dirty_bytes_max: flags["dirty-max"] }),
        backing: flags.backing === undefined ? null : resolve(flags.backing),
      },
      if_not_exists: flags["if-not-exists"],
    });
    this.log(result.created ? "Created." : "Exists already, with the same properties.");
    this.log(volumeText(result.volume));
    return result;
  }
}
