/** A device's volume access logic, put together. */
import { join } from "node:path";
import { Authenticator } from "../access/authentication.js";
import { Authorities } from "../access/authorities.js";
import { Decisions } from "../access/decisions.js";
import { Policies } from "../access/policy/policies.js";
import { TokenVerifier } from "../access/tokens.js";
import { TrustedIdentities } from "../access/trusted-identities.js";
import type { Authenticate } from "../control/authentication.js";
import { UserError } from "../errors.js";
import { AuditLog } from "./audit.js";
import type { DeviceConfig } from "./config.js";
import { Endings } from "./endings.js";
import { Grants } from "./grants.js";
import type { Logger } from "./log.js";
import { PowerMonitor } from "./power/power-monitor.js";
import { powerSourceOf } from "./power/sources.js";
import { Strangers } from "./strangers.js";
import type { UndoStack } from "./undo-stack.js";

export interface AccessControl {
  trusted: TrustedIdentities;
  policies: Policies;
  authenticator: Authenticator;
  decisions: Decisions;
  power: PowerMonitor;
  audit: AuditLog;
  grants: Grants;
  endings: Endings;
  strangers: Strangers;
}

/**
 * Reads what the state directory has of identities and policies, and starts to watch the power.
 *
 * @throws UserError `file_unreadable` for state that is damaged: without it, everybody who was
 * kept out could come in
 */
export async function openAccessControl(
  config: DeviceConfig,
  log: Logger,
  undo: UndoStack,
): Promise<AccessControl> {
  const { stateDirectory, network, fabric } = config;
  const audit = await AuditLog.open(stateDirectory, log);
  undo.push(() => audit.close());
  const strangers = new Strangers({ audit, log });
  undo.push(() => strangers.flush());
  const trusted = await TrustedIdentities.open(join(stateDirectory, "identities.json"));
  const policies = await Policies.open(join(stateDirectory, "policies.json"));
  const power = new PowerMonitor(powerSourceOf(config.powerSource));
  undo.push(() => power.stop());
  power.on("change", ({ condition, source }) =>
    audit.record({ kind: "power", who: source, what: "condition", on: condition }),
  );
  await power.start();
  const authorities = network.clientCa === null ? null : await Authorities.load(network.clientCa);
  const tokens = network.tokens === null ? null : await TokenVerifier.open(network.tokens);
  return {
    trusted,
    policies,
    authenticator: new Authenticator({ trusted, authorities, tokens }),
    decisions: new Decisions({
      policies,
      deviceName: config.name,
      fabricInterface: fabric.provider,
      power: () => power.power.condition,
    }),
    power,
    audit,
    grants: new Grants(),
    endings: new Endings(),
    strangers,
  };
}

/** Strangers are told why they are refused, and so are the logs. */
export function authenticating({ authenticator, strangers }: AccessControl): Authenticate {
  return async (credentials) => {
    try {
      return await authenticator.authenticate(credentials);
    } catch (error) {
      if (error instanceof UserError) strangers.refused(credentials.address, error);
      throw error;
    }
  };
}
