/** Replaces `${NAME}` and fio's reserved words in a value, as fio does before it reads it. */
import { evaluate } from "./arithmetic.js";
import { KEYWORDS, type Surroundings } from "./source.js";

const VARIABLE = /\$\{([^}]*)\}/g;
const KEYWORD = new RegExp(`\\$(${KEYWORDS.join("|")})`, "g");
/** What fio hands to `bc` once a word was replaced. */
const CALCULATION = /^[\d\s()+\-*/]*[-+*/][\d\s()+\-*/]*$/;

/**
 * The value that counts. A variable that is not set gives an empty text, and a warning.
 *
 * @throws UserError `job_file_invalid` for a calculation that cannot be made
 */
export function substitute(
  value: string,
  { environment, keyword }: Surroundings,
  warn: (message: string) => void,
): string {
  if (!value.includes("$")) return value;
  const expanded = value.replace(VARIABLE, (written, name: string) => {
    const found = environment[name];
    if (found === undefined)
      warn(`'${written}' is not set in the environment: nothing replaces it`);
    return found ?? "";
  });
  const replaced = expanded.replace(KEYWORD, (_, name) => String(keyword(name)));
  const calculated = replaced !== expanded && CALCULATION.test(replaced);
  return calculated ? String(evaluate(replaced, new Map()).value) : replaced;
}
