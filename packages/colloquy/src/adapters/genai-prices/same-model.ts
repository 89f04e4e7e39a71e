import type { MatchLogic, ModelInfo } from "@pydantic/genai-prices";

/** What may follow a model's name and leave it the same model: a date, a number of three digits and more, `latest`, `preview`. */
const VERSION = /[-@](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|\d{3,8}|latest|preview|exp)$/;

/**
 * Whether an entry of the list is for the very model of that name, but for its date. The list matches some by what their
 * names begin with or hold, and so takes `gemini-3.6-flash-lite` for `gemini-3.6-flash`, which costs something else.
 */
export function isSameModel(entry: ModelInfo, name: string): boolean {
  const asked = name.toLowerCase();
  // A fine-tuned model is named after the one that was tuned.
  if (asked.startsWith("ft:")) return entry.id.startsWith("ft:");
  const undated = withoutVersion(asked);
  return [entry.id, ...namesIn(entry.match)].some((known) => withoutVersion(known.toLowerCase()) === undated);
}

function withoutVersion(name: string): string {
  const shorter = name.replace(/[-@]$/, "").replace(VERSION, "");
  return shorter === name ? name : withoutVersion(shorter);
}

function namesIn(match: MatchLogic): readonly string[] {
  if ("or" in match) return match.or.flatMap(namesIn);
  if ("and" in match) return match.and.flatMap(namesIn);
  if ("regex" in match) return [];
  return Object.values(match);
}
