/** What the watch view knows of a volume: fed with statistics, steered by keys. */
import type { OperationType } from "../../binding/native-observation.js";
import { type Activities, type Activity, activitiesAfter, quietActivities } from "./activity.js";
import { dirtyCellsOf, dirtySummaryOf, sortClients } from "./figures.js";
import type {
  ActivityMap,
  ClientFigures,
  MapKind,
  Selection,
  Sorting,
  Traffic,
  WatchFrame,
} from "./frame.js";
import { clientsBetween, trafficBetween } from "./rates.js";
import type { WatchedStatistics } from "./statistics.js";

export interface WatchedVolume {
  name: string;
  sizeBytes: number;
}

type History = Record<OperationType, readonly number[]>;

/** What frames are made from. Never changed, so that a pause has only to hold on to one. */
interface View {
  statistics: WatchedStatistics;
  timeMs: number;
  activities: Activities;
  total: Traffic;
  clients: readonly ClientFigures[];
  history: History;
}

const HISTORY_SECONDS = 60;
const NO_HISTORY: History = { read: [], write: [], atomic: [] };

export class WatchState {
  readonly #volume: WatchedVolume;
  readonly #startMs: number;
  #view: View;
  #pausedView: View | undefined;
  #selection: Selection = "all";
  #sorting: Sorting = "traffic";
  #ended = false;

  /** `timeMs` is on any clock that goes forward, the same as for `feed`. */
  constructor(volume: WatchedVolume, statistics: WatchedStatistics, timeMs: number) {
    this.#volume = volume;
    this.#startMs = timeMs;
    this.#view = firstView(statistics, timeMs);
  }

  feed(statistics: WatchedStatistics, timeMs: number): void {
    this.#view = viewAfter(this.#view, statistics, timeMs);
  }

  /** Shows one map alone; asked for again, all. */
  toggleMap(kind: MapKind): void {
    this.#selection = this.#selection === kind ? "all" : kind;
  }

  toggleSorting(): void {
    this.#sorting = this.#sorting === "traffic" ? "name" : "traffic";
  }

  /** Freezes the frames at what was fed last, or lets them go on. */
  togglePause(): void {
    this.#pausedView = this.#pausedView === undefined ? this.#view : undefined;
  }

  /** The last frame is of what was fed last. */
  end(): void {
    this.#ended = true;
    this.#pausedView = undefined;
  }

  frame(): WatchFrame {
    const { statistics, timeMs, activities, total, clients, history } =
      this.#pausedView ?? this.#view;
    const { cells, region_size_bytes } = statistics;
    const dirtyCells = dirtyCellsOf(statistics, this.#volume.sizeBytes);
    return {
      volume: this.#volume.name,
      sizeBytes: this.#volume.sizeBytes,
      regionSizeBytes: region_size_bytes,
      cellSizeBytes: cells.regions_each * region_size_bytes,
      elapsedSeconds: (timeMs - this.#startMs) / 1000,
      paused: this.#pausedView !== undefined,
      ended: this.#ended,
      selection: this.#selection,
      activity: { read: mapOf(activities.read), write: mapOf(activities.write) },
      dirtyCells,
      dirty: dirtySummaryOf(statistics, dirtyCells),
      total,
      bytesEstimated: statistics.bytes_estimated,
      hasAtomics: statistics.traffic.atomic.operations > 0,
      history,
      sorting: this.#sorting,
      clients: sortClients(clients, this.#sorting),
      regionsFoundChanged: statistics.regions_found_changed,
      notificationsRefused: statistics.refused,
    };
  }
}

/** Of an answer alone no rate is known. */
function firstView(statistics: WatchedStatistics, timeMs: number): View {
  const { cells, traffic, clients } = statistics;
  return {
    statistics,
    timeMs,
    activities: quietActivities(cells),
    total: trafficBetween(traffic, traffic, 1),
    clients: clientsBetween(clients, clients, 1),
    history: NO_HISTORY,
  };
}

function viewAfter(before: View, statistics: WatchedStatistics, timeMs: number): View {
  const seconds = (timeMs - before.timeMs) / 1000;
  const earlier = before.statistics;
  const total = trafficBetween(earlier.traffic, statistics.traffic, seconds);
  return {
    statistics,
    timeMs,
    activities: haveSameCells(earlier, statistics)
      ? activitiesAfter(before.activities, earlier.cells, statistics.cells, seconds)
      : quietActivities(statistics.cells),
    total,
    clients: clientsBetween(earlier.clients, statistics.clients, seconds),
    history: historyAfter(before.history, total),
  };
}

/** If not, the volume is another one of the same name: nothing is known of its cells. */
function haveSameCells({ cells: a }: WatchedStatistics, { cells: b }: WatchedStatistics): boolean {
  return a.regions_each === b.regions_each && a.read.length === b.read.length;
}

function mapOf({ cells, hottest }: Activity): ActivityMap {
  return { cells: cells.map((cell) => cell.perSecond), highest: hottest.perSecond };
}

function historyAfter(history: History, total: Traffic): History {
  const grown = (type: OperationType) =>
    [...history[type], total[type].operationsPerSecond].slice(-HISTORY_SECONDS);
  return { read: grown("read"), write: grown("write"), atomic: grown("atomic") };
}
