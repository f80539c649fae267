/** Devices of this user on this machine: the sockets in the runtime directory. */
import { currentUserId, listSockets, runtimeDirectory } from "../control/runtime-directory.js";
import type { SocketDevice } from "./known.js";

/** By name; a socket whose device was killed is among them. */
export async function localDevices(env: NodeJS.ProcessEnv): Promise<SocketDevice[]> {
  const sockets = await listSockets(runtimeDirectory(env, currentUserId()));
  return sockets.map((device) => ({ ...device, source: "local" }));
}
