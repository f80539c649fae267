/**
 * The connections of one server: bounded for each address, so that one stranger leaves room for
 * others; and which of them have a request under way, so that no other holds up the end.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";

/** More than a client's commands and load test workers on one host have at once. */
const PER_ADDRESS_MAX = 64;

export class Connections {
  readonly #sockets = new Set<Socket>();
  readonly #perAddress = new Map<string, number>();
  readonly #busy = new Set<Socket>();
  #ending = false;

  /** @param perAddressMax absent: a Unix socket's clients are all of one user */
  constructor(server: Server, perAddressMax?: number) {
    server.on("connection", (socket: Socket) => this.#accept(socket, perAddressMax));
    // A TLS connection is a second socket over the first.
    server.on("secureConnection", (socket: Socket) => this.#track(socket));
  }

  static perAddress(server: Server): Connections {
    return new Connections(server, PER_ADDRESS_MAX);
  }

  /** An authenticated request has begun. */
  begin(socket: Socket): void {
    this.#busy.add(socket);
  }

  end(socket: Socket): void {
    this.#busy.delete(socket);
    if (this.#ending) socket.destroySoon();
  }

  /** Cuts off whatever has no request under way. */
  cutIdle(): void {
    this.#ending = true;
    if (this.#busy.size === 0) this.cutAll();
    for (const socket of this.#sockets) {
      // What lies below a busy TLS connection has its address and port.
      if (!this.#isBelowBusy(socket)) socket.destroy();
    }
  }

  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #isBelowBusy({ remoteAddress, remotePort }: Socket): boolean {
    return [...this.#busy].some(
      (busy) => busy.remoteAddress === remoteAddress && busy.remotePort === remotePort,
    );
  }

  #accept(socket: Socket, perAddressMax = Number.POSITIVE_INFINITY): void {
    const address = socket.remoteAddress ?? "";
    const count = this.#perAddress.get(address) ?? 0;
    if (count >= perAddressMax) {
      socket.destroy();
      return;
    }
    this.#perAddress.set(address, count + 1);
    socket.once("close", () => this.#left(address));
    this.#track(socket);
  }

  #left(address: string): void {
    const count = (this.#perAddress.get(address) ?? 1) - 1;
    if (count === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, count);
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#busy.delete(socket);
    });
  }
}
