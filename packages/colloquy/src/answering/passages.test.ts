import { expect, it } from "vitest";
import type { IndexedChunk } from "../ports/index.ts";
import type { SearchHit } from "../retrieval/index.ts";
import { passagesAround } from "./passages.ts";

const TURN = "These are fifty characters of words that were said.";

/** A chunk of 40 turns, in a file of its own. */
function chunkOf(id: string): IndexedChunk {
  const turns = Array.from({ length: 40 }, (_, index) => ({
    speaker: "Ada",
    startMs: null,
    endMs: null,
    startOffset: index * (TURN.length + 1),
    endOffset: index * (TURN.length + 1) + TURN.length,
  }));
  return {
    kind: "vector",
    profile: "p",
    id,
    transcript: id,
    file: `${id}.txt`,
    ordinal: 0,
    speakers: ["Ada"],
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: TURN.length * 40 + 39,
    turns,
    text: turns.map(() => TURN).join("\n"),
  };
}

function hitOn({ id: chunk, file, text, turns }: IndexedChunk): SearchHit {
  const match = { startOffset: turns[20]?.startOffset ?? 0, endOffset: turns[20]?.endOffset ?? 0 };
  const place = { startMs: null, endMs: null, startOffset: 0, endOffset: text.length };
  return { score: 1, chunk, file, speaker: "Ada", ...place, text, match, said: match };
}

async function lengthsOf(hits: number, characters: number): Promise<readonly number[]> {
  const chunks = Array.from({ length: hits }, (_, index) => chunkOf(`c${index}`));
  const store = {
    neighbours: (ids: readonly string[]) => Promise.resolve(ids.map((_, index) => [chunks[index] as IndexedChunk])),
  };
  const passages = await passagesAround(store, chunks.map(hitOn), { characters, isWanted: () => true });
  return passages.map((passage) => passage.reduce((sum, { evidence }) => sum + evidence.text.length, 0));
}

it("The best two passages get half of the characters, and the others share the rest", async () => {
  const lengths = await lengthsOf(6, 8_000);
  expect(lengths).toHaveLength(6);
  for (const length of lengths.slice(0, 2)) expect(length).toBeGreaterThan(1_900);
  for (const length of lengths.slice(2)) expect(length).toBeLessThanOrEqual(1_000);
});

it("Passages have at most the given characters together, and the last ones are left out", async () => {
  const lengths = await lengthsOf(10, 3_000);
  expect(lengths.length).toBeGreaterThan(2);
  expect(lengths.length).toBeLessThan(6);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(3_000);
});

it("A hit whose chunk has no wanted turn gives no passage", async () => {
  const chunk = chunkOf("c0");
  const before = { ...chunkOf("b0"), transcript: "c0", file: "other.txt" };
  const store = { neighbours: () => Promise.resolve([[before, chunk]]) };
  const isWanted = ({ file }: { readonly file: string }): boolean => file === "other.txt";
  expect(await passagesAround(store, [hitOn(chunk)], { characters: 1_000, isWanted })).toEqual([]);
});
