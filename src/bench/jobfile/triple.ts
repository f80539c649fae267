/** Values for reads, writes and trims, joined by commas. */
import { DIRECTIONS, type DirectionTriple } from "../../directions.js";
import { refusal, type ValueType } from "./value-types.js";

/**
 * Up to three values. As in fio, one that no comma follows holds for the directions after it,
 * too, and what is left out stays as it is.
 */
export function tripleOf<T>(type: ValueType<T>): ValueType<Partial<DirectionTriple<T>>> {
  return {
    allowed: `${type.allowed}; or several, as READ,WRITE,TRIM`,
    parse(text, context) {
      const parts = text.split(",");
      if (parts.length > DIRECTIONS.length) throw refusal(text, "has more than three parts");
      const values = parts.map((part) => (part === "" ? undefined : type.parse(part, context)));
      if (values.every((value) => value === undefined)) throw refusal(text, "holds no value");
      const last = values.at(-1);
      return Object.fromEntries(
        DIRECTIONS.flatMap((direction, index) => {
          const value = index < values.length ? values[index] : last;
          return value === undefined ? [] : [[direction, value]];
        }),
      );
    },
  };
}
