/** What a threshold can be on: the names of metrics, and what each means. */
import { DIRECTIONS, type Direction } from "../../directions.js";
import { UserError } from "../../errors.js";
import { nearest } from "../../nearest.js";

/** `lat` is the response time, from when an operation was due; `service` is from its post. */
export type Clock = "lat" | "service";

export type Quantity =
  | { kind: "iops" | "bw" | "ios" | "errors" | "late_starts" }
  | { kind: "percentile"; clock: Clock; rank: number }
  | { kind: "mean" | "min" | "max"; clock: Clock };

export type LatencyQuantity = Extract<Quantity, { clock: Clock }>;

export interface Metric {
  /** As written, in lower case. */
  name: string;
  /** Absent: all together. */
  direction?: Direction;
  quantity: Quantity;
}

const COUNTED = ["iops", "bw", "ios", "errors", "late_starts"] as const;
const MOMENTS = ["mean", "min", "max"] as const;
const CLOCKS = ["lat", "service"] as const;
const METRIC = /^(?:(read|write|trim)\.)?(?:(lat|service)\.)?(\w+(?:\.\d+)?)$/;
const PERCENTILE = /^p(\d+(?:\.\d+)?)$/;

/** To guess from; every other percentile is one too. */
const USUAL_NAMES = ["", ...DIRECTIONS.map((name) => `${name}.`)].flatMap((direction) => [
  ...COUNTED.map((name) => `${direction}${name}`),
  ...CLOCKS.flatMap((clock) =>
    [...MOMENTS, "p50", "p90", "p95", "p99", "p99.9", "p99.99"].map(
      (of) => `${direction}${clock}.${of}`,
    ),
  ),
]);

/** @throws UserError `threshold_invalid` that names the nearest metric */
export function parseMetric(text: string): Metric {
  const name = text.toLowerCase();
  const [, direction, clock, of = ""] = METRIC.exec(name) ?? [];
  const quantity = quantityOf(of, clock === "lat" || clock === "service" ? clock : undefined);
  if (quantity === undefined) throw unknownMetric(text);
  const known = DIRECTIONS.find((one) => one === direction);
  return { name, quantity, ...(known !== undefined && { direction: known }) };
}

function quantityOf(of: string, clock: Clock | undefined): Quantity | undefined {
  if (clock === undefined) {
    const kind = COUNTED.find((known) => known === of);
    return kind && { kind };
  }
  const kind = MOMENTS.find((known) => known === of);
  if (kind !== undefined) return { kind, clock };
  const rank = Number(PERCENTILE.exec(of)?.[1]);
  return rank >= 0 && rank <= 100 ? { kind: "percentile", clock, rank } : undefined;
}

function unknownMetric(text: string): UserError {
  const meant = nearest(text.toLowerCase(), USUAL_NAMES);
  return new UserError("threshold_invalid", `'${text}' is not a metric`, {
    nextSteps: [
      ...(meant === undefined ? [] : [`Did you mean '${meant}'?`]),
      `Metrics: ${COUNTED.join(", ")}; lat. (response time) or service. (service time) before ` +
        `${MOMENTS.join(", ")} or a percentile such as p99.9; all also after read., write. or trim.`,
    ],
  });
}
