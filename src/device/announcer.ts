/** Announcing a device on the network, by multicast DNS and DNS-SD (RFC 6762, 6763). */
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import type { StringAnswer } from "dns-packet";
import multicastDns, { type MulticastDNS } from "multicast-dns";
import { MULTICAST_DOMAIN, propertiesText, SERVICE_TYPE } from "../control/service-records.js";
import type { HostPort } from "../control/transport/host-port.js";
import type { Logger } from "./log.js";

export interface AnnouncerOptions {
  deviceName: string;
  /** Distinguishes hosts and devices of one name. */
  deviceId: string;
  place: HostPort;
  fingerprint: string;
  log: Pick<Logger, "warn">;
  open?(): MulticastDNS;
}

const SERVICE = `${SERVICE_TYPE}.${MULTICAST_DOMAIN}`;
/** How long an answer may be remembered; RFC 6762 recommends it for records with addresses. */
const TTL_SECONDS = 120;
/** Strangers who ask without end are not to fill the network; who asks waits longer than this. */
const TELL_EVERY_MS = 250;

/** Where the device listens, and nowhere else; what is asked comes in by any address. */
function openOn(host: string): MulticastDNS {
  return isIPv4(host) && host !== "0.0.0.0"
    ? multicastDns({ interface: host, bind: "0.0.0.0" })
    : multicastDns();
}

/** Answers whoever asks, from now until it is closed; then it says that the device is gone. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #socket: MulticastDNS;
  #toldMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AnnouncerOptions) {
    const { open = () => openOn(options.place.host), log } = options;
    this.#options = options;
    this.#socket = open();
    // A network without multicast is no reason not to serve.
    this.#socket.on("error", (err: Error) => log.warn({ err }, "announcing failed"));
    this.#socket.on("warning", (err: Error) => log.warn({ err }, "announcing failed"));
    this.#socket.on("query", ({ questions = [] }) => {
      const asked = new Set(questions.map(({ name }) => name.toLowerCase()));
      if (asked.has(SERVICE) || asked.has(this.#instance.toLowerCase())) this.#tell();
    });
    this.#tell();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await new Promise<void>((resolve) => {
      this.#socket.respond({ answers: this.#records(0) }, () => resolve());
    });
    await new Promise<void>((resolve) => this.#socket.destroy(resolve));
  }

  get #instance(): string {
    return `${this.#options.deviceName}.${SERVICE}`;
  }

  /** Whoever asks in between hears the next answer, which all hear. */
  #tell(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#toldMs = performance.now();
        this.#socket.respond({ answers: this.#records(TTL_SECONDS) });
      },
      Math.max(0, this.#toldMs + TELL_EVERY_MS - performance.now()),
    );
  }

  #records(ttl: number) {
    const { deviceId, place, fingerprint } = this.#options;
    const host = `memvol-${deviceId}.${MULTICAST_DOMAIN}`;
    return [
      { name: SERVICE, type: "PTR" as const, ttl, data: this.#instance },
      {
        name: this.#instance,
        type: "SRV" as const,
        ttl,
        data: { target: host, port: place.port },
      },
      { name: this.#instance, type: "TXT" as const, ttl, data: propertiesText(fingerprint) },
      ...addressesOf(place.host).map((data) => addressRecord(host, ttl, data)),
    ];
  }
}

function addressRecord(name: string, ttl: number, data: string): StringAnswer {
  return { name, type: data.includes(":") ? "AAAA" : "A", ttl, data };
}

/** Where it listens on every address, those that others can reach. */
function addressesOf(host: string): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [host];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && (host === "::" || family === "IPv4"))
    .map(({ address }) => address);
}
