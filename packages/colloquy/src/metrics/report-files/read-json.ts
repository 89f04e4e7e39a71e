import type { z } from "zod";
import { readRegularFile, textOf } from "../../files/index.ts";

/** A text that is no JSON of the shape that was asked for; its message is the part of a sentence that follows a colon. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}

/** The sums of 1,000 runs take a few megabytes. */
const LIMITS = { largest: 256 * 1024 * 1024, tooLarge: () => "it is larger than any report" };

/**
 * Reads a file of ours. Fields that the shape does not know are left as they are.
 * @throws DamagedFile for what is none, the system's error for what cannot be read.
 */
export function readJson<Value>(path: string, schema: z.ZodType<Value>): Value {
  const parsed = schema.safeParse(parse(textOf(readRegularFile(path, LIMITS))));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.map(String).join(".") ?? "";
  throw new DamagedFile(where === "" ? "it holds something else" : `its field ${where} is missing or of another kind`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedFile("it is no whole JSON", { cause: error });
  }
}
