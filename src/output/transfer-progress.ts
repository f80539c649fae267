/** The progress of a transfer on stderr; short transfers show none. */
import { createProgress, type Progress, progressKindFor } from "../ui/progress.js";

export class TransferProgress {
  readonly #label: string;
  #progress: Progress | undefined;
  #bytesDone = 0;

  /** `label` says what is being done: `reading scratch`. */
  constructor(label: string) {
    this.#label = label;
  }

  /** How far it is in all; bound, to be handed on. The total is fixed by the first call. */
  readonly update = (bytesDone: number, bytesTotal: number | undefined): void => {
    this.#progress ??= createProgress({
      kind: progressKindFor(process.stderr, process.env),
      stream: process.stderr,
      label: this.#label,
      totalBytes: bytesTotal,
      now: () => performance.now(),
    });
    this.#progress.advance(bytesDone - this.#bytesDone);
    this.#bytesDone = bytesDone;
  };

  /** Shows the end, also of a transfer that failed. */
  readonly end = (): void => this.#progress?.finish();
}
