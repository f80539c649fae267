/** Load test workers that the user's configuration knows. */
import { type HostPort, parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { configPath, configuration } from "./configured.js";

/** The port of a worker that was told none, and of an address without one. */
export const DEFAULT_WORKER_PORT = 7413;

export interface FoundWorker {
  name: string;
  place: HostPort;
  fingerprint: string;
}

/** @throws UserError `worker_not_found`; as `configuration` */
export async function workersCalled(
  names: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<FoundWorker[]> {
  const { workers } = await configuration(env);
  return names.map((name) => {
    const known = workers.find((worker) => worker.name === name);
    const place = known && parseHostPort(known.address, DEFAULT_WORKER_PORT);
    if (known === undefined || place === undefined) {
      throw unknown(
        name,
        workers.map((worker) => worker.name),
        env,
      );
    }
    return { name, place, fingerprint: known.fingerprint };
  });
}

function unknown(name: string, known: string[], env: NodeJS.ProcessEnv): UserError {
  return new UserError(
    "worker_not_found",
    `There is no worker '${name}'; known are: ${known.join(", ") || "none"}`,
    {
      nextSteps: [
        `Name it in ${configPath(env)}, as memvol bench worker prints it:`,
        `workers: [{name: ${name}, address: 'host:${DEFAULT_WORKER_PORT}', fingerprint: 'SHA256:…'}]`,
      ],
    },
  );
}
