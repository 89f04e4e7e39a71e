import { type ChunkRow, contentId } from "../model/index.ts";
import { textOrder } from "./best.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { PassagesSettled } from "./comparison.ts";

/** The passages of a workspace. */
export interface Passages {
  /** What tells a passage by file, place and words: whether it is settled. */
  readonly settled: ReadonlyMap<string, boolean>;
  /** The passages of each file. */
  readonly byFile: ReadonlyMap<string, readonly string[]>;
  readonly summary: PassagesSettled;
}

export async function readPassages(graph: ComparedGraph): Promise<Passages> {
  const settled = new Map<string, boolean>();
  const byFile = new Map<string, string[]>();
  const profiles = new Map<string, number>();
  let total = 0;
  for await (const rows of graph.rows("chunk")) {
    for (const row of rows as readonly ChunkRow[]) {
      const passage = contentId(row.file, row.startOffset, row.endOffset, row.text);
      total += 1;
      settled.set(passage, row.profile !== null || (settled.get(passage) ?? false));
      const ofFile = byFile.get(row.file);
      if (ofFile === undefined) byFile.set(row.file, [passage]);
      else ofFile.push(passage);
      if (row.profile !== null) profiles.set(row.profile, (profiles.get(row.profile) ?? 0) + 1);
    }
  }
  return { settled, byFile, summary: summarise(total, profiles) };
}

function summarise(total: number, counts: ReadonlyMap<string, number>): PassagesSettled {
  const profiles = [...counts].map(([profile, chunks]) => ({ profile, chunks }));
  return {
    total,
    settled: profiles.reduce((sum, { chunks }) => sum + chunks, 0),
    profiles: profiles.toSorted((one, other) => other.chunks - one.chunks || textOrder(one.profile, other.profile)),
  };
}

/** Passages that both have, and those of them that both have settled, or one. */
export function sharedPassages(a: Passages, b: Passages) {
  const shared = { both: 0, settledInBoth: 0, settledOnlyInA: 0, settledOnlyInB: 0 };
  for (const [passage, settledInA] of a.settled) {
    const settledInB = b.settled.get(passage);
    if (settledInB === undefined) continue;
    shared.both += 1;
    if (settledInA && settledInB) shared.settledInBoth += 1;
    else if (settledInA) shared.settledOnlyInA += 1;
    else if (settledInB) shared.settledOnlyInB += 1;
  }
  return shared;
}

/** The files that consist of the same words in both: their offsets mean the same. */
export function filesOfOneText(a: Passages, b: Passages): ReadonlySet<string> {
  const files = [...a.byFile].filter(([file, passages]) => {
    const others = new Set(b.byFile.get(file));
    return new Set(passages).size === others.size && passages.every((passage) => others.has(passage));
  });
  return new Set(files.map(([file]) => file));
}
