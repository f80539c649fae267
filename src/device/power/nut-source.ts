/**
 * The power condition of a UPS, from `upsd` of Network UPS Tools: one line asks, one answers
 * (RFC 9271, section 4).
 */
import { connect, type Socket } from "node:net";
import { createInterface, type Interface } from "node:readline";
import type { PowerCondition } from "../../control/access.js";
import type { PowerSource } from "./condition.js";

const ANSWER_TIMEOUT_MS = 3000;

export interface NutPlace {
  ups: string;
  host: string;
  port: number;
}

export class NutSource implements PowerSource {
  readonly name: string;
  readonly #place: NutPlace;
  #connection: { socket: Socket; lines: AsyncIterator<string>; reader: Interface } | undefined;

  constructor(place: NutPlace) {
    this.name = `nut:${place.ups}@${place.host}:${place.port}`;
    this.#place = place;
  }

  async read(): Promise<PowerCondition> {
    try {
      return conditionOf(await this.#ask(`GET VAR ${this.#place.ups} ups.status\n`));
    } catch {
      // Nobody there, or it does not know its UPS: the next reading tries anew.
      this.close();
      return "unknown";
    }
  }

  close(): void {
    this.#connection?.reader.close();
    this.#connection?.socket.destroy();
    this.#connection = undefined;
  }

  async #ask(question: string): Promise<string> {
    const { socket, lines } = this.#open();
    socket.write(question);
    const { value, done } = await lines.next();
    if (done === true) throw new Error("upsd closed the connection");
    return value;
  }

  #open() {
    if (this.#connection !== undefined) return this.#connection;
    const { host, port } = this.#place;
    const socket = connect({ host, port });
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error("upsd does not answer")));
    const reader = createInterface({ input: socket });
    // However it ends, the lines end with it.
    socket.on("error", () => undefined).on("close", () => reader.close());
    this.#connection = { socket, reader, lines: reader[Symbol.asyncIterator]() };
    return this.#connection;
  }
}

/** `VAR myups ups.status "OB LB DISCHRG"`: on line, on battery, low battery, forced shutdown. */
function conditionOf(answer: string): PowerCondition {
  const status = /^VAR \S+ ups\.status "([^"]*)"$/.exec(answer)?.[1];
  const flags = new Set(status?.split(" ") ?? []);
  if (flags.has("FSD") || (flags.has("OB") && flags.has("LB"))) return "battery-low";
  if (flags.has("OB")) return "battery";
  return flags.has("OL") ? "mains" : "unknown";
}
