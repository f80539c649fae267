/** Loads the native addon when it is first needed: libfabric takes a quarter of a second. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { UserError } from "../errors.js";
import { packageRoot } from "../package.js";
import type { NativeBinding } from "./native.js";

const REBUILD = "Build the addon on this machine: npm run build";

/** What a load failure's message says, and what that means for the user. */
const LOAD_FAILURES: { pattern: RegExp; why: string; nextSteps: string[] }[] = [
  {
    pattern: /Cannot find module|memvol\.node: cannot open shared object file/,
    why: "it is not built",
    nextSteps: ["Build it: npm run build"],
  },
  {
    pattern: /libfabric\.so\.1: cannot open shared object file/,
    why: "libfabric is not installed",
    nextSteps: [
      "Install libfabric: sudo apt-get install libfabric1 (to build memvol: libfabric-dev)",
    ],
  },
  {
    pattern: /libfabric\.so\.1: version `?FABRIC_/,
    why: "the installed libfabric is too old; memvol needs 1.17 or later",
    nextSteps: ["Install libfabric 1.17 or later.", REBUILD],
  },
  {
    pattern: /: cannot open shared object file/,
    why: "a library that it needs is not installed",
    nextSteps: ["Install the library named above.", REBUILD],
  },
  {
    pattern: /wrong ELF class|invalid ELF header|file too short|incompatible architecture/,
    why: "it was built for another kind of machine, or is damaged",
    nextSteps: [REBUILD],
  },
  {
    pattern:
      /did not self-register|compiled against a different Node\.js|NODE_MODULE_VERSION|napi_/,
    why: `it does not fit this Node.js (${process.version})`,
    nextSteps: ["Use Node.js 20 or later.", REBUILD],
  },
];

/** One `addon_unavailable` for whatever loading the addon threw, with what to do about it. */
export function describeLoadFailure(error: unknown): UserError {
  const text = error instanceof Error ? error.message : String(error);
  const detail = text.split("\n", 1)[0];
  const known = LOAD_FAILURES.find(({ pattern }) => pattern.test(text));
  const why = known === undefined ? "" : `${known.why}; `;
  return new UserError("addon_unavailable", `The native addon cannot be loaded: ${why}${detail}`, {
    nextSteps: known?.nextSteps ?? [REBUILD],
    cause: error,
  });
}

/**
 * The addon; Node keeps it after the first call.
 *
 * @throws UserError `addon_unavailable`
 */
export function loadBinding(): NativeBinding {
  // Debian's libfabric pulls in libinfinipath, which replaces signal handlers unless told not to.
  process.env.IPATH_NO_BACKTRACE = "1";
  const addon = join(packageRoot(), "build", "native", "memvol.node");
  try {
    return createRequire(import.meta.url)(addon) as NativeBinding;
  } catch (error) {
    throw describeLoadFailure(error);
  }
}
