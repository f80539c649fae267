/** Whether a run need not go on because a gate will be missed. */
import type { Gate } from "./gate.js";
import type { GateStanding } from "./standing.js";

/** Seconds on end in which a value that could still recover must miss its gate. */
const PATIENCE_SECONDS = 3;

/** What only grows: once above a limit it stays there. */
function onlyGrows({ metric: { quantity } }: Gate): boolean {
  return ["ios", "errors", "late_starts", "max"].includes(quantity.kind);
}

export class EarlyEnd {
  readonly #gates: readonly Gate[];
  readonly #secondsMissed: number[];
  #second = 0;

  constructor(gates: readonly Gate[]) {
    this.#gates = gates;
    this.#secondsMissed = gates.map(() => 0);
  }

  /**
   * The gates to end the run for.
   *
   * @param second whole seconds of the stage
   * @param whole whether the stage is the whole run: else a gate on all jobs can be kept by later
   * stages
   */
  check(standings: readonly GateStanding[], second: number, whole: boolean): Gate[] {
    const isNew = second !== this.#second;
    this.#second = second;
    return this.#gates.filter((gate, index) => {
      const missed = standings[index]?.state === "missed";
      if (onlyGrows(gate)) return missed && ["<", "<=", "=="].includes(gate.operator);
      if (!missed) this.#secondsMissed[index] = 0;
      else if (isNew) this.#secondsMissed[index] = (this.#secondsMissed[index] ?? 0) + 1;
      const settled = whole || gate.job !== undefined;
      return settled && (this.#secondsMissed[index] ?? 0) >= PATIENCE_SECONDS;
    });
  }
}
