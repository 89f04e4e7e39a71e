import type { z } from "zod";
import { readRegularFile, textOf } from "../../files/index.ts";
import { totalDollars } from "../../calls/index.ts";

/** A file without JSON of the expected schema. Its message is the part of a sentence after a colon. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}

/** The sums of 1,000 runs take a few megabytes. */
const LIMITS = { largest: 256 * 1024 * 1024, tooLarge: () => "it is larger than any report" };

/**
 * Reads a JSON file of Colloquy and converts it to the current form. Fields that the schema does not have are kept.
 * @throws DamagedFile for a file of another form, the system's error for a file that cannot be read.
 */
export function readJson<Value>(path: string, schema: z.ZodType<Value>): Value {
  const value = parse(textOf(readRegularFile(path, LIMITS)));
  const parsed = schema.safeParse(value);
  // Returns `value`, because `parsed.data` lacks the fields of later versions.
  if (parsed.success) return value as Value;
  const issue = parsed.error.issues[0];
  const where = issue?.path.map(String).join(".") ?? "";
  throw new DamagedFile(where === "" ? "it has another content" : `its field ${where} is missing or has another type`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, inCurrentForm);
  } catch (error) {
    throw new DamagedFile("it is not complete JSON", { cause: error });
  }
}

/** Keys that were renamed since the first versions. */
const NEW_NAMES: ReadonlyMap<string, string> = new Map([
  ["untold", "unreported"],
  ["inVain", "failedCalls"],
  ["heldBack", "bottlenecks"],
  ["toldPerMinute", "reportedLimits"],
  ["ceiling", "concurrencyLimit"],
  ["lane", "stage"],
  ["lanes", "modelStages"],
  ["run", "runId"],
  ["maxUsd", "maxCostUsd"],
  ["ms", "durationMs"],
]);

/** Values that were renamed, with their keys. */
const NEW_VALUES: ReadonlyMap<string, string> = new Map([
  ["operation: verify", "ping"],
  ["by: ceiling", "concurrencyLimit"],
  ["lane: extraction", "extract"],
  ["lane: embedding", "embed"],
]);

/** A reviver for `JSON.parse`: converts reports and cumulated files of earlier versions to the current form. */
function inCurrentForm(key: string, value: unknown): unknown {
  if (typeof value === "string") return NEW_VALUES.get(`${key}: ${value}`) ?? value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const named = Object.fromEntries(Object.entries(value).map(([name, each]) => [NEW_NAMES.get(name) ?? name, each]));
  return { ...absentKeys(named), ...named };
}

/** Defaults for keys that earlier versions did not write. */
function absentKeys(value: Readonly<Record<string, unknown>>): object {
  if ("unreported" in value && "operation" in value) return { implausible: 0, sharedInputTokens: 0, ...bounds(value) };
  if ("samples" in value) return { runs: 1 };
  if ("knownUsd" in value && "runs" in value) return { crashedRuns: 0 };
  return bounds(value);
}

function bounds({ costUsd, unknownSpend }: Readonly<Record<string, unknown>>): object {
  if (typeof unknownSpend !== "object" || unknownSpend === null || costUsd === undefined) return {};
  const known = typeof costUsd === "number" ? costUsd : null;
  const { upToUsd } = unknownSpend as { readonly upToUsd?: number | null };
  return { costAtLeastUsd: known ?? 0, costAtMostUsd: totalDollars([known, upToUsd ?? null]) };
}
