/** The reference of job options in docs/bench-job-files.md, from the one table of them. */
import type { JobOption } from "../../src/bench/jobfile/option.js";
import { OPTION_GROUPS } from "../../src/bench/jobfile/options/table.js";
import { UNSUPPORTED_OPTIONS } from "../../src/bench/jobfile/options/unsupported.js";
import { REASONS_WITHOUT_EFFECT } from "../../src/bench/jobfile/options/without-effect.js";

const BEGIN = "<!-- options: written by scripts/job-options/write.ts -->\n";
const END = "<!-- end of options -->\n";

/** The page with the reference between its two marks; all else as it is. */
export function withReference(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("the page lacks its marks");
  return `${before}${BEGIN}\n${reference()}\n${END}${after}`;
}

function reference(): string {
  const groups = OPTION_GROUPS.map(({ title, options }) =>
    [
      `### ${title}`,
      "",
      "| Option | Takes | Meaning |",
      "| --- | --- | --- |",
      ...options.map(row),
    ].join("\n"),
  );
  return [...groups, withoutEffect(), unsupported()].join("\n\n");
}

function row({ name, aliases, allowed, doc }: JobOption): string {
  const names = [name, ...aliases].map((each) => `\`${each}\``).join(", ");
  return `| ${[names, allowed, doc].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function withoutEffect(): string {
  const lines = REASONS_WITHOUT_EFFECT.map(
    ({ reason, names }) => `- ${reason}: ${codes([...names])}`,
  );
  return ["### Accepted, without effect, with a warning", "", ...lines].join("\n");
}

function unsupported(): string {
  return ["### Refused: memvol does not support them", "", codes([...UNSUPPORTED_OPTIONS])].join(
    "\n",
  );
}

function codes(names: string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
