/** `memvol bench worker` */
import { fingerprintFlag, nameFlag } from "../../cli/access-flags.js";
import { BaseCommand } from "../../cli/base-command.js";
import { hostPortFlag } from "../../cli/flags.js";
import { abortOf } from "../../cli/signals.js";
import { DEFAULT_WORKER_PORT } from "../../discovery/workers.js";
import { workerText } from "../../output/worker.js";
import { packageVersion } from "../../package.js";

export default class BenchWorker extends BaseCommand {
  static override summary = "Make load for a coordinator on another host, until SIGTERM or SIGINT.";
  static override description =
    "The coordinator is memvol bench run --workers. It must show a key that --trust names, and " +
    "knows this worker by the key of the identity that it is run with. A worker reaches the " +
    "volumes for which the coordinator brings tickets, and no files of its host.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> --listen 192.0.2.8 --trust SHA256:jWW…",
  ];
  static override flags = {
    listen: hostPortFlag(DEFAULT_WORKER_PORT)({
      required: true,
      summary: `Where coordinators find it; port ${DEFAULT_WORKER_PORT} by default.`,
    }),
    trust: fingerprintFlag({
      required: true,
      multiple: true,
      summary: "The key of a coordinator that may use it; may be given several times.",
    }),
    identity: nameFlag({
      env: "MEMVOL_IDENTITY",
      summary: "Which identity of yours it shows; the only one by default.",
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(BenchWorker);
    const { listen, trust: trusted, identity } = flags;
    const { signal } = this;
    const [{ IdentityStore }, { serveWorker }, { describeHost }] = await Promise.all([
      import("../../identity/identities.js"),
      import("../../bench/workers/server.js"),
      import("../../bench/run/environment.js"),
    ]);
    const store = new IdentityStore(process.env);
    const name = identity ?? (await store.onlyName());
    const { fingerprint } = await store.show(name);
    const binding = await this.binding();
    const host = { version: packageVersion(), ...describeHost(binding) };
    const say = (text: string) => this.logToStderr(text);
    const keyPair = await store.load(name);
    const worker = await serveWorker({ listen, keyPair, trusted, binding, host, say });
    const ready = { name, address: worker.address, fingerprint };
    // One line either way: whoever started it waits for it.
    process.stdout.write(`${this.jsonEnabled() ? JSON.stringify(ready) : workerText(ready)}\n`);
    await abortOf(signal);
    await worker.close();
  }
}
