/** A subscription that holds so many events and counts the operations of those that do not fit. */
import type { NativeWatch, NativeWatchEvent } from "./native-observation.js";

export class FakeWatch implements NativeWatch {
  readonly #eventsMax: number;
  readonly #onClose: (watch: FakeWatch) => void;
  #events: NativeWatchEvent[] = [];
  #operationsMissed = 0;

  constructor(eventsMax: number, onClose: (watch: FakeWatch) => void) {
    this.#eventsMax = eventsMax;
    this.#onClose = onClose;
  }

  add(event: NativeWatchEvent): void {
    if (this.#events.length < this.#eventsMax) this.#events.push(event);
    else this.#operationsMissed += event.operations;
  }

  take(): { events: NativeWatchEvent[]; operationsMissed: number } {
    const taken = { events: this.#events, operationsMissed: this.#operationsMissed };
    this.#events = [];
    this.#operationsMissed = 0;
    return taken;
  }

  close(): void {
    this.#onClose(this);
  }
}
