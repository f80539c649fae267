/**
 * Bundles what draws the charts of an HTML report into dist/report-page/: reports have it inlined,
 * so that they need no network and no file beside them.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { packageRoot } from "../../src/package.js";

const root = packageRoot();
const page = join(root, "src", "bench", "report", "html", "page");
const target = join(root, "dist", "report-page");

const { resolve } = createRequire(import.meta.url);
const chartLibrary = dirname(dirname(resolve("uplot")));
const license = await readFile(join(chartLibrary, "LICENSE"), "utf8");

await mkdir(target, { recursive: true });
await build({
  entryPoints: [join(page, "main.ts")],
  outfile: join(target, "page.js"),
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  minify: true,
  // Each report is a copy of the library, which its license wants to be said.
  banner: { js: `/*! uPlot\n${license.trim()}\n*/` },
  // In a report it stands between tags, which a text must not end.
  supported: { "inline-script": false },
  logLevel: "warning",
});

const chartStyle = join(chartLibrary, "dist", "uPlot.min.css");
const styles = await Promise.all(
  [chartStyle, join(page, "page.css")].map((path) => readFile(path, "utf8")),
);
await writeFile(join(target, "page.css"), styles.join("\n"));
