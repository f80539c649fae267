/** What came of an import or export, as text. */
import { formatBytes } from "../units/bytes.js";

interface Transferred {
  volume: string;
  bytes: number;
  data_bytes: number;
  sha256: string;
}

/** The last line is as `sha256sum --check` reads it. */
export function imageText(verb: string, result: Transferred, file: string): string {
  const { volume, bytes, data_bytes, sha256 } = result;
  const data = `${formatBytes(bytes)} (${bytes} bytes), ${formatBytes(data_bytes)} of it data`;
  return `${verb} volume '${volume}': ${data}.\n${sha256}  ${file}`;
}
