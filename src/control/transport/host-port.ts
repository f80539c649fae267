/** A place on a network. */
import { isIPv6 } from "node:net";

export interface HostPort {
  host: string;
  port: number;
}

/** The port of a device that was told none, and of an address without one. */
export const DEFAULT_CONTROL_PORT = 7411;

const HOST_PORT = /^(?:\[(?<six>[^\]]+)\]|(?<host>[^:[\]/\s]+))(?::(?<port>\d{1,5}))?$/;

/** `host`, `host:port`, `[::1]:port`, `::1`; undefined for anything else. */
export function parseHostPort(
  text: string,
  defaultPort = DEFAULT_CONTROL_PORT,
): HostPort | undefined {
  if (isIPv6(text)) return { host: text, port: defaultPort };
  const { six, host, port } = HOST_PORT.exec(text)?.groups ?? {};
  const found = six ?? host;
  const number = port === undefined ? defaultPort : Number(port);
  if (found === undefined || number > 65535 || (six !== undefined && !isIPv6(six)))
    return undefined;
  return { host: found, port: number };
}

export function hostPortText({ host, port }: HostPort): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
