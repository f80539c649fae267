/**
 * The latencies as a histogram log, the format of HdrHistogram's own tools. Each histogram is of
 * the whole run, on a line tagged `JOB/read/service`, `JOB/read/response` and so on.
 */
import { HistogramLogWriter } from "hdr-histogram-js";
import { decodeHistogram } from "../result/histogram.js";
import type { DirectionRow, RunResult } from "../result/result.js";
import { usedDirections } from "./figures.js";
import { rowLabels } from "./labels.js";

/** The interval's maximum is written in milliseconds, as the format has it. */
const NS_PER_MS = 1e6;

export function hlogReport(result: RunResult): string {
  let text = "";
  const writer = new HistogramLogWriter((piece) => {
    text += piece;
  });
  const startMs = Date.parse(result.memvol.started_at);
  const labels = rowLabels(result);
  writer.outputComment(`[memvol ${result["memvol version"]}, run ${result.memvol.id}]`);
  writer.outputLogFormatVersion();
  writer.outputStartTime(startMs);
  writer.outputLegend();
  for (const [index, row] of result.jobs.entries()) {
    for (const direction of usedDirections(row)) {
      const label = tagOf(`${labels[index]}/${direction}`);
      writeLatencies(writer, label, row[direction], startMs / 1000);
    }
  }
  return text;
}

function writeLatencies(
  writer: HistogramLogWriter,
  label: string,
  { memvol }: DirectionRow,
  startSeconds: number,
): void {
  const endSeconds = startSeconds + memvol.runtime_ns / 1e9;
  for (const clock of ["service", "response"] as const) {
    const histogram = decodeHistogram(memvol[`${clock}_ns`].histogram);
    histogram.tag = `${label}/${clock}`;
    writer.outputIntervalHistogram(histogram, startSeconds, endSeconds, NS_PER_MS);
  }
}

/** A tag ends at a comma, and readers split at blanks. */
function tagOf(label: string): string {
  return label.replaceAll(/[\s,]+/g, "_");
}
