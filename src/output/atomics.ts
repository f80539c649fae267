/** What came of an atomic operation, as text. */
import { formatWord } from "../units/words.js";
import { renderProperties } from "./table.js";

export function fetchedAddText(result: { old_value: string; new_value: string }): string {
  return renderProperties({
    old: formatWord(BigInt(result.old_value)),
    new: formatWord(BigInt(result.new_value)),
  });
}

export function comparedSwapText(result: { old_value: string; swapped: boolean }): string {
  return renderProperties({
    swapped: result.swapped ? "yes" : "no",
    old: formatWord(BigInt(result.old_value)),
  });
}
