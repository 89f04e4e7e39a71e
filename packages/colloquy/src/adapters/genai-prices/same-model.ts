import type { MatchLogic, ModelInfo } from "@pydantic/genai-prices";

/** Suffixes that do not change the model: a date, a number of three digits or more, `latest`, `preview`. */
const VERSION = /[-@](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{2}|\d{2}-\d{4}|\d{3,8}|latest|preview|exp)$/;

/**
 * Whether an entry of the list is for exactly this model, ignoring its date. The list matches some models by a part of
 * their names: it finds `gemini-3.6-flash` for `gemini-3.6-flash-lite`, which has another price.
 */
export function isSameModel(entry: ModelInfo, name: string): boolean {
  const asked = name.toLowerCase();
  // The name of a fine-tuned model contains the name of its base model.
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
