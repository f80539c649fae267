/** Threads in this process. */
import { availableParallelism } from "node:os";
import type { NativeBinding } from "../../binding/native.js";
import type { Job } from "../job.js";
import type { Generator, RunningStage, StageOrder } from "./generator.js";
import { coresShortWarning, spinningThreads } from "./spin.js";
import { stageSpec } from "./stage-spec.js";

export class LocalGenerator implements Generator {
  readonly size = 1;
  readonly #binding: Pick<NativeBinding, "prepareRun">;

  constructor(binding: Pick<NativeBinding, "prepareRun">) {
    this.#binding = binding;
  }

  async begin({ plans, places, operationTimeoutMs }: StageOrder): Promise<RunningStage> {
    const part = { worker: null, ...(await stageSpec(plans[0] ?? [], places, operationTimeoutMs)) };
    const run = (await this.#binding.prepareRun(part.spec)).start();
    return {
      parts: [part],
      snapshot: () => run.snapshot(),
      stop: () => run.stop(),
      finished: async () => [{ ...part, result: await run.finished(), lost: null }],
    };
  }

  coresShort(stages: Job[][], deviceProgressThreads: number): string | null {
    const threads = spinningThreads(stages, deviceProgressThreads, availableParallelism());
    return coresShortWarning(threads);
  }

  workers(): [] {
    return [];
  }

  close(): void {
    // Its runs end with their stages.
  }
}
