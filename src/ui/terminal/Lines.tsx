/** Lines that fit already, as one text: cells are what drawing costs. */
import { Text } from "ink";

export function Lines({ lines }: { lines: readonly string[] }) {
  // An empty text has no height in ink, and a gap is a line like any other.
  return <Text>{lines.map((line) => (line === "" ? " " : line)).join("\n")}</Text>;
}
