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
/** The least share of equal hits in a store whose index is approximate. */
const LEAST_EQUAL = 0.8;

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

/** The ids of the hits of every query, by words and by meaning, of few chunks also with filters. */
async function rankings(store: VectorStore, chunks: readonly ChunkWithTerms[]) {
  await store.prepare(model);
  await store.upsert(chunks);
  const isMany = chunks.length > SIZES.few;
  const found: Record<string, readonly string[]> = {};
  for (const [name, embedding] of Object.entries({ words: null, meaning: model }))
    for (const words of isMany ? QUERIES.slice(-2) : QUERIES)
      for (const scope of isMany ? [{}] : FILTERS) {
        const hits = await searchChunks({ store, model: embedding }, { words, limit: 10, ...scope }, { signal });
        found[`${name}: ${words} ${JSON.stringify(scope)}`] = hits.map(({ chunk }) => chunk);
      }
  return found;
}

type Rankings = Awaited<ReturnType<typeof rankings>>;

async function expectedOf(size: number) {
  const chunks: ChunkWithTerms[] = [];
  for (let index = 0; index < size; index += 1) chunks.push(await sampleChunk(index));
  await using store = createMemoryVectorStore();
  return { chunks, expected: await rankings(store, chunks) };
}

/** Made once for all stores. */
const made = new Map<number, ReturnType<typeof expectedOf>>();

function inMemory(size: number): ReturnType<typeof expectedOf> {
  const known = made.get(size) ?? expectedOf(size);
  made.set(size, known);
  return known;
}

function shareOfEqual(found: Rankings, expected: Rankings): number {
  const all = Object.entries(expected).flatMap(([name, hits]) =>
    hits.map((hit) => found[name]?.includes(hit) === true),
  );
  return all.filter(Boolean).length / all.length;
}

describe.each(Object.entries(SIZES))(
  "a search in %s chunks gives the same order as the store in memory",
  (name, size) => {
    it("in SQLite", { timeout: 120_000 }, async () => {
      const { chunks, expected } = await inMemory(size);
      await using store = openSqliteVectorStore(":memory:", { workspace: "one" });
      expect(await rankings(store, chunks)).toEqual(expected);
      expect(Object.values(expected).filter((hits) => hits.length >= 5).length).toBeGreaterThanOrEqual(4);
    });

    const neo4j = neo4jServer();
    it.skipIf(neo4j === null)(
      `in Neo4j${neo4j === null ? ` (skipped: ${NO_NEO4J})` : ""}`,
      { timeout: 300_000 },
      async () => {
        if (neo4j === null) return;
        const { chunks, expected } = await inMemory(size);
        await using store = openNeo4jVectorStore(neo4j, { workspace: `test-${randomUUID()}`, analyse });
        try {
          const found = await rankings(store, chunks);
          if (name === "few") expect(found).toEqual(expected);
          // Its vector index is approximate.
          else expect(shareOfEqual(found, expected)).toBeGreaterThanOrEqual(LEAST_EQUAL);
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
        const found = await rankings(store, chunks);
        if (name === "few") expect(found).toEqual(expected);
        // A server with its vector index is approximate.
        else expect(shareOfEqual(found, expected)).toBeGreaterThanOrEqual(LEAST_EQUAL);
      },
    );
  },
);
