/** Why a volume's durability does not let something be done. */
import { UserError } from "../errors.js";

export function isVolatile(name: string): UserError {
  return new UserError(
    "volume_volatile",
    `Volume '${name}' has no backing store: it is lost with the device's memory`,
    { nextSteps: ["Create one that has: memvol volume create NAME --durability barrier …"] },
  );
}

export function degraded(name: string, why: string): UserError {
  return new UserError(
    "volume_degraded",
    `Volume '${name}' can only be read: its backing store failed (${why})`,
    { nextSteps: ["Mend the storage, then start the device anew: it recovers the volume."] },
  );
}

/** An atomic operation is answered when it is done; nothing holds that back until it is durable. */
export function notHeld(name: string): UserError {
  return new UserError("usage", `Volume '${name}' is durable 'sync', which atomics cannot be`, {
    nextSteps: ["Use a volume of mode barrier, and flush it: memvol volume flush NAME"],
  });
}
