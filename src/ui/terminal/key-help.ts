/** The keys of a view and what they do, on one line. */
import type { Palette } from "../palette.js";
import { fitName } from "../text.js";

export type KeyMeaning = readonly [key: string, meaning: string];

const SEPARATOR = "   ";

export function keyHelp(keys: readonly KeyMeaning[], columns: number, palette: Palette): string {
  const plain = keys.map((key) => key.join(" ")).join(SEPARATOR);
  if (plain.length > columns) return fitName(plain, columns);
  return keys.map(([key, meaning]) => `${palette.strong(key)} ${meaning}`).join(SEPARATOR);
}
