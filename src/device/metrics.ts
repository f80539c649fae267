/** The device's counters for Prometheus, made afresh for each scrape from what native code has. */
import { Counter, Gauge, Registry } from "prom-client";
import type { StoreStatus } from "../control/durability.js";
import type { SessionTraffic, Traffic, VolumeStatistics } from "../control/observation.js";
import type { Device } from "../control/schemas.js";
import type { MetricsText } from "../control/server.js";

export interface MetricsSource {
  device: Device;
  volumes: VolumeStatistics[];
  /** Of the volumes that have one. */
  stores: { volume: string; store: StoreStatus }[];
}

type Labels = Record<string, string>;

export async function metricsText(source: MetricsSource): Promise<MetricsText> {
  const registry = new Registry();
  const metrics = new Metrics(registry);
  deviceMetrics(metrics, source.device);
  for (const volume of source.volumes) volumeMetrics(metrics, volume);
  for (const { volume, store } of source.stores) storeMetrics(metrics, volume, store);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function deviceMetrics(metrics: Metrics, device: Device): void {
  metrics.gauge("memvol_volumes", "Volumes", {}, device.volumes);
  metrics.gauge("memvol_sessions", "Sessions", {}, device.sessions);
  metrics.gauge("memvol_capacity_bytes", "Most for all volumes", {}, device.capacity_bytes);
  metrics.gauge("memvol_free_bytes", "Not taken by volumes", {}, device.free_bytes);
  const tickets = (name: string, help: string, value: number) =>
    metrics.counter(`memvol_tickets_${name}_total`, help, {}, value);
  tickets("issued", "Tickets issued", device.tickets_issued);
  tickets("refused", "Connections refused for their ticket", device.tickets_refused);
  const sessions = (name: string, help: string, value: number) =>
    metrics.counter(`memvol_sessions_${name}_total`, help, {}, value);
  sessions("opened", "Sessions opened", device.sessions_opened);
  sessions("closed", "Sessions ended", device.sessions_closed);
}

function volumeMetrics(metrics: Metrics, statistics: VolumeStatistics): void {
  const { volume } = statistics;
  trafficMetrics(metrics, "memvol", "Observed", { volume }, statistics.traffic);
  for (const { name, sessions, traffic } of statistics.clients) {
    const labels = { volume, client: name };
    trafficMetrics(metrics, "memvol_client", "Observed of a client:", labels, traffic);
    metrics.gauge("memvol_client_sessions", "Sessions of a client", labels, sessions);
  }
  for (const { name, sessions, traffic } of statistics.interfaces) {
    const labels = { volume, interface: name };
    trafficMetrics(metrics, "memvol_interface", "Observed on an interface:", labels, traffic);
    metrics.gauge("memvol_interface_sessions", "Sessions on an interface", labels, sessions);
  }
  for (const { name, dirty_regions } of statistics.points) {
    const labels = { volume, point: name };
    metrics.gauge("memvol_dirty_regions", "Changed since a point", labels, dirty_regions);
  }
  const refused = "Notifications that were ignored";
  metrics.counter("memvol_notifications_refused_total", refused, { volume }, statistics.refused);
  const hashed = "Regions compared by hash";
  metrics.counter("memvol_regions_hashed_total", hashed, { volume }, statistics.regions_hashed);
  metrics.counter(
    "memvol_regions_found_changed_total",
    "Regions that hashing found changed, by nobody who told",
    { volume },
    statistics.regions_found_changed,
  );
  const tracking = "Memory that tracking takes";
  metrics.gauge("memvol_tracking_memory_bytes", tracking, { volume }, statistics.memory_bytes);
}

function storeMetrics(metrics: Metrics, volume: string, store: StoreStatus): void {
  const gauge = (name: string, help: string, value: number) =>
    metrics.gauge(`memvol_store_${name}`, help, { volume }, value);
  gauge(
    "ok",
    "Whether the backing store is neither degraded, stalled nor damaged",
    +(store.state === "ok"),
  );
  gauge("durable_epoch", "The last epoch on stable storage", store.durable_epoch);
  gauge("dirty_bytes", "Not on stable storage yet", store.dirty_bytes);
  gauge("journal_bytes", "What recovery would have to replay", store.journal_bytes);
  const { passes, bytes_compared, damaged_bytes } = store.scrub;
  gauge("damaged_bytes", "Of the image, found not to be what its checksums say", damaged_bytes);
  const scrub = (name: string, help: string, value: number) =>
    metrics.counter(`memvol_scrub_${name}_total`, help, { volume }, value);
  scrub("passes", "How often the whole image was looked at for damage", passes);
  scrub("bytes", "Bytes of the image that were looked at for damage", bytes_compared);
}

function trafficMetrics(
  metrics: Metrics,
  prefix: string,
  help: string,
  labels: Labels,
  traffic: Traffic | SessionTraffic,
): void {
  for (const [type, { operations, bytes }] of Object.entries(traffic)) {
    const typed = { ...labels, type };
    metrics.counter(`${prefix}_operations_total`, `${help} operations`, typed, operations);
    metrics.counter(`${prefix}_bytes_total`, `${help} bytes`, typed, bytes);
  }
}

/** One scrape's metrics, each made when its first value comes. */
class Metrics {
  readonly #registry: Registry;
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  counter(name: string, help: string, labels: Labels, value: number): void {
    let counter = this.#counters.get(name);
    if (counter === undefined) {
      counter = new Counter(this.#configuration(name, help, labels));
      this.#counters.set(name, counter);
    }
    counter.inc(labels, value);
  }

  gauge(name: string, help: string, labels: Labels, value: number): void {
    let gauge = this.#gauges.get(name);
    if (gauge === undefined) {
      gauge = new Gauge(this.#configuration(name, help, labels));
      this.#gauges.set(name, gauge);
    }
    gauge.set(labels, value);
  }

  #configuration(name: string, help: string, labels: Labels) {
    return { name, help, labelNames: Object.keys(labels), registers: [this.#registry] };
  }
}
