/** A question to whoever sits at the terminal. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { Cancelled } from "../errors.js";

/**
 * False where nobody can be asked, or who is asked leaves; asked on stderr, since stdout is the
 * result.
 *
 * @throws Cancelled at Ctrl-C
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal is in raw mode: Ctrl-C is a key, and no signal.
  const interrupted = once(terminal, "SIGINT").then(() => {
    throw new Cancelled("SIGINT");
  });
  // Ctrl-D, or a terminal that is gone.
  const answered = terminal.question(`${question} [yes/no] `).catch(() => "");
  try {
    const answer = await Promise.race([answered, interrupted]);
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}
