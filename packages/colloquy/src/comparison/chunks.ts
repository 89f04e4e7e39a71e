import { type ChunkRow, contentId } from "../model/index.ts";
import { textOrder } from "./best.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { ChunksSettled } from "./comparison.ts";

/** The chunks of a workspace. */
export interface Chunks {
  /** By content id (file, offsets and words): whether the chunk is settled. */
  readonly settled: ReadonlyMap<string, boolean>;
  /** The content ids of each file. */
  readonly byFile: ReadonlyMap<string, readonly string[]>;
  readonly summary: ChunksSettled;
}

export async function readChunks(graph: ComparedGraph): Promise<Chunks> {
  const settled = new Map<string, boolean>();
  const byFile = new Map<string, string[]>();
  const profiles = new Map<string, number>();
  let total = 0;
  for await (const rows of graph.rows("chunk")) {
    for (const row of rows as readonly ChunkRow[]) {
      const chunk = contentId(row.file, row.startOffset, row.endOffset, row.text);
      total += 1;
      settled.set(chunk, row.profile !== null || (settled.get(chunk) ?? false));
      const ofFile = byFile.get(row.file);
      if (ofFile === undefined) byFile.set(row.file, [chunk]);
      else ofFile.push(chunk);
      if (row.profile !== null) profiles.set(row.profile, (profiles.get(row.profile) ?? 0) + 1);
    }
  }
  return { settled, byFile, summary: summarise(total, profiles) };
}

function summarise(total: number, counts: ReadonlyMap<string, number>): ChunksSettled {
  const profiles = [...counts].map(([profile, chunks]) => ({ profile, chunks }));
  return {
    total,
    settled: profiles.reduce((sum, { chunks }) => sum + chunks, 0),
    profiles: profiles.toSorted((one, other) => other.chunks - one.chunks || textOrder(one.profile, other.profile)),
  };
}

/** Counts the chunks that both workspaces have, and where they are settled. */
export function sharedChunks(a: Chunks, b: Chunks) {
  const shared = { both: 0, settledInBoth: 0, settledOnlyInA: 0, settledOnlyInB: 0 };
  for (const [chunk, settledInA] of a.settled) {
    const settledInB = b.settled.get(chunk);
    if (settledInB === undefined) continue;
    shared.both += 1;
    if (settledInA && settledInB) shared.settledInBoth += 1;
    else if (settledInA) shared.settledOnlyInA += 1;
    else if (settledInB) shared.settledOnlyInB += 1;
  }
  return shared;
}

/** The files with the same text in both workspaces, so that their offsets can be compared. */
export function filesOfOneText(a: Chunks, b: Chunks): ReadonlySet<string> {
  const files = [...a.byFile].filter(([file, chunks]) => {
    const others = new Set(b.byFile.get(file));
    return new Set(chunks).size === others.size && chunks.every((chunk) => others.has(chunk));
  });
  return new Set(files.map(([file]) => file));
}
