import { beforeEach, describe, expect, it } from "vitest";
import { ColloquyError, type ChunkRow } from "../model/index.ts";
import type { GraphStore, VectorStore } from "../ports/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../testing/index.ts";
import { sampleChunk, sampleId, sampleIndexedChunk } from "../testing/suites/sample-rows.ts";
import { type Listing, readListing } from "./listing.ts";
import { chunkList } from "./lists.ts";
import { readTurns } from "./read-turns.ts";
import type { TranscriptRange } from "./transcript-range.ts";

const WORDS = "Ann: one\nBo: two\n";
const LENGTH = WORDS.length;
/** Chunks of two turns each, of which each takes a second; all but the last three have times. */
const CHUNKS = Array.from({ length: 9 }, (_, ordinal): ChunkRow => {
  const startOffset = ordinal * LENGTH;
  const startMs = ordinal < 6 ? 2_000 * ordinal : null;
  const times = { startMs, endMs: startMs === null ? null : startMs + 1_999 };
  return sampleChunk(`chunk ${ordinal}`, {
    ordinal,
    startOffset,
    endOffset: startOffset + LENGTH,
    text: WORDS,
    ...times,
  });
});

let graph: GraphStore;
let vectors: VectorStore;
beforeEach(async () => {
  graph = createMemoryGraphStore();
  await graph.upsert("chunk", CHUNKS);
  vectors = createMemoryVectorStore();
  const model = { dimensions: 2, profile: "test" };
  await vectors.prepare(model);
  await vectors.upsert(
    // The last chunk is not indexed.
    CHUNKS.slice(0, -1).map(({ kind: _kind, profile: _profile, ...chunk }) => {
      const turn = (speaker: string, at: number, second: number) => ({
        speaker,
        startOffset: chunk.startOffset + at,
        endOffset: chunk.startOffset + at + 3,
        startMs: chunk.startMs === null ? null : chunk.startMs + 1_000 * second,
        endMs: chunk.startMs === null ? null : chunk.startMs + 1_000 * second + 999,
      });
      const turns = [turn("Ann", 5, 0), turn("Bo", 13, 1)];
      return {
        row: sampleIndexedChunk(chunk.id, { ...chunk, turns, ...model, vector: new Float32Array([1, 0]) }),
        terms: [],
      };
    }),
  );
});

async function chunksIn(range: TranscriptRange, limit = 100): Promise<readonly number[]> {
  const ordinals: number[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const list = chunkList(graph, sampleId("transcript"), range);
    const page: Listing<ChunkRow> = await readListing(list, { limit, ...(cursor === "" ? {} : { cursor }) });
    ordinals.push(...page.items.map(({ ordinal }) => ordinal));
    cursor = page.next;
  }
  return ordinals;
}

async function turnsIn(range: TranscriptRange) {
  const chunks = await readListing(chunkList(graph, sampleId("transcript"), range), {});
  return (await readTurns(chunks, async () => vectors, { range })).items.flatMap(({ turns }) => turns);
}

describe("a range of a transcript", () => {
  it.each<readonly [TranscriptRange, readonly number[]]>([
    [{}, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    [{ startOffset: LENGTH, endOffset: 3 * LENGTH }, [1, 2]],
    [{ startOffset: LENGTH - 1, endOffset: LENGTH + 1 }, [0, 1]],
    [{ startOffset: 7 * LENGTH }, [7, 8]],
    [{ endOffset: 1 }, [0]],
    [{ startOffset: 100 * LENGTH }, []],
    [{ startMs: 2_000, endMs: 4_000 }, [1]],
    [{ startMs: 9_000 }, [4, 5]],
    [{ endMs: 1 }, [0]],
  ])("%j has the chunks %j, in pages of any size", async (range, ordinals) => {
    for (const limit of [1, 2, 100]) expect(await chunksIn(range, limit)).toEqual(ordinals);
  });

  it.each<readonly [TranscriptRange, string]>([
    [{ startOffset: 5, startMs: 5 }, "not both"],
    [{ startOffset: 5, endOffset: 5 }, "startOffset 5 and endOffset 5"],
    [{ startMs: 9, endMs: 2 }, "startMs 9 and endMs 2"],
    [{ startMs: -1 }, "startMs -1"],
  ])("%j is refused", async (range, message) => {
    const refused = { code: "invalid-input", message: expect.stringContaining(message) };
    await expect(chunksIn(range)).rejects.toMatchObject(refused);
  });

  it("has the turns that are in it, with their exact words", async () => {
    const turns = await turnsIn({ startMs: 3_000, endMs: 4_000 });
    expect(turns).toEqual([
      { speaker: "Bo", startMs: 3_000, endMs: 3_999, startOffset: LENGTH + 13, endOffset: LENGTH + 16, text: "two" },
    ]);
  });

  it("of offsets leaves out turns without times that are not in it", async () => {
    const [row] = CHUNKS.slice(0, 1);
    const untimed = { ...(row as ChunkRow) };
    const indexed = (await vectors.neighbours([untimed.id], { before: 0, after: 0 }))[0]?.[0];
    const turns = (indexed?.turns ?? []).map((turn) => ({ ...turn, startMs: null, endMs: null }));
    const store = { ...vectors, neighbours: async () => [[{ ...indexed, turns }]] } as unknown as VectorStore;
    const page = { items: [untimed], next: null };
    const read = await readTurns(page, async () => store, { range: { startOffset: 0, endOffset: 9 } });
    expect(read.items[0]?.turns.map(({ text }) => text)).toEqual(["one"]);
  });

  it("has a chunk that is not indexed as one turn with its text", async () => {
    const turns = await turnsIn({ startOffset: 7 * LENGTH });
    expect(turns.map(({ speaker, text }) => [speaker, text])).toEqual([
      ["Ann", "one"],
      ["Bo", "two"],
      [null, WORDS],
    ]);
  });

  it("is read without an index, and not with a broken one", async () => {
    const chunks = await readListing(chunkList(graph, sampleId("transcript"), {}), { limit: 1 });
    const failing = (code: "not-found" | "store") =>
      readTurns(chunks, () => Promise.reject(new ColloquyError(code, "There is no index.")), {});
    expect((await failing("not-found")).items[0]?.turns).toHaveLength(1);
    await expect(failing("store")).rejects.toMatchObject({ code: "store" });
  });
});
