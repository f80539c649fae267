/** Terminal streams without a terminal. */
import { EventEmitter } from "node:events";
import { until } from "../support/until.js";

/** Resolves once someone reads keys. */
export async function keysAreRead(stdin: EventEmitter): Promise<void> {
  await until("keys are read", () => stdin.listenerCount("readable") > 0);
}

export class FakeStdout extends EventEmitter {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  text = "";

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  resize(columns: number, rows: number): void {
    Object.assign(this, { columns, rows });
    this.emit("resize");
  }

  asStream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }
}

export class FakeStdin extends EventEmitter {
  readonly isTTY = true;
  rawModes: boolean[] = [];
  #pending: string | null = null;

  setRawMode(enabled: boolean): void {
    this.rawModes.push(enabled);
  }

  setEncoding(): void {
    this.#pending = null;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  read(): string | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  /** Presses the key once someone reads keys. */
  async press(key: string): Promise<void> {
    await keysAreRead(this);
    this.#pending = key;
    this.emit("readable");
  }

  asStream(): NodeJS.ReadStream {
    return this as unknown as NodeJS.ReadStream;
  }
}
