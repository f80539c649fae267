/** Flags and arguments that several commands share. */
import { Args, Flags } from "@oclif/core";
import { name } from "./control/schemas.js";
import { UserError } from "./errors.js";
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

/** As sizeFlag, and more than nothing. */
export const positiveSizeFlag = Flags.custom<number>({
  helpValue: "SIZE",
  parse: async (text) => {
    const bytes = parseBytes(text);
    if (bytes > 0) return bytes;
    throw new UserError("size_invalid", `'${text}' is refused: it must be more than 0`);
  },
});

/** A volume's name, checked before any device is asked. */
export const volumeArg = Args.custom<string>({
  parse: async (text) => {
    if (name.safeParse(text).success) return text;
    throw new UserError("usage", `'${text}' is no name of a volume`, {
      nextSteps: [`${name.description}.`],
    });
  },
})({ required: true, description: "Name of the volume." });
