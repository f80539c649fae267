/** Where a device learns of its power condition. */
import type { PowerCondition } from "../../control/access.js";

export interface PowerSource {
  /** As the setting has it. */
  readonly name: string;
  /** Asked once a second; what cannot be known is `unknown`. */
  read(): Promise<PowerCondition>;
  close(): void;
}
