/** Bytes for people, as `hexdump -C` shows them: equal lines in a row are one `*`. */
import { Writable } from "node:stream";

const LINE_BYTES = 16;

/** `00000010  68 65 6c 6c 6f …  |hello…|` */
export function hexLine(offset: number, bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const left = hex.slice(0, 8).join(" ").padEnd(23);
  const right = hex.slice(8).join(" ").padEnd(23);
  const text = [...bytes].map((byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
  );
  return `${hexOffset(offset)}  ${left}  ${right}  |${text.join("")}|`;
}

function hexOffset(offset: number): string {
  return offset.toString(16).padStart(8, "0");
}

/** Takes bytes in pieces of any size and writes their lines on; end it for the last ones. */
export class HexWriter extends Writable {
  readonly #out: Writable;
  #offset: number;
  #rest = Buffer.alloc(0);
  #previous: Buffer | undefined;
  #collapsing = false;

  /** `offset` is what the first line starts with. */
  constructor(out: Writable, offset: number) {
    super();
    this.#out = out;
    this.#offset = offset;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % LINE_BYTES);
    const lines: string[] = [];
    for (let start = 0; start < whole; start += LINE_BYTES) {
      this.#addLine(lines, bytes.subarray(start, start + LINE_BYTES));
    }
    this.#rest = bytes.subarray(whole);
    this.#out.write(lines.join(""), "utf8", done);
  }

  override _final(done: (error?: Error | null) => void): void {
    const last = this.#rest.length === 0 ? "" : `${hexLine(this.#offset, this.#rest)}\n`;
    this.#out.write(`${last}${hexOffset(this.#offset + this.#rest.length)}\n`, "utf8", done);
  }

  #addLine(lines: string[], line: Buffer): void {
    const repeated = this.#previous?.equals(line) ?? false;
    if (!repeated) lines.push(`${hexLine(this.#offset, line)}\n`);
    else if (!this.#collapsing) lines.push("*\n");
    this.#collapsing = repeated;
    this.#previous = line;
    this.#offset += LINE_BYTES;
  }
}
