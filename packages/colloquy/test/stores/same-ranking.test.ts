import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HashingEmbeddingModel } from "../../src/adapters/hashing/index.ts";
import { openNeo4jVectorStore } from "../../src/adapters/neo4j/index.ts";
import { openSqliteVectorStore } from "../../src/adapters/sqlite/index.ts";
import { analyse } from "../../src/analysis/index.ts";
import { encodePassages } from "../../src/embedding/index.ts";
import { contentId, type VectorRow } from "../../src/model/index.ts";
import type { ChunkWithTerms, VectorStore } from "../../src/ports/index.ts";
import { searchChunks } from "../../src/retrieval/index.ts";
import { createMemoryVectorStore } from "../../src/testing/index.ts";
import { qdrantFixture } from "../qdrant/fixture.ts";
import { neo4jServer, NO_NEO4J, qdrantServer } from "../servers.ts";

const CHUNKS = 60;
const SPEAKERS = ["Ada", "Ben", "Cy"];
const WORDS = "sleep coffee light noise stress walk nap screen dinner exercise doctor habit".split(" ");
const QUERIES = ["how does coffee change sleep", "dinner and exercise", "what does Ben say about noise", "stress"];

const model = new HashingEmbeddingModel({ dimensions: 64 });
const { signal } = new AbortController();

/** A chunk of three turns about one to three subjects. Two chunks are rarely alike. */
async function sampleChunk(index: number): Promise<ChunkWithTerms> {
  const [file, ordinal] = [`talk-${index % 6}.vtt`, Math.floor(index / 6)];
  const lines = [1, 5, 7].map((step) => {
    const subjects = [index, index * step, index * step * step + 3].map((at) => WORDS[at % WORDS.length]);
    return `We spoke of ${subjects.join(" and ")}, ${"and so on ".repeat(index % step)}at length.`;
  });
  let offset = 0;
  const turns = lines.map((line, at) => {
    const startOffset = offset;
    offset += line.length + 1;
    return { speaker: speakerOf(index, at), startMs: null, endMs: null, startOffset, endOffset: offset - 1 };
  });
  const text = lines.join("\n");
  const { vectors } = await model.embed([text, ...lines], { signal });
  const [vector = new Float32Array(), ...passages] = vectors;
  const row: VectorRow = {
    kind: "vector",
    id: contentId("chunk", file, ordinal),
    transcript: contentId("transcript", file),
    file,
    ordinal,
    speakers: [...new Set(turns.map(({ speaker }) => speaker))],
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: text.length,
    text,
    turns,
    profile: model.profile,
    vector,
    passages: encodePassages(passages),
  };
  return { row, terms: analyse(text) };
}

function speakerOf(chunk: number, turn: number): string {
  return SPEAKERS[(chunk * turn + turn) % SPEAKERS.length] ?? "";
}

/** The ids of the hits of every query, by words and by meaning, with and without filters. */
async function rankings(store: VectorStore, chunks: readonly ChunkWithTerms[]) {
  await store.prepare(model);
  await store.upsert(chunks);
  const found: Record<string, readonly string[]> = {};
  for (const [name, embedding] of Object.entries({ words: null, meaning: model }))
    for (const words of QUERIES)
      for (const scope of [{}, { files: ["talk-1.vtt", "talk-4.vtt"] }, { speakers: ["ben"] }]) {
        const hits = await searchChunks({ store, model: embedding }, { words, limit: 10, ...scope }, { signal });
        found[`${name}: ${words} ${JSON.stringify(scope)}`] = hits.map(({ chunk }) => chunk);
      }
  return found;
}

const inMemory = (async () => {
  const chunks = await Promise.all(Array.from({ length: CHUNKS }, (_, index) => sampleChunk(index)));
  await using store = createMemoryVectorStore();
  return { chunks, expected: await rankings(store, chunks) };
})();

describe("a search gives the same order as the store in memory", () => {
  it("in SQLite", async () => {
    const { chunks, expected } = await inMemory;
    await using store = openSqliteVectorStore(":memory:", { workspace: "one" });
    expect(await rankings(store, chunks)).toEqual(expected);
    expect(Object.values(expected).filter((hits) => hits.length >= 5).length).toBeGreaterThan(8);
  });

  const neo4j = neo4jServer();
  it.skipIf(neo4j === null)(`in Neo4j${neo4j === null ? ` (skipped: ${NO_NEO4J})` : ""}`, async () => {
    if (neo4j === null) return;
    const { chunks, expected } = await inMemory;
    await using store = openNeo4jVectorStore(neo4j, { workspace: `test-${randomUUID()}`, analyse });
    try {
      expect(await rankings(store, chunks)).toEqual(expected);
    } finally {
      await store.clear();
    }
  });

  it.skipIf(qdrantServer() === null)("in Qdrant (skipped without COLLOQUY_TEST_QDRANT_URL)", async () => {
    const { chunks, expected } = await inMemory;
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    expect(await rankings(store, chunks)).toEqual(expected);
  });
});
