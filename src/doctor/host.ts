/** What the kernel says of a host in /sys and /proc, read below a root that tests choose. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const PROVIDERS_TIMEOUT_MS = 10_000;

export class Host {
  readonly #root: string;

  constructor(root = "/") {
    this.#root = root;
  }

  /** A file's text without the line's end; undefined where it is not there or cannot be read. */
  async text(...path: string[]): Promise<string | undefined> {
    try {
      return (await readFile(join(this.#root, ...path), "utf8")).trim();
    } catch {
      // What the kernel does not show, or not to us, is not known.
      return undefined;
    }
  }

  /** The names in a directory, in order; none where there is no such directory. */
  async names(...path: string[]): Promise<string[]> {
    const names = await readdir(join(this.#root, ...path)).catch(() => []);
    return names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }
}

/** libfabric's providers, by its own tool; undefined where that is not installed. */
export async function listProviders(): Promise<string[] | undefined> {
  try {
    const options = { timeout: PROVIDERS_TIMEOUT_MS };
    const { stdout } = await promisify(execFile)("fi_info", ["-l"], options);
    return [...stdout.matchAll(/^(\w+):/gm)].map(([, provider]) => provider ?? "");
  } catch {
    return undefined;
  }
}
