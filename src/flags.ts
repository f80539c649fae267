/** Flags and arguments that several commands share. */
import { Args, Flags } from "@oclif/core";
import { type Gate, parseGate } from "./bench/gates/gate.js";
import { parseLimit } from "./bench/gates/limit.js";
import { REPORT_FORMATS } from "./bench/report/render.js";
import { name } from "./control/names.js";
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

/** A name of what only a device can know, checked before any is asked. */
function named(what: string) {
  return async (text: string): Promise<string> => {
    if (name.safeParse(text).success) return text;
    throw new UserError("usage", `'${text}' is no name of a ${what}`, {
      nextSteps: [`${name.description}.`],
    });
  };
}

export const volumeArg = Args.custom<string>({ parse: named("volume") })({
  required: true,
  description: "Name of the volume.",
});

export const pointArg = Args.custom<string>({ parse: named("point") })({
  required: true,
  description: "Name of the point.",
});

/** A point in time of a volume. */
export const pointFlag = Flags.custom<string>({ helpValue: "POINT", parse: named("point") });

/** How a load test's result is shown; with --json it is the result itself. */
export const formatFlag = Flags.custom<(typeof REPORT_FORMATS)[number]>({
  options: [...REPORT_FORMATS],
  default: "text",
  exclusive: ["json"],
});

/** What a load test is to keep. */
export const thresholdFlag = Flags.custom<Gate>({
  helpValue: "'METRIC<VALUE'",
  multiple: true,
  parse: async (text) => parseGate(text),
});

/** A share such as 5, 2.5 or 5%. */
export const percentFlag = Flags.custom<number>({
  helpValue: "PERCENT",
  parse: async (text) => {
    const digits = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
    if (digits !== undefined) return Number(digits);
    throw new UserError("usage", `'${text}' is no percentage`, {
      nextSteps: ["Give a number that is not negative, such as 5 or 2.5."],
    });
  },
});

/** Operations a second: 5000, 100k, 1.5M. */
export const rateFlag = Flags.custom<number>({
  helpValue: "RATE",
  parse: async (text) => {
    const rate = parseLimit(text, { kind: "iops" });
    if (rate >= 1) return rate;
    throw new UserError("usage", `'${text}' is no rate: it must be 1 at least`);
  },
});
