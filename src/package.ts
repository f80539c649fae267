/** The installed package itself: where it is and which version, from source or from a bundle. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const manifest = z.object({ name: z.string(), version: z.string() });

function readManifest(directory: string): z.infer<typeof manifest> | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, "package.json"), "utf8");
  } catch {
    return undefined;
  }
  const parsed = manifest.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}

function findPackage(moduleUrl: string): { root: string; version: string } {
  let directory = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const found = readManifest(directory);
    if (found?.name === "memvol") return { root: directory, version: found.version };
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no memvol package above ${moduleUrl}`);
    directory = parent;
  }
}

/** The directory that holds memvol's package.json: bundling moves modules, not the package. */
export function packageRoot(): string {
  return findPackage(import.meta.url).root;
}

export function packageVersion(): string {
  return findPackage(import.meta.url).version;
}
