/** What `--help` shows of every command. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "@oclif/core";
import { packageRoot } from "../../src/package.js";

interface DocumentedCommand {
  topic: string;
  verb: string;
  command: typeof Command;
}

async function allCommands(): Promise<DocumentedCommand[]> {
  const directory = join(packageRoot(), "src", "commands");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const paths = files.filter((file) => file.endsWith(".ts")).sort();
  return Promise.all(
    paths.map(async (path) => {
      const [topic = "", verb = ""] = path.replace(/\.ts$/, "").split("/");
      const module = (await import(join(directory, path))) as { default: typeof Command };
      return { topic, verb, command: module.default };
    }),
  );
}

/** The long flags that an example uses for memvol itself: not of a pipe, nor in a quoted word. */
function flagsOf(example: string): string[] {
  const own =
    example
      .slice(example.indexOf("<%= command.id %>"))
      .replaceAll(/'[^']*'/g, "")
      .split("|")[0] ?? "";
  return [...own.matchAll(/ --([a-z-]+)/g)].map(([, flag]) => flag ?? "");
}

describe("help", () => {
  let commands: DocumentedCommand[];

  before(async () => {
    commands = await allCommands();
  });

  it("commands__are_the_ones_there_should_be", () => {
    const names = commands.map(({ topic, verb }) => `${topic} ${verb}`);
    assert.ok(names.includes("device serve") && names.includes("bench run"), names.join(", "));
  });

  it("command__has_a_summary_and_an_example_that_names_it", () => {
    for (const { topic, verb, command } of commands) {
      assert.match(command.summary ?? "", /^[A-Z].*\.$/, `${topic} ${verb}`);
      const examples = (command.examples ?? []).map(String);
      assert.ok(examples.length > 0, `${topic} ${verb} has no example`);
      for (const example of examples) assert.match(example, /<%= command.id %>/);
    }
  });

  it("example__uses_only_flags_that_the_command_has", () => {
    for (const { topic, verb, command } of commands) {
      const known = new Set(["json", ...Object.keys(command.flags ?? {})]);
      for (const flag of (command.examples ?? []).map(String).flatMap(flagsOf)) {
        assert.ok(known.has(flag), `${topic} ${verb} has no flag --${flag}`);
      }
    }
  });
});
