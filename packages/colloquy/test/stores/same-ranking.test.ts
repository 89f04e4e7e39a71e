import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HashingEmbeddingModel } from "../../src/adapters/hashing/index.ts";
import { openNeo4jVectorStore } from "../../src/adapters/neo4j/index.ts";
import { openSqliteVectorStore } from "../../src/adapters/sqlite/index.ts";
import { analyse } from "../../src/analysis/index.ts";
import { encodePassages } from "../../src/embedding/index.ts";
import { contentId, type VectorRow } from "../../src/model/index.ts";
import type { ChunkWithTerms, VectorStore } from "../../src/ports/index.ts";
import { Background, searchChunks, type SearchRequest } from "../../src/retrieval/index.ts";
import { createMemoryVectorStore } from "../../src/testing/index.ts";
import { qdrantFixture } from "../qdrant/fixture.ts";
import { neo4jServer, NO_NEO4J, qdrantServer } from "../servers.ts";

/** Few chunks that are compared one by one, and so many that lists are cut and every store uses its indexes. */
const SIZES = { few: 60, many: 10_100 } as const;
const SPEAKERS = ["Ada", "Ben", "Cy"];
const WORDS = "sleep coffee light noise stress walk nap screen dinner exercise doctor habit".split(" ");
/** Words that make chunks differ: `w0` is in most chunks, and `w400` in hardly any. */
const RARER_WORDS = 400;
const QUERIES = [
  "how does coffee change sleep",
  "dinner and exercise",
  "what does Ben say about noise",
  "stress w7 and w200",
];
const FILTERS = [{}, { files: ["talk-1.vtt", "talk-4.vtt"] }, { speakers: ["ben"] }] as const;
const FILTERED = QUERIES.flatMap((words) => FILTERS.map((filter): SearchRequest => ({ words, ...filter })));
/** The searches in so many chunks; one names a file. */
const REQUESTS = {
  few: { byWords: FILTERED, byMeaning: FILTERED },
  many: {
    byWords: [{ words: "stress w7 and w200" }, { words: "coffee and noise in talk-4" }],
    byMeaning: [
      { words: "what does Ben say about noise" },
      { words: "stress w7 and w200", exact: true },
      { words: "dinner and exercise", speakers: ["ben"] },
    ],
  },
} satisfies Record<keyof typeof SIZES, Record<string, readonly SearchRequest[]>>;
/** The least share of equal hits of a search in a store whose index is approximate. */
const LEAST_EQUAL = 0.8;
/** The most places by which such a hit is moved: its score also depends on the candidates around it. */
const MOST_MOVED = 1;

const model = new HashingEmbeddingModel({ dimensions: 64 });
const { signal } = new AbortController();

/** A chunk of three turns about one to three subjects. Two chunks are rarely alike. */
async function sampleChunk(index: number): Promise<ChunkWithTerms> {
  const [file, ordinal] = [`talk-${index % 6}.vtt`, Math.floor(index / 6)];
  const lines = [1, 5, 7].map((step) => {
    const subjects = [index, index * step, index * step * step + 3].map((at) => WORDS[at % WORDS.length]);
    const rarer = [1, 2, 3].map((at) => `w${Math.floor(RARER_WORDS ** fraction(index * 31 + step * 7 + at)) - 1}`);
    return `We spoke of ${[...subjects, ...rarer].join(" and ")}, ${"and so on ".repeat(index % step)}at length.`;
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

/** A number from 0 to 1 that looks random (Donald E. Knuth, multiplicative hashing). */
function fraction(seed: number): number {
  return (Math.imul(seed, 2_654_435_761) >>> 0) / 2 ** 32;
}

function speakerOf(chunk: number, turn: number): string {
  return SPEAKERS[(chunk * turn + turn) % SPEAKERS.length] ?? "";
}

/** The ids of the hits of every search, by words and by meaning. */
async function rankings(store: VectorStore, chunks: readonly ChunkWithTerms[], size: Size) {
  await store.prepare(model);
  await store.upsert(chunks);
  const background = new Background(store);
  const ranked = async (embedding: typeof model | null, requests: readonly SearchRequest[]) => {
    const found: Record<string, readonly string[]> = {};
    for (const request of requests) {
      const hits = await searchChunks({ store, model: embedding, background }, { limit: 10, ...request }, { signal });
      found[JSON.stringify(request)] = hits.map(({ chunk }) => chunk);
    }
    return found;
  };
  const { byWords, byMeaning } = REQUESTS[size];
  return { byWords: await ranked(null, byWords), byMeaning: await ranked(model, byMeaning) };
}

type Size = keyof typeof SIZES;
type Rankings = Awaited<ReturnType<typeof rankings>>;

async function expectedOf(size: Size) {
  const chunks: ChunkWithTerms[] = [];
  for (let index = 0; index < SIZES[size]; index += 1) chunks.push(await sampleChunk(index));
  await using store = createMemoryVectorStore();
  return { chunks, expected: await rankings(store, chunks, size) };
}

/** Made once for all stores. */
const made = new Map<Size, ReturnType<typeof expectedOf>>();

function inMemory(size: Size): ReturnType<typeof expectedOf> {
  const known = made.get(size) ?? expectedOf(size);
  made.set(size, known);
  return known;
}

/** Most hits of each search are equal, and each of them has nearly the same place among them. */
function expectAlike(found: Rankings[keyof Rankings], expected: Rankings[keyof Rankings]): void {
  for (const [request, hits] of Object.entries(expected)) {
    const own = found[request]?.filter((hit) => hits.includes(hit)) ?? [];
    const alike = hits.filter((hit) => own.includes(hit));
    expect(alike.length / hits.length, request).toBeGreaterThanOrEqual(LEAST_EQUAL);
    const moved = alike.map((hit, place) => Math.abs(own.indexOf(hit) - place));
    expect(Math.max(...moved), request).toBeLessThanOrEqual(MOST_MOVED);
  }
}

describe.each(["few", "many"] as const)("a search in %s chunks gives the same order as the store in memory", (size) => {
  const neo4j = neo4jServer();
  // Many chunks take half a minute, so they are compared where the servers are.
  const isLong = size === "many" && neo4j === null && qdrantServer() === null;
  it.skipIf(isLong)(`in SQLite${isLong ? ` (skipped: ${NO_NEO4J})` : ""}`, { timeout: 120_000 }, async () => {
    const { chunks, expected } = await inMemory(size);
    await using store = openSqliteVectorStore(":memory:", { workspace: "one" });
    expect(await rankings(store, chunks, size)).toEqual(expected);
    const lists = [...Object.values(expected.byWords), ...Object.values(expected.byMeaning)];
    expect(lists.filter((hits) => hits.length >= 5).length).toBeGreaterThanOrEqual(lists.length / 2);
  });

  it.skipIf(neo4j === null)(
    `in Neo4j${neo4j === null ? ` (skipped: ${NO_NEO4J})` : ""}`,
    { timeout: 300_000 },
    async () => {
      if (neo4j === null) return;
      const { chunks, expected } = await inMemory(size);
      await using store = openNeo4jVectorStore(neo4j, { workspace: `test-${randomUUID()}`, analyse });
      try {
        const found = await rankings(store, chunks, size);
        expect(found.byWords).toEqual(expected.byWords);
        if (size === "few") expect(found.byMeaning).toEqual(expected.byMeaning);
        // A server with its vector index is approximate.
        else expectAlike(found.byMeaning, expected.byMeaning);
      } finally {
        await store.clear();
      }
    },
  );

  it.skipIf(qdrantServer() === null)(
    "in Qdrant (skipped without COLLOQUY_TEST_QDRANT_URL)",
    { timeout: 300_000 },
    async () => {
      const { chunks, expected } = await inMemory(size);
      await using fixture = qdrantFixture();
      await using store = fixture.open();
      const found = await rankings(store, chunks, size);
      expect(found.byWords).toEqual(expected.byWords);
      if (size === "few") expect(found.byMeaning).toEqual(expected.byMeaning);
      // A server with its vector index is approximate.
      else expectAlike(found.byMeaning, expected.byMeaning);
    },
  );
});
