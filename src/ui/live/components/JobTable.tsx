/** Rates, operations in flight and errors of each job and of all. */
import type { Direction } from "../../../binding/native.js";
import { formatBandwidth, formatRate } from "../../../units/format.js";
import type { Palette } from "../../palette.js";
import { Lines } from "../../terminal/Lines.js";
import { fitName } from "../../text.js";
import { type JobFigures, type LiveFrame, usedDirections } from "../frame.js";
import type { Layout } from "../layout.js";

export interface JobTableProps {
  frame: LiveFrame;
  layout: Layout;
  palette: Palette;
}

const WIDTHS = { iops: 12, bandwidth: 12, inFlight: 11, errors: 8 };
/** Without the words, for terminals that the wide table leaves no room for names on. */
const NARROW_WIDTHS = { iops: 7, bandwidth: 11, inFlight: 8, errors: 7 };
const LEAST_NAME_WIDTH = 12;
const COMFORTABLE_NAME_WIDTH = 20;

export function JobTable({ frame, layout, palette }: JobTableProps) {
  const rights = usedDirections(frame.directions);
  const columns = planColumns(layout.columns, rights.length);
  const shown = frame.jobs.slice(0, layout.jobRows);
  const lines = [palette.faint(headLine(rights, columns))];
  for (const job of shown) lines.push(figuresLine(job, rights, columns, palette));
  if (layout.totalRow) {
    const complete = shown.length === frame.jobs.length;
    const total = { ...frame.total, name: complete ? "total" : `all ${frame.jobs.length}` };
    lines.push(palette.strong(figuresLine(total, rights, columns, palette)));
  }
  return <Lines lines={lines} />;
}

type Columns = typeof WIDTHS & { name: number; narrow: boolean };

/** Columns that the figures do not need go to all of them alike. */
function planColumns(columns: number, directions: number): Columns {
  const wide = leftFor(columns, WIDTHS, directions);
  if (wide < LEAST_NAME_WIDTH) {
    const name = leftFor(columns, NARROW_WIDTHS, directions);
    return { ...NARROW_WIDTHS, name, narrow: true };
  }
  const cells = 2 * directions + 3;
  const more = Math.max(0, Math.floor((wide - COMFORTABLE_NAME_WIDTH) / cells));
  const widths = {
    iops: WIDTHS.iops + more,
    bandwidth: WIDTHS.bandwidth + more,
    inFlight: WIDTHS.inFlight + more,
    errors: WIDTHS.errors + more,
  };
  return { ...widths, name: leftFor(columns, widths, directions), narrow: false };
}

function leftFor(columns: number, widths: typeof WIDTHS, directions: number): number {
  const { iops, bandwidth, inFlight, errors } = widths;
  return columns - directions * (iops + bandwidth) - inFlight - errors;
}

function headLine(rights: readonly Direction[], columns: Columns): string {
  const cells = rights.flatMap((right) => [
    (columns.narrow ? `${right}/s` : `${right} IOPS`).padStart(columns.iops),
    (columns.narrow ? "" : "bandwidth").padStart(columns.bandwidth),
  ]);
  const inFlight = "in flight".slice(columns.narrow ? 3 : 0).padStart(columns.inFlight);
  return ["job".padEnd(columns.name), ...cells, inFlight, "errors".padStart(columns.errors)].join(
    "",
  );
}

function figuresLine(
  job: JobFigures,
  rights: readonly Direction[],
  columns: Columns,
  palette: Palette,
): string {
  const note = job.note === "" ? "" : ` ${job.note}`;
  const rates = rights.flatMap((right) => [
    formatRate(job[right].iops).padStart(columns.iops),
    formatBandwidth(job[right].bytesPerSecond).padStart(columns.bandwidth),
  ]);
  const errors = formatRate(job.errors).padStart(columns.errors);
  return [
    fitName(fitName(job.name, Math.max(1, columns.name - note.length)) + note, columns.name),
    ...rates,
    formatRate(job.inFlight).padStart(columns.inFlight),
    job.errors > 0 ? palette.warning(errors) : errors,
  ].join("");
}
