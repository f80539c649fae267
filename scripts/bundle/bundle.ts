/**
 * Bundles the commands into dist/, mirroring src/commands, and oclif beside them for bin/run.js:
 * loading a few files in place of hundreds halves the time that memvol takes to start.
 */
import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
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

/** What is parsed at each start and never used; to parse is what takes the time. */
const leaveOut: Plugin = {
  name: "leave-out",
  setup({ onLoad }) {
    // zod's messages in fifty languages: ours are English.
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
    // How oclif looks for commands without a manifest and for plugins, and checks Node.js.
    onLoad({ filter: /node_modules\/(tinyglobby|minimatch|semver)\// }, () => ({ contents: "" }));
  },
};

const root = packageRoot();
const commands = (await readdir(join(root, "src", "commands"), { recursive: true }))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("commands", file));

await build({
  absWorkingDir: root,
  entryPoints: [
    ...commands.map((file) => ({ in: join("src", file), out: file.replace(/\.ts$/, "") })),
    { in: "src/hooks/command-not-found.ts", out: "hooks/command-not-found" },
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
  // Parsing is a third of the time to start. Names stay, for the sake of stack traces.
  minifySyntax: true,
  minifyWhitespace: true,
  define: {
    // React's development build is twice as slow.
    "process.env.NODE_ENV": '"production"',
    // Ink's developer tools, for which it looks where this is "true", are not installed.
    "process.env.DEV": '"false"',
    // Set-up has checked the version of Node.js; oclif's own check takes 5 ms.
    "process.env.OCLIF_DISABLE_ENGINE_WARNING": '"1"',
  },
  external: ["react-devtools-core"],
  plugins: [leaveOut],
  banner: { js: COMMONJS_GLOBALS },
  logLevel: "warning",
});

// Cedar reads its WebAssembly from beside the file that it is in.
const CEDAR = "cedar_wasm_bg.wasm";
await copyFile(
  join(root, "node_modules", "@cedar-policy", "cedar-wasm", "nodejs", CEDAR),
  join(root, "dist", "chunks", CEDAR),
);
