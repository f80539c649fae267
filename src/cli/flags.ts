/** Flags and arguments that several commands share. */
import { Args, Flags } from "@oclif/core";
import { name } from "../control/names.js";
import { type HostPort, parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { parseBytes } from "../units/bytes.js";
import { parseDurationMs } from "../units/durations.js";
import { parseWord } from "../units/words.js";

export const deviceFlag = Flags.string({
  char: "d",
  env: "MEMVOL_DEVICE",
  helpValue: "NAME|SOCKET",
  summary: "Device, by name or by the path of its control socket.",
  description:
    "Without it, the current device (memvol device use), or the only one that runs on this machine.",
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

/** A span of time such as 250ms or 30s, in milliseconds and more than nothing. */
export const durationFlag = Flags.custom<number>({
  helpValue: "TIME",
  parse: async (text) => {
    const ms = parseDurationMs(text);
    if (ms > 0) return ms;
    throw new UserError("usage", `'${text}' is refused: it must be more than 0`);
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

export const deviceNameArg = Args.custom<string>({ parse: named("device") })({
  required: true,
  description: "Name of the device.",
});

export const pointArg = Args.custom<string>({ parse: named("point") })({
  required: true,
  description: "Name of the point.",
});

/** Where in a volume. */
export const offsetArg = Args.custom<number>({ parse: async (text) => parseBytes(text) })({
  required: true,
  description: "Where in the volume, in bytes: a size.",
});

/** A word of 64 bits, exact. */
export const wordArg = Args.custom<bigint>({ parse: async (text) => parseWord(text) });

/** A point in time of a volume. */
export const pointFlag = Flags.custom<string>({ helpValue: "POINT", parse: named("point") });

/** A place on a network. */
export function hostPortFlag(defaultPort: number) {
  return Flags.custom<HostPort>({
    helpValue: "ADDRESS[:PORT]",
    parse: async (text) => {
      const place = parseHostPort(text, defaultPort);
      if (place !== undefined) return place;
      throw new UserError("usage", `'${text}' is no address to listen on`, {
        nextSteps: [
          `Written so: 192.0.2.7, 192.0.2.7:${defaultPort}, [2001:db8::7]:${defaultPort}.`,
        ],
      });
    },
  });
}
