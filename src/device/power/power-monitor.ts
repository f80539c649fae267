/** A device's power condition, as its source says or as it was told. */
import { EventEmitter } from "node:events";
import type { Power, PowerCondition } from "../../control/access.js";
import { UserError } from "../../errors.js";
import type { PowerSource } from "./condition.js";

const READ_EVERY_MS = 1000;

export class PowerMonitor extends EventEmitter<{ change: [Power] }> {
  readonly #source: PowerSource | null;
  #condition: PowerCondition;
  #since = new Date();
  #timer: NodeJS.Timeout | undefined;
  #reading = false;

  /** @param source null: the condition is what it is set to, mains at first */
  constructor(source: PowerSource | null) {
    super();
    this.#source = source;
    this.#condition = source === null ? "mains" : "unknown";
  }

  get power(): Power {
    return {
      condition: this.#condition,
      source: this.#source?.name ?? "manual",
      since: this.#since.toISOString(),
    };
  }

  /** Resolves when the source was asked for the first time; it is asked on until stop. */
  async start(): Promise<void> {
    if (this.#source === null) return;
    await this.#read(this.#source);
    this.#timer = setInterval(() => void this.#poll(), READ_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#source?.close();
  }

  /** @throws UserError `usage` where a source says what it is */
  set(condition: PowerCondition): Power {
    if (this.#source !== null) {
      throw new UserError("usage", `The power condition comes from ${this.#source.name}`, {
        nextSteps: ["Serve the device with --power-source manual to set it by hand."],
      });
    }
    this.#become(condition);
    return this.power;
  }

  /** A source that takes longer than the interval is not asked twice. */
  async #poll(): Promise<void> {
    if (this.#reading || this.#source === null) return;
    this.#reading = true;
    await this.#read(this.#source).finally(() => {
      this.#reading = false;
    });
  }

  async #read(source: PowerSource): Promise<void> {
    this.#become(await source.read());
  }

  #become(condition: PowerCondition): void {
    if (condition === this.#condition) return;
    this.#condition = condition;
    this.#since = new Date();
    this.emit("change", this.power);
  }
}
