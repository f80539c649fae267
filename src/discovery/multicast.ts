/** Devices that announce themselves on this network, by multicast DNS. */
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer, StringAnswer, TxtAnswer } from "dns-packet";
import multicastDns, { type MulticastDNS, type ResponsePacket } from "multicast-dns";
import { MULTICAST_DOMAIN, SERVICE_TYPE } from "../control/service-records.js";
import { type Hint, hintFrom } from "./hint.js";

const SERVICE = `${SERVICE_TYPE}.${MULTICAST_DOMAIN}`;
/** RFC 6762 lets answers to a shared question wait for up to 120 ms; some networks are slow. */
const LISTEN_MS = 700;

/** Asks, and collects what is answered in time. */
export async function announcedDevices(
  open: () => MulticastDNS = multicastDns,
  listenMs = LISTEN_MS,
): Promise<Hint[]> {
  const socket = open();
  const records = new Records();
  // Among many interfaces one that cannot is no failure.
  socket.on("warning", () => undefined);
  socket.on("response", (packet) => records.add(packet));
  try {
    await Promise.race([ask(socket, listenMs), failure(socket)]);
  } finally {
    await new Promise<void>((resolve) => socket.destroy(resolve));
  }
  return records.hints();
}

async function ask(socket: MulticastDNS, listenMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.query({ questions: [{ name: SERVICE, type: "PTR" }] }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  await pause(listenMs);
}

async function failure(socket: MulticastDNS): Promise<never> {
  const [error] = await once(socket, "error");
  throw error;
}

/** What was answered: a device's records may come in several packets. */
class Records {
  readonly #records: Answer[] = [];

  add({ answers = [], additionals = [] }: ResponsePacket): void {
    this.#records.push(...answers, ...additionals);
  }

  hints(): Hint[] {
    const instances = new Set(this.#records.filter(isPointer).map(({ data }) => data));
    return [...instances].flatMap((instance) => this.#hint(instance));
  }

  #hint(instance: string): Hint[] {
    const of = this.#records.filter(({ name }) => name === instance);
    const service = of.find((record) => record.type === "SRV");
    if (service?.type !== "SRV") return [];
    const text = of.find((record) => record.type === "TXT");
    const { target, port } = service.data;
    const host = this.#address(target) ?? target;
    const label = instance.slice(0, -(SERVICE.length + 1));
    const properties = text?.type === "TXT" ? textsOf(text.data) : [];
    return [hintFrom("announced", label, { target: host, port }, properties)];
  }

  /** Most systems do not resolve names in `.local`. */
  #address(target: string): string | undefined {
    const found = this.#records.find(
      (record) => record.name === target && (record.type === "A" || record.type === "AAAA"),
    );
    return found?.type === "A" || found?.type === "AAAA" ? found.data : undefined;
  }
}

function isPointer(record: Answer): record is StringAnswer {
  return record.type === "PTR" && record.name === SERVICE;
}

function textsOf(data: TxtAnswer["data"]): string[] {
  return [data].flat().map((text) => text.toString());
}
