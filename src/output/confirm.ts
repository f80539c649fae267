/** A question to whoever sits at the terminal. */
import { createInterface } from "node:readline/promises";

/** False where nobody can be asked; asked on stderr, since stdout is the result. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [yes/no] `, { signal });
    return answer.trim().toLowerCase() === "yes";
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    terminal.close();
  }
}
