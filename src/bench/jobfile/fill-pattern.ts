/** Patterns of bytes as fio writes them: numbers, texts, files and the block's offset, joined. */
import { readFileSync } from "node:fs";
import type { FillPattern } from "../job.js";
import { refusal, type ValueType } from "./value-types.js";

const PART = /0x([0-9a-f]+?)(?=0x|[^0-9a-f]|$)|(-?\d+?)(?=0x|\D|$)|"([^"]*)"|'([^']*)'|(%o)/iy;
/** Fio's largest pattern. */
const MOST_BYTES = 512;
const INT_MAX = 2 ** 31;

/** @param offsets whether `%o`, the block's offset, is allowed */
export function fillPattern(offsets: boolean): ValueType<FillPattern> {
  return {
    allowed:
      `bytes as 0xdeadbeef, -12, "a text" or 'a file'${offsets ? ", %o for the offset" : ""}; ` +
      `joined, up to ${MOST_BYTES}`,
    parse(text) {
      const parts: FillPattern = [];
      PART.lastIndex = 0;
      for (let end = 0; end < text.length; end = PART.lastIndex) {
        const match = PART.exec(text);
        if (match === null) throw refusal(text, `has '${text.slice(end)}', which is no pattern`);
        parts.push(partOf(text, match, offsets));
      }
      const length = parts.reduce((sum, part) => sum + (part === "offset" ? 8 : part.length), 0);
      if (length === 0) throw refusal(text, "holds no byte");
      if (length > MOST_BYTES) throw refusal(text, `is longer than ${MOST_BYTES} bytes`);
      return parts;
    },
  };
}

function partOf(text: string, match: RegExpExecArray, offsets: boolean): FillPattern[number] {
  const [, hex, decimal, words, file] = match;
  if (hex !== undefined) return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  if (decimal !== undefined) return littleEndian(text, Number(decimal));
  if (words !== undefined) return Buffer.from(words);
  if (file !== undefined) return fileBytes(text, file);
  if (offsets) return "offset";
  throw refusal(text, "has %o, which verify_pattern alone can have");
}

/** As few bytes as the number takes, the lowest first; four for one below zero. */
function littleEndian(text: string, value: number): Uint8Array {
  if (value >= INT_MAX || value < -INT_MAX) throw refusal(text, "has a number of over 32 bits");
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  const unused = [...bytes].reverse().findIndex((byte) => byte !== 0);
  return bytes.subarray(0, unused < 0 ? 1 : bytes.length - unused);
}

function fileBytes(text: string, path: string): Uint8Array {
  try {
    return readFileSync(path).subarray(0, MOST_BYTES);
  } catch (error) {
    throw refusal(text, `cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
