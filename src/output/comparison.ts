/** A comparison as text: what changed, how surely, and what that comes to. */
import type {
  Change,
  ComparedSide,
  Comparison,
  ComparisonReport,
} from "../bench/compare/comparison.js";
import { formatMetricValue } from "../bench/gates/limit.js";
import { parseMetric } from "../bench/gates/metric.js";
import { renderTable } from "./table.js";

export function comparisonText(report: ComparisonReport): string {
  const { baseline, comparisons, samples, confidence } = report;
  const how =
    `tolerated: ${report.tolerance_percent} %; intervals: ${100 * confidence} % confidence, ` +
    `by bootstrap over ${samples}`;
  return [...comparisons.map((one) => onePart(baseline, one)), how].join("\n\n");
}

function onePart(baseline: ComparedSide, { candidate, changes, notes, regressed }: Comparison) {
  const table = renderTable(
    [
      { head: "JOB" },
      { head: "METRIC" },
      { head: "BASELINE", align: "right" },
      { head: "CANDIDATE", align: "right" },
      { head: "CHANGE", align: "right" },
      { head: "INTERVAL", align: "right" },
      { head: "VERDICT" },
    ],
    changes.map(rowOf),
  );
  const verdict = regressed ? "worse than tolerated" : "no regression";
  const lines = notes.map((note) => `note: ${note}`);
  return [
    `${candidate.name} against ${baseline.name}: ${verdict}`,
    "",
    table,
    ...(lines.length > 0 ? ["", ...lines] : []),
  ].join("\n");
}

function rowOf({ job, metric, baseline, candidate, ...change }: Change): string[] {
  const { quantity } = parseMetric(metric);
  const interval = change.interval_percent;
  return [
    job,
    metric,
    formatMetricValue(baseline, quantity),
    formatMetricValue(candidate, quantity),
    `${digits(change.change_percent)} %`,
    interval === null ? "too few" : `${digits(interval[0])} … ${digits(interval[1])} %`,
    change.verdict,
  ];
}

/** With its sign. */
function digits(percent: number): string {
  const text = Math.abs(percent) < 99.95 ? percent.toFixed(1) : percent.toFixed(0);
  return `${percent >= 0 ? "+" : ""}${text}`;
}
