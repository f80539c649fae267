/** Flags and arguments that several commands share. */
import { Args, Flags } from "@oclif/core";
import { parseBytes } from "./units/bytes.js";

export const deviceFlag = Flags.string({
  char: "d",
  env: "MEMVOL_DEVICE",
  helpValue: "NAME|SOCKET",
  summary: "Device, by name or by the path of its control socket.",
  description: "Without it, the only device that runs on this machine.",
});

/** A byte count such as 512, 4k or 1GiB, in bytes. */
export const sizeFlag = Flags.custom<number>({
  helpValue: "SIZE",
  parse: async (text) => parseBytes(text),
});

export const volumeArg = Args.string({ required: true, description: "Name of the volume." });
