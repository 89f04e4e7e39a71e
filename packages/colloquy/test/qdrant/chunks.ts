import { contentId, type StoreState, type VectorRow } from "../../src/model/index.ts";

export const KIND = { dimensions: 4, profile: "sample/1" };
export const ANY = { limit: 100, filter: {} };

/** The state of a store that is complete up to an epoch; `complete` accepts it as its target. */
export function stateAt(number: number, marker = "m"): StoreState {
  return { marker, epoch: { number, identity: contentId("epoch", number) }, writing: null };
}

/** A chunk and its terms. The id includes the workspace, as in real chunks. */
export function chunkOf(
  workspace: string,
  word: string,
  { terms = [word], ...change }: Partial<VectorRow> & { readonly terms?: readonly string[] } = {},
): { readonly row: VectorRow; readonly terms: readonly string[] } {
  const row: VectorRow = {
    kind: "vector",
    id: contentId(workspace, word),
    transcript: contentId(workspace, "transcript"),
    file: "one.vtt",
    ordinal: 0,
    speakers: ["Ann"],
    startMs: 0,
    endMs: 1_000,
    startOffset: 0,
    endOffset: word.length,
    text: word,
    turns: [],
    profile: KIND.profile,
    vector: Float32Array.of(1, 0, 0, 0),
    ...change,
  };
  return { row, terms };
}

export async function allRows(pages: AsyncIterable<readonly VectorRow[]>): Promise<readonly VectorRow[]> {
  const rows: VectorRow[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
