/**
 * Bundles the commands into dist/, mirroring src/commands, and oclif beside them for bin/run.js:
 * loading a few files in place of hundreds halves the time that memvol takes to start.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { packageRoot } from "../../src/package.js";

/** What CommonJS packages expect to find around them; an ES module has none of it. */
const COMMONJS_GLOBALS = [
  'import { createRequire as $createRequire } from "node:module";',
  'import { dirname as $dirname } from "node:path";',
  'import { fileURLToPath as $fileURLToPath } from "node:url";',
  "const require = $createRequire(import.meta.url);",
  "const __filename = $fileURLToPath(import.meta.url);",
  "const __dirname = $dirname(__filename);",
].join("\n");

const root = packageRoot();
const commands = (await readdir(join(root, "src", "commands"), { recursive: true }))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("commands", file));

await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands.map((file) => ({ in: join("src", file), out: file.replace(/\.ts$/, "") })),
    { in: "@oclif/core", out: "oclif" },
  ],
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  jsx: "automatic",
  // React's development build is twice as slow. Ink looks for its developer tools, which are
  // not installed, where DEV is true in the environment.
  define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
  external: ["react-devtools-core"],
  banner: { js: COMMONJS_GLOBALS },
  logLevel: "warning",
});
