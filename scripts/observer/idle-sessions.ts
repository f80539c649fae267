/**
 * idle-sessions.ts SOCKET VOLUME MODE COUNT: attaches so many sessions, says so in one line, and
 * holds them without doing anything until its standard input ends.
 */
import { once } from "node:events";
import * as z from "zod";
import { loadBinding } from "../../src/binding/loader.js";
import type { NativeSession } from "../../src/binding/native.js";
import { OBSERVATION_MODES } from "../../src/binding/native-observation.js";
import { ControlClient } from "../../src/control/client.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { attachVolume, DEFAULT_OBSERVATION } from "../../src/volume/attach.js";

const argumentsSchema = z.tuple([
  z.string(),
  z.string(),
  z.enum(OBSERVATION_MODES),
  z.coerce.number().int().positive(),
]);

const [socketPath, volume, observe, count] = argumentsSchema.parse(process.argv.slice(2));
const device = new ControlClient(new SocketEndpoint(socketPath));
const binding = loadBinding();
const observation = { ...DEFAULT_OBSERVATION, observe };

const sessions: NativeSession[] = [];
while (sessions.length < count) {
  // Who could write is who the observer has to watch.
  const rights = ["read" as const, "write" as const];
  const options = { offsetBytes: 0, observation };
  const { session } = await attachVolume(device, binding, volume, rights, options);
  sessions.push(session);
}
process.stdout.write(`${sessions.length} sessions\n`);
process.stdin.resume();
await once(process.stdin, "end");
await Promise.all(sessions.map((session) => session.close()));
