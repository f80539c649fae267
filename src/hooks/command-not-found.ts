/** What oclif calls for words that are no command: one failure, as every command has it. */
import type { Hook, Interfaces } from "@oclif/core";
import { UserError } from "../errors.js";
import { nearest } from "../nearest.js";
import { sayFailure } from "../output/failure.js";

const commandNotFound: Hook.CommandNotFound = async ({ id, argv = [], config }) => {
  const form = argv.includes("--json") ? "document" : "text";
  sayFailure(refusal(id.split(":"), config), form);
};

export default commandNotFound;

/** oclif takes words for parts of a command as long as nothing in them looks like a flag. */
function refusal(words: string[], config: Interfaces.Config): UserError {
  const commands = config.commandIDs.map((id) => id.replaceAll(":", " "));
  const command = commands.find((known) => `${words.join(" ")} `.startsWith(`${known} `));
  if (command !== undefined) {
    const extra = words.slice(command.split(" ").length).join(" ");
    return new UserError("usage", `'memvol ${command}' takes no argument '${extra}'`, {
      nextSteps: [`See what it takes: memvol ${command} --help`],
    });
  }
  const tried = words.slice(0, 2).join(" ");
  const meant = nearest(tried, commands);
  return new UserError("usage", `memvol has no command '${tried}'`, {
    nextSteps: [
      ...(meant === undefined ? [] : [`Did you mean: memvol ${meant}`]),
      "See all commands: memvol --help",
    ],
  });
}
