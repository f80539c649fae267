/** What draws the charts of a report: bundled at build time, copied into each report. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../package.js";

export interface PageAssets {
  script: string;
  style: string;
}

/** From dist/, where scripts/bundle leaves them. */
export async function loadPageAssets(): Promise<PageAssets> {
  const directory = join(packageRoot(), "dist", "report-page");
  const [script, style] = await Promise.all([
    readFile(join(directory, "page.js"), "utf8"),
    readFile(join(directory, "page.css"), "utf8"),
  ]);
  return { script, style };
}
