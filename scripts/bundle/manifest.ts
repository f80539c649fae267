/**
 * Writes dist/oclif.manifest.json: with it, oclif loads only the command that is run, and help
 * loads none.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Plugin } from "@oclif/core";
import { packageRoot } from "../../src/package.js";

const root = join(packageRoot(), "dist");
const pjson = JSON.parse(await readFile(join(packageRoot(), "package.json"), "utf8"));

const plugin = new Plugin({ root, pjson, isRoot: true, errorOnManifestCreate: true });
await plugin.load();
await writeFile(join(root, "oclif.manifest.json"), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
