/**
 * Arithmetic in values, with the operators, the binding and the suffixes of fio's grammar
 * (`exp/expression-parser.y`): `+ -`, then a suffix, then `* /`, then `^`, then `%`, then a sign.
 * So `(1+2k)` is 2049 and `(2*4k)` is 8192. Whole numbers stay whole: `(7/2)` is 3.
 */
import { UserError } from "../../errors.js";

/** What the number before a suffix is multiplied by. */
export type Suffixes = ReadonlyMap<string, number>;

const KB = 1024;
const DECIMAL = 1000;

/** Fio's at `kb_base=1024`; `kib` is decimal there. */
export const SIZE_SUFFIXES: Suffixes = new Map(
  [..."kmgtp"].flatMap((letter, index) => [
    [letter, KB ** (index + 1)],
    [`${letter}b`, KB ** (index + 1)],
    [`${letter}ib`, DECIMAL ** (index + 1)],
  ]),
);

interface Quantity {
  value: number;
  whole: boolean;
}

const TOKEN = /\s*(0x[0-9a-f]+|\d*\.\d+|\d+|[a-z]+|[-+*/()^%])/iy;

/** Of an expression with a suffix or without one. */
export interface Evaluated {
  value: number;
  /** Whether there was any suffix, which decides what a number alone counts. */
  suffixed: boolean;
}

/** @throws UserError `job_file_invalid`, which says what is wrong with the expression */
export function evaluate(text: string, suffixes: Suffixes): Evaluated {
  const reader = new ExpressionReader(text, suffixes);
  const { value } = reader.all();
  return { value, suffixed: reader.suffixed };
}

class ExpressionReader {
  suffixed = false;
  readonly #text: string;
  readonly #suffixes: Suffixes;
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string, suffixes: Suffixes) {
    this.#text = text;
    this.#suffixes = suffixes;
    this.#tokens = this.#split();
  }

  all(): Quantity {
    const sum = this.#sum();
    if (this.#at < this.#tokens.length) throw this.#refusal(`'${this.#peek()}' is out of place`);
    if (!Number.isFinite(sum.value)) throw this.#refusal("it is too large");
    // Zero has no sign.
    return { value: Math.trunc(sum.value) + 0, whole: true };
  }

  #split(): string[] {
    const tokens: string[] = [];
    const text = this.#text.trimEnd();
    TOKEN.lastIndex = 0;
    for (let end = 0; end < text.length; end = TOKEN.lastIndex) {
      const token = TOKEN.exec(text)?.[1];
      if (token === undefined) throw this.#refusal(`'${text.slice(end)}' is no part of one`);
      tokens.push(token.toLowerCase());
    }
    return tokens;
  }

  #sum(): Quantity {
    let left = this.#product();
    for (let sign = this.#take("+", "-"); sign !== undefined; sign = this.#take("+", "-")) {
      const right = this.#product();
      left = both(left, right, sign === "+" ? left.value + right.value : left.value - right.value);
    }
    return left;
  }

  #product(): Quantity {
    let left = this.#power();
    while (true) {
      const factor = this.#suffixes.get(this.#peek());
      if (factor !== undefined) {
        this.#at++;
        this.suffixed = true;
        left = { value: left.value * factor, whole: left.whole };
        continue;
      }
      const operator = this.#take("*", "/");
      if (operator === undefined) return left;
      const right = this.#power();
      left = both(
        left,
        right,
        operator === "*" ? left.value * right.value : this.#quotient(left, right),
      );
    }
  }

  #power(): Quantity {
    const base = this.#remainder();
    if (this.#take("^") === undefined) return base;
    const exponent = this.#power();
    return both(base, exponent, base.value ** exponent.value);
  }

  #remainder(): Quantity {
    let left = this.#signed();
    while (this.#take("%") !== undefined) {
      const right = this.#signed();
      this.#refuseZero(right);
      left = both(left, right, left.value % right.value);
    }
    return left;
  }

  #signed(): Quantity {
    if (this.#take("-") !== undefined) {
      const { value, whole } = this.#signed();
      return { value: -value, whole };
    }
    if (this.#take("(") === undefined) return this.#number();
    const inner = this.#sum();
    if (this.#take(")") === undefined) throw this.#refusal("a ')' is missing");
    return inner;
  }

  #number(): Quantity {
    const token = this.#peek();
    if (!/^[\d.]/.test(token))
      throw this.#refusal(`a number is missing before '${token || "the end"}'`);
    this.#at++;
    return { value: Number(token), whole: !token.includes(".") };
  }

  #quotient(left: Quantity, right: Quantity): number {
    this.#refuseZero(right);
    return left.value / right.value;
  }

  #refuseZero({ value }: Quantity): void {
    if (value === 0) throw this.#refusal("it divides by zero");
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? "";
  }

  #take(...wanted: string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at++;
    return token;
  }

  #refusal(why: string): UserError {
    return new UserError("job_file_invalid", `'${this.#text}' is not an expression: ${why}`);
  }
}

/** Whole numbers give a whole one. */
function both(left: Quantity, right: Quantity, value: number): Quantity {
  const whole = left.whole && right.whole;
  return { value: whole ? Math.trunc(value) : value, whole };
}
