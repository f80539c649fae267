/** Where a user's configuration of memvol is. */
import { homedir } from "node:os";
import { join } from "node:path";

/** `memvol` in the user's configuration directory. */
export function configurationDirectory(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "memvol");
}
