import { totalDollars } from "../../pipeline/index.ts";

/** Keys that were renamed since the first versions. */
const NEW_NAMES: ReadonlyMap<string, string> = new Map([
  ["untold", "unreported"],
  ["inVain", "failedCalls"],
  ["heldBack", "bottlenecks"],
  ["toldPerMinute", "reportedLimits"],
]);

/** A reviver for `JSON.parse`: what reports and cumulated files of earlier versions hold, as this version writes it. */
export function inCurrentForm(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const named = Object.fromEntries(Object.entries(value).map(([key, each]) => [NEW_NAMES.get(key) ?? key, each]));
  return { ...absentKeys(named), ...named };
}

/** Keys that files did not have at first. */
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
