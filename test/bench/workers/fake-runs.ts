/** The load generator of a worker, in the place of the native one. */
import type {
  NativeReadyRun,
  NativeRun,
  NativeRunResult,
  NativeRunSpec,
} from "../../../src/binding/native-run.js";

const RESULT: NativeRunResult = { elapsedNs: 42, jobs: [] };

export class FakeRuns {
  readonly prepared: NativeRunSpec[] = [];
  /** What the next preparations throw. */
  failure: Error | undefined;
  startedAtNs: bigint | undefined;
  cancelled = 0;
  stopped = 0;
  #finish: () => void = () => undefined;

  async prepareRun(spec: NativeRunSpec): Promise<NativeReadyRun> {
    if (this.failure !== undefined) throw this.failure;
    this.prepared.push(spec);
    return {
      start: (atNs) => {
        this.startedAtNs = atNs;
        return this.#run();
      },
      cancel: async () => {
        this.cancelled++;
      },
    };
  }

  /** The run that was started comes to its end. */
  finish(): void {
    this.#finish();
  }

  #run(): NativeRun {
    const finished = new Promise<NativeRunResult>((resolve) => {
      this.#finish = () => resolve(RESULT);
    });
    return {
      snapshot: () => ({ elapsedNs: 42, intervalsCompleted: 0, jobs: [] }),
      stop: () => {
        this.stopped++;
        this.#finish();
      },
      finished: () => finished,
    };
  }
}
