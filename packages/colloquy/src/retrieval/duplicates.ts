import { analyse } from "../analysis/index.ts";
import type { RatedChunk } from "./relevance.ts";

/** Chunks with at least this share of common runs of words say the same, such as an advertisement in each episode. */
const ALIKE = 0.8;
const RUN = 3;

/** Rated chunks without near-duplicates of better ones, each with its duplicates, until there are `limit` of them. */
export function collapseDuplicates(
  rated: readonly RatedChunk[],
  limit: number,
): readonly (RatedChunk & { readonly duplicates: readonly RatedChunk[] })[] {
  const kept: { readonly chunk: RatedChunk; readonly runs: ReadonlySet<string>; readonly duplicates: RatedChunk[] }[] =
    [];
  for (const chunk of rated) {
    const runs = runsOf(chunk.row.text);
    const same = kept.find((better) => areAlike(better.runs, runs));
    if (same !== undefined) same.duplicates.push(chunk);
    else if (kept.length < limit) kept.push({ chunk, runs, duplicates: [] });
    else break;
  }
  return kept.map(({ chunk, duplicates }) => ({ ...chunk, duplicates }));
}

function runsOf(text: string): ReadonlySet<string> {
  const terms = analyse(text);
  return new Set(terms.map((_, start) => terms.slice(start, start + RUN).join(" ")));
}

function areAlike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [smaller, larger] = one.size < other.size ? [one, other] : [other, one];
  if (smaller.size < ALIKE * larger.size || larger.size === 0) return false;
  let common = 0;
  for (const run of smaller) if (larger.has(run)) common += 1;
  return common >= ALIKE * (one.size + other.size - common);
}
