/** The stored result as a JSON Schema, made from the schema that reads it. */
import * as z from "zod";
import { resultParts, runResultSchema } from "./result.js";

const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(resultParts)) named.add(schema, { id });

/** The schema as it stands in `docs/result.schema.json`. */
export function resultSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(runResultSchema, { metadata: named });
  const document = {
    $schema,
    title: "Stored result of memvol bench run",
    description:
      "Keys, units and places are those of fio 3.3x's JSON wherever fio has a key for a thing; " +
      "the rest stands under the keys 'memvol'. Nanoseconds unless a key says otherwise.",
    ...schema,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
