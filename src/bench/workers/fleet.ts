/** A load test's threads on several hosts: all do the same, from one instant on. */
import { errorCodeOf } from "../../errors.js";
import type { KeyPair } from "../../identity/key-pair.js";
import type { Job } from "../job.js";
import type { PartRun } from "../result/stage-run.js";
import type { WorkerFacts } from "../result/workers.js";
import type { Generator, RunningStage, StageOrder, StagePart } from "../run/generator.js";
import { coresShortWarning, spinningThreads } from "../run/spin.js";
import { stageSpec } from "../run/stage-spec.js";
import { startInstant } from "./clock.js";
import { type BegunStage, type KnownWorker, RemoteWorker } from "./remote-worker.js";
import { joinedSnapshot } from "./snapshots.js";

export interface FleetOptions {
  workers: readonly KnownWorker[];
  keyPair: KeyPair;
  memvolVersion: string;
}

/** By how much a worker's start may be off the common instant, at worst, over all stages. */
interface StartError {
  clockNs: number;
  lateNs: number;
}

interface Ready {
  worker: RemoteWorker;
  part: StagePart;
}

export class Fleet implements Generator {
  readonly #workers: readonly RemoteWorker[];
  readonly #startErrors = new Map<RemoteWorker, StartError>();

  private constructor(workers: readonly RemoteWorker[]) {
    this.#workers = workers;
  }

  /** @throws UserError as RemoteWorker.connect, for the first that is not as it must be */
  static async connect({ workers, keyPair, memvolVersion }: FleetOptions): Promise<Fleet> {
    const attempts = await Promise.allSettled(
      workers.map((known) => RemoteWorker.connect(known, keyPair, memvolVersion)),
    );
    const there = attempts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const failed = attempts.find((one) => one.status === "rejected");
    if (failed === undefined) return new Fleet(there);
    for (const worker of there) worker.close();
    throw failed.reason;
  }

  get size(): number {
    return this.#workers.length;
  }

  async begin(order: StageOrder): Promise<RunningStage> {
    const ready = await this.#prepare(order);
    const begun = await this.#startTogether(ready, order.snapshotIntervalMs);
    return {
      parts: ready.map(({ part }) => part),
      snapshot: () =>
        joinedSnapshot(
          ready.map(({ worker, part }) => ({
            jobs: part.jobs.length,
            latest: worker.latest,
            isLost: worker.lost !== undefined,
          })),
        ),
      stop: () => {
        for (const { worker } of ready) worker.stop();
      },
      finished: () => Promise.all(ready.map(({ part }, index) => outcomeOf(part, begun[index]))),
    };
  }

  coresShort(stages: Job[][]): string | null {
    const warnings = this.#workers.flatMap(({ name, host }) => {
      // A device elsewhere takes none of its cores.
      const warning = coresShortWarning(spinningThreads(stages, 0, host.cpu.count));
      return warning === null ? [] : [`worker '${name}': ${warning}`];
    });
    return warnings.length === 0 ? null : warnings.join("; ");
  }

  workers(): WorkerFacts[] {
    return this.#workers.map((worker) => {
      const { name, address, host, lost } = worker;
      const { version: _, ...facts } = host;
      const error = this.#startErrors.get(worker) ?? { clockNs: 0, lateNs: 0 };
      return {
        name,
        address,
        ...facts,
        error: lost === undefined ? null : { code: errorCodeOf(lost), message: lost.message },
        clock_error_ns: error.clockNs,
        start_late_ns: error.lateNs,
      };
    });
  }

  close(): void {
    for (const worker of this.#workers) worker.close();
  }

  /** Either all are ready, or none is. */
  async #prepare({ plans, places, operationTimeoutMs }: StageOrder): Promise<Ready[]> {
    const attempts = await Promise.allSettled(
      this.#workers.map(async (worker, index): Promise<Ready> => {
        const spec = await stageSpec(plans[index] ?? [], places, operationTimeoutMs);
        await worker.prepare(spec.spec);
        return { worker, part: { worker: worker.name, ...spec } };
      }),
    );
    const failed = attempts.find((one) => one.status === "rejected");
    if (failed !== undefined) {
      for (const worker of this.#workers) worker.stop();
      throw failed.reason;
    }
    return attempts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  }

  /** A worker that is lost by now is for its outcome to tell: the others begin all the same. */
  async #startTogether(
    ready: readonly Ready[],
    intervalMs: number | undefined,
  ): Promise<PromiseSettledResult<BegunStage>[]> {
    const clocks = await Promise.allSettled(ready.map(({ worker }) => worker.compareClocks()));
    const readings = clocks.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const instant = startInstant(readings, process.hrtime.bigint());
    return Promise.allSettled(
      ready.map(async ({ worker }, index) => {
        const clock = clocks[index];
        if (clock?.status !== "fulfilled") throw clock?.reason;
        const begun = await worker.start(instant + clock.value.offsetNs, intervalMs);
        this.#note(worker, { clockNs: clock.value.errorNs, lateNs: begun.lateNs });
        return begun;
      }),
    );
  }

  #note(worker: RemoteWorker, { clockNs, lateNs }: StartError): void {
    const worst = this.#startErrors.get(worker) ?? { clockNs: 0, lateNs: 0 };
    this.#startErrors.set(worker, {
      clockNs: Math.max(worst.clockNs, clockNs),
      lateNs: Math.max(worst.lateNs, lateNs),
    });
  }
}

async function outcomeOf(
  part: StagePart,
  begun: PromiseSettledResult<BegunStage> | undefined,
): Promise<PartRun> {
  try {
    if (begun?.status !== "fulfilled") throw begun?.reason;
    return { ...part, result: await begun.value.finished, lost: null };
  } catch (error) {
    return {
      ...part,
      result: null,
      lost: error instanceof Error ? error : new Error(String(error)),
    };
  }
}
