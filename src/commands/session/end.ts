/** `memvol session end ID` */
import { Args } from "@oclif/core";
import { BaseCommand } from "../../cli/base-command.js";
import { deviceFlag } from "../../cli/flags.js";
import type { SessionEnd as Ended } from "../../control/access.js";
import { UserError } from "../../errors.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export default class SessionEnd extends BaseCommand {
  static override summary = "End a session: its client can reach the volume no more.";
  static override description =
    "The client is told who ended it. It may attach again if policies permit that.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> 0b6a5f3e-6c1c-4f0e-9f0e-3f6f2d8f7a10",
  ];
  static override args = {
    id: Args.custom<string>({ parse: parseId })({
      required: true,
      description: "Id of the session, as memvol session list shows it.",
    }),
  };
  static override flags = { device: deviceFlag };

  async run(): Promise<Ended> {
    const { args, flags } = await this.parse(SessionEnd);
    const device = await this.device(flags.device);
    const ended = await device.call("endSession", { params: { id: args.id } });
    this.log(`Ended session ${ended.session_id}.`);
    return ended;
  }
}

async function parseId(text: string): Promise<string> {
  if (UUID.test(text)) return text.toLowerCase();
  throw new UserError("usage", `'${text}' is no id of a session`, {
    nextSteps: ["See the sessions: memvol session list"],
  });
}
