#!/usr/bin/env node
// memvol, from the bundle in dist/. `--version` is answered without loading it.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pjson = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const oclif = new URL("../dist/oclif.js", import.meta.url);

if (process.argv[2] === "--version") {
  const { platform, arch, version } = process;
  process.stdout.write(`${pjson.name}/${pjson.version} ${platform}-${arch} node-${version}\n`);
} else if (!existsSync(oclif)) {
  process.stderr.write("Error: memvol is not built.\n  Build it: npm run setup\n");
  process.exitCode = 10; // EXIT_STATUS.environment in src/errors.ts
} else {
  const { default: core } = await import(oclif.href);
  const root = fileURLToPath(new URL("../dist", import.meta.url));
  await core.execute({ loadOptions: { root, pjson } });
}
