/** Where a device is on the network, and who may come in there. */
import type { TokenRules } from "../access/tokens.js";
import { type HostPort, parseHostPort } from "../control/transport/host-port.js";
import { UserError } from "../errors.js";
import { addressOfInterface } from "./interface.js";
import type { DeviceSettings } from "./settings.js";

export interface NetworkConfig {
  /** Null: on this machine alone. */
  listen: HostPort | null;
  announce: boolean;
  /** A file of certificate authorities; null: none vouch for clients. */
  clientCa: string | null;
  /** Null: bearer tokens are not taken. */
  tokens: TokenRules | null;
}

const LOOPBACK = "127.0.0.1";
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

/** @throws UserError `config_invalid` */
export function networkConfig(settings: DeviceSettings): NetworkConfig {
  const { listen, announce = true, client_ca } = settings;
  return {
    listen: listen === undefined ? null : listenAddress(listen),
    announce,
    clientCa: client_ca ?? null,
    tokens: tokenRules(settings),
  };
}

/**
 * Where the fabric listens: where it is told to, or where the control API does, or nowhere but
 * on this machine.
 *
 * @throws UserError `config_invalid`
 */
export function fabricHost(setting: string | undefined, { listen }: NetworkConfig): string {
  if (setting !== undefined) return addressOfInterface(setting, "fabric_interface");
  if (listen === null) return LOOPBACK;
  if (!EVERYWHERE.has(listen.host)) return listen.host;
  throw new UserError(
    "config_invalid",
    `The device listens on ${listen.host}, every address; the fabric needs one that clients reach`,
    { nextSteps: ["Name it: --fabric-interface NAME|ADDRESS"] },
  );
}

function listenAddress(text: string): HostPort {
  const place = parseHostPort(text);
  if (place !== undefined) return { ...place, host: addressOfInterface(place.host, "listen") };
  throw new UserError("config_invalid", `listen '${text}' is no address with or without port`, {
    nextSteps: ["Written so: 192.0.2.7:7411, [2001:db8::7]:7411, or eth0:7411."],
  });
}

function tokenRules(settings: DeviceSettings): TokenRules | null {
  const { token_issuer: issuer, token_audience: audience, token_keys: keys } = settings;
  if (issuer === undefined && audience === undefined && keys === undefined) return null;
  if (issuer !== undefined && audience !== undefined && keys !== undefined) {
    return { issuer, audience, keys };
  }
  throw new UserError("config_invalid", "Tokens need their issuer, their audience and its keys", {
    nextSteps: ["Give all three: --token-issuer, --token-audience, --token-keys"],
  });
}
