/** Reading a stored result from a file. */
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { UserError } from "../../errors.js";
import { type RunResult, runResultSchema } from "./result.js";

/** What is looked at first, so that another version is told from a file of another kind. */
const versioned = z.object({ memvol: z.object({ schema_version: z.unknown() }) });

/**
 * The result in a file.
 *
 * @throws UserError `file_unreadable` where it cannot be read, `result_invalid` where it holds
 * no result of this version
 */
export async function readResult(path: string): Promise<RunResult> {
  return parseResult(await readJsonFile(path), path);
}

/** @throws UserError `file_unreadable`; `result_invalid` where it holds no JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  return parseJson(await readText(path), path);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("file_unreadable", `the result '${path}' cannot be read: ${reason}`, {
      nextSteps: [
        "Results are saved below $XDG_STATE_HOME/memvol/results, and where --output says.",
      ],
      cause,
    });
  }
}

/** @throws UserError `result_invalid` */
export function parseResult(document: unknown, path: string): RunResult {
  const head = versioned.safeParse(document);
  if (!head.success) throw invalid(path, "it is JSON, but not of memvol bench run");
  const supported = runResultSchema.shape.memvol.shape.schema_version.value;
  const version = head.data.memvol.schema_version;
  if (version !== supported) {
    throw invalid(
      path,
      `its schema version is ${String(version)}, and this memvol reads ${supported}`,
    );
  }
  return parseAs(runResultSchema, document, path);
}

/** @throws UserError `result_invalid` that names the first place that does not fit */
export function parseAs<T>(schema: z.ZodType<T>, document: unknown, path: string): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(path, `at ${issue?.path.join(".")}: ${issue?.message}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(path, text.trim() === "" ? "it is empty" : "it is not JSON");
  }
}

function invalid(path: string, why: string): UserError {
  return new UserError("result_invalid", `'${path}' holds no stored result: ${why}`, {
    nextSteps: [
      "Give a file that memvol bench run has saved; docs/result.schema.json describes it.",
    ],
  });
}
