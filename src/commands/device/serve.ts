/** `memvol device serve` */
import { once } from "node:events";
import { Flags } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { abortOf } from "../../cli/signals.js";
import type { Daemon } from "../../device/daemon.js";
import { readyText } from "../../output/devices.js";
import { packageVersion } from "../../package.js";

/** A flag that is a setting too: the configuration's schema checks it, whatever its source. */
function setting(helpValue: string, summary: string) {
  return Flags.string({ helpValue, summary, helpGroup: "SETTINGS" });
}

export default class DeviceServe extends BaseCommand {
  static override summary = "Run a storage device until SIGTERM or SIGINT.";
  static override description =
    "Each setting is taken from its flag, else from MEMVOL_<SETTING> in the environment (as " +
    "MEMVOL_STATE_DIRECTORY), else from the YAML file (as state_directory), else its default. " +
    "Logs go to stderr; once ready, one line goes to stdout (with --json, one document).";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --memory 16GiB --fabric-interface eth0",
    "<%= config.bin %> <%= command.id %> --listen 192.0.2.7",
    "<%= config.bin %> <%= command.id %> --config /etc/memvol/device.yaml",
  ];
  static override flags = {
    config: Flags.string({ helpValue: "FILE", summary: "YAML file with settings." }),
    "until-stdin-closes": Flags.boolean({
      default: false,
      summary: "Stop also when stdin is closed.",
    }),
    temporary: Flags.boolean({
      default: false,
      exclusive: ["state-directory", "socket"],
      summary: "Have state and socket in a temporary directory that is removed at the end.",
    }),
    name: setting("NAME", "Name of the device; 'memvol' by default."),
    memory: setting("SIZE", "Most memory for all volumes together; 1GiB by default."),
    "state-directory": setting("PATH", "Where the device keeps its identity."),
    socket: setting("PATH", "Control socket; NAME.sock in the runtime directory by default."),
    "fabric-provider": setting("NAME", "libfabric provider; tcp by default."),
    "fabric-interface": setting(
      "NAME|ADDRESS",
      "Network interface; that of --listen, or 127.0.0.1.",
    ),
    "fabric-port": setting("PORT", "Fabric port; by default a free one."),
    "progress-threads": setting("COUNT", "Threads that serve the fabric; 1 by default."),
    listen: setting(
      "ADDRESS|INTERFACE[:PORT]",
      "Serve the control API there too, over TLS; port 7411 by default.",
    ),
    announce: setting("true|false", "Announce the device there by multicast DNS; true by default."),
    "client-ca": setting("FILE", "Certificate authorities that vouch for clients, in PEM."),
    "token-issuer": setting("ISSUER", "Take bearer tokens of this issuer (JWT)."),
    "token-audience": setting("AUDIENCE", "What tokens must be meant for."),
    "token-keys": setting("FILE|URL", "The issuer's JSON Web Key Set; URLs are https."),
    "power-source": setting("SOURCE", "manual (default), sysfs, or nut:UPS@HOST[:PORT]."),
    "client-sessions-max": setting("COUNT", "Sessions that one client may have; 1024 by default."),
    "client-tickets-per-second": setting("COUNT", "Tickets for one client; 1000 by default."),
    "hash-interval": setting(
      "TIME",
      "How often hash-observed sessions are looked at; 1s by default.",
    ),
    "hash-cpu-percent": setting("PERCENT", "Most of one core for hashing; 10 by default."),
    "silence-timeout": setting(
      "TIME",
      "A session that tells nothing for so long is looked at by hash; 30s by default.",
    ),
    "store-timeout": setting(
      "TIME",
      "A backing store that does not answer for so long counts as stalled; 30s by default.",
    ),
    "scrub-rate": setting(
      "SIZE",
      "How much of each image is looked at for damage each second; 1MiB by default, 0 for none.",
    ),
    "accept-older": setting(
      "VOLUME",
      "Take this volume's store though it is older than was known: for one start only.",
    ),
    "log-level": setting("LEVEL", "fatal, error, warn, info (default), debug, trace, silent."),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(DeviceServe);
    const {
      config,
      "until-stdin-closes": untilStdinCloses,
      temporary,
      json: _,
      ...settings
    } = flags;
    const stopped = [abortOf(this.signal), ...(untilStdinCloses ? [closeOf(process.stdin)] : [])];
    const place = temporary ? await this.makePlace() : undefined;
    try {
      const daemon = await this.start(config, { ...settings, ...place?.settings });
      this.announce(daemon);
      await Promise.race(stopped);
      await daemon.stop();
    } finally {
      await place?.remove();
      // While it is read, the process does not end.
      if (untilStdinCloses) process.stdin.destroy();
    }
  }

  private async makePlace() {
    const { makeTemporaryPlace } = await import("../../device/temporary-place.js");
    const { stateDirectory, socketPath, remove } = await makeTemporaryPlace();
    return { settings: { "state-directory": stateDirectory, socket: socketPath }, remove };
  }

  private async start(file: string | undefined, settings: Record<string, string | undefined>) {
    const [{ loadDeviceConfig }, { startDaemon }, { createLog }] = await Promise.all([
      import("../../device/config.js"),
      import("../../device/daemon.js"),
      import("../../device/log.js"),
    ]);
    const entries = Object.entries(settings).map(([flag, value]) => [
      flag.replaceAll("-", "_"),
      value,
    ]);
    const config = await loadDeviceConfig({
      ...(file !== undefined && { file }),
      env: process.env,
      flags: Object.fromEntries(entries),
    });
    const log = createLog(config.logLevel, config.name);
    const binding = await this.binding();
    return startDaemon({ config, binding, log, version: packageVersion() });
  }

  /** One line either way: whoever started the device waits for it and may read by lines. */
  private announce(daemon: Daemon): void {
    const { socketPath: socket } = daemon;
    const device = daemon.describe();
    const line = this.jsonEnabled()
      ? JSON.stringify({ socket, device })
      : readyText(device, socket);
    process.stdout.write(`${line}\n`);
  }
}

async function closeOf(stream: NodeJS.ReadStream): Promise<void> {
  stream.resume();
  await once(stream, "close");
}
