/** A DNS server on a free port of the loopback interface, and a resolver that asks it alone. */
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { type Answer, decode, encode } from "dns-packet";

export interface NameServer {
  resolver: Resolver;
  stop(): void;
}

/** Knows these records; what has none of them is no name. */
export async function serveNames(records: readonly Answer[]): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const answers = records.filter((record) =>
      questions.some(({ name, type }) => name === record.name && type === record.type),
    );
    const flags = answers.length === 0 ? NAME_ERROR : 0;
    socket.send(
      encode({ type: "response", ...(id !== undefined && { id }), flags, questions, answers }),
      port,
      address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return { resolver, stop: () => socket.close() };
}

const NAME_ERROR = 3;
