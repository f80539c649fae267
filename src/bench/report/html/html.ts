/** A result as an HTML page with charts. */
import type { JobRow, RunResult } from "../../result/result.js";
import {
  describeJob,
  type FigureTable,
  latencyTable,
  rateTable,
  usedDirections,
} from "../figures.js";
import { rowLabels } from "../labels.js";
import { notesOf, targetParts } from "../notes.js";
import { thresholdTable } from "../thresholds.js";
import { workerTable } from "../workers.js";
import type { PageAssets } from "./assets.js";
import type { Chart } from "./chart.js";
import { documentText, escapeHtml, tableElement } from "./document.js";
import { latencyCharts } from "./latency-charts.js";
import { seriesCharts } from "./series-charts.js";

export function htmlReport(result: RunResult, assets: PageAssets): string {
  const { profile } = result.memvol;
  const labels = rowLabels(result);
  const body = [
    factsElement(result),
    ...notesOf(result).map(({ level, text }) => `<p class="${level}">${escapeHtml(text)}</p>`),
    ...tableElements("Thresholds", thresholdTable(result)),
    ...result.jobs.flatMap((row, index) => jobElements(row, labels[index] ?? row.jobname)),
    ...tableElements("Workers", workerTable(result)),
    profileElement(profile.text),
  ];
  return documentText({ title: profile.name, body, charts: chartsOf(result, labels) }, assets);
}

function factsElement(result: RunResult): string {
  const { started_at, cpu, os_release, libfabric_version, id } = result.memvol;
  const facts = [
    ...targetParts(result),
    started_at,
    `${cpu.count} × ${cpu.model}`,
    `Linux ${os_release}`,
    `libfabric ${libfabric_version}`,
    `memvol ${result["memvol version"]}`,
    `run ${id}`,
  ];
  return `<ul class="facts">${facts.map((fact) => `<li>${escapeHtml(fact)}</li>`).join("")}</ul>`;
}

function tableElements(title: string, table: FigureTable): string[] {
  return table.body.length === 0 ? [] : [`<h2>${title}</h2>`, tableElement(table)];
}

function jobElements(row: JobRow, label: string): string[] {
  const head = `<h2>${escapeHtml(label)}</h2><p>${escapeHtml(describeJob(row))}</p>`;
  if (usedDirections(row).length === 0) return [head, "<p>No operation completed.</p>"];
  return [head, tableElement(rateTable(row)), tableElement(latencyTable(row))];
}

function profileElement(text: string): string {
  return `<details><summary>The job file</summary><pre>${escapeHtml(text)}</pre></details>`;
}

function chartsOf(result: RunResult, labels: readonly string[]): Chart[] {
  const { series } = result.memvol;
  const ofRows = result.jobs.flatMap((row, index) =>
    latencyCharts(row, labels[index] ?? row.jobname),
  );
  const seriesLabels = rowLabels({ jobs: series });
  const overTime = series.flatMap((job, index) =>
    seriesCharts(job, seriesLabels[index] ?? job.jobname),
  );
  return [...ofRows, ...overTime];
}
