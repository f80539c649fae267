/** Every form that a result can be shown in; each is loaded only when it is asked for. */
import type { RunResult } from "../result/result.js";
import { jsonText } from "../result/store.js";
import type { TextReportOptions } from "./text.js";

export const REPORT_FORMATS = [
  "text",
  "json",
  "fio-json",
  "fio-json+",
  "csv",
  "hlog",
  "markdown",
  "junit",
  "prometheus",
  "html",
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

type Render = (result: RunResult, text: TextReportOptions) => Promise<string>;

const RENDERERS: Record<ReportFormat, Render> = {
  text: async (result, options) => (await import("./text.js")).textReport(result, options),
  json: async (result) => jsonText(result),
  "fio-json": async (result) => (await import("./fio-json.js")).fioJsonReport(result, "json"),
  "fio-json+": async (result) => (await import("./fio-json.js")).fioJsonReport(result, "json+"),
  csv: async (result) => (await import("./csv.js")).csvReport(result),
  hlog: async (result) => (await import("./hlog.js")).hlogReport(result),
  markdown: async (result) => (await import("./markdown.js")).markdownReport(result),
  junit: async (result) => (await import("./junit.js")).junitReport(result),
  prometheus: async (result) => (await import("./prometheus.js")).prometheusReport(result),
  html: async (result) => {
    const [{ htmlReport }, { loadPageAssets }] = await Promise.all([
      import("./html/html.js"),
      import("./html/assets.js"),
    ]);
    return htmlReport(result, await loadPageAssets());
  },
};

/** The report, ending in a newline. `text` is for the format of that name alone. */
export function renderReport(
  result: RunResult,
  format: ReportFormat,
  text: TextReportOptions,
): Promise<string> {
  return RENDERERS[format](result, text);
}
