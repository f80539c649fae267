/** The memory that a device may give to volumes, and what of it is taken. */
import { UserError } from "../errors.js";
import { formatBytes } from "../units/bytes.js";

export class MemoryBudget {
  readonly capacityBytes: number;
  #takenBytes = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  get freeBytes(): number {
    return this.capacityBytes - this.#takenBytes;
  }

  /** @throws UserError `budget_exceeded` naming the volume; then nothing is taken */
  take(bytes: number, volumeName: string): void {
    if (bytes > this.freeBytes) throw this.#exceeded(bytes, volumeName);
    this.#takenBytes += bytes;
  }

  giveBack(bytes: number): void {
    this.#takenBytes -= bytes;
  }

  #exceeded(bytes: number, volumeName: string): UserError {
    return new UserError(
      "budget_exceeded",
      `Volume '${volumeName}' of ${formatBytes(bytes)} (${bytes} bytes) is more than the ` +
        `${formatBytes(this.freeBytes)} (${this.freeBytes} bytes) that are free of this ` +
        `device's ${formatBytes(this.capacityBytes)}`,
      { nextSteps: ["Delete a volume, or serve the device with more: --memory SIZE"] },
    );
  }
}
