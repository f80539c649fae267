/** `memvol session list` */
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { Session } from "../../control/schemas.js";
import { sessionsText } from "../../output/sessions.js";

export default class SessionList extends BaseCommand {
  static override summary = "List the sessions of a device: who is attached, and what they did.";
  static override description = "Bytes are counted as far as a session is observed.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --device lab --json",
  ];
  static override flags = { device: deviceFlag };

  async run(): Promise<Session[]> {
    const { flags } = await this.parse(SessionList);
    const device = await this.device(flags.device);
    const sessions = await device.call("listSessions", {});
    this.log(sessionsText(sessions));
    return sessions;
  }
}
