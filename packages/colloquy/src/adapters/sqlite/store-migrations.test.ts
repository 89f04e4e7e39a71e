import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  sampleChunk,
  sampleEvidenceRow,
  sampleMention,
  sampleIndexedChunk,
  sampleQuote,
  sampleRelationship,
} from "../../testing/suites/sample-rows.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "./index.ts";
import { matching } from "../../testing/suites/searches.ts";

/** Stores of sample rows, made with the code of each format (1: commit cdd4983, 2: commit 0bef3ea, 3: commit e27f1105). */
const FIXTURES = new URL("../../../test/fixtures/stores/", import.meta.url);
const TALKS = { workspace: "talks" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-store-migration-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fileOfFormat(name: "graph" | "vectors", format: number): string {
  const file = join(folder, `${name}.db`);
  writeFileSync(file, gunzipSync(readFileSync(new URL(`${name}-format-${format}.db.gz`, FIXTURES))));
  return file;
}

async function collect<Row>(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

function columnsOf(file: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database
      .prepare(
        `SELECT t.name AS "table", c.name AS "column", c.type, c."notnull" FROM sqlite_schema t
         JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'chunk_terms%' ORDER BY 1, 2`,
      )
      .all();
  } finally {
    database.close();
  }
}

function indexesOf(file: string): unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").all();
  } finally {
    database.close();
  }
}

describe("a graph store of format 1", () => {
  it("keeps its rows without approximate times and counts by polarity, and accepts rows with them", async () => {
    await using store = openSqliteGraphStore(fileOfFormat("graph", 1), TALKS);
    expect(await store.state()).toMatchObject({ marker: "m" });
    const times = { startMs: 1000, endMs: 2500 };
    expect(await collect(store.rows("chunk"))).toEqual([sampleChunk("chunk", times)]);
    expect(await collect(store.rows("quote"))).toEqual([sampleQuote("quote")]);
    expect(await collect(store.rows("evidence"))).toEqual([sampleEvidenceRow("evidence")]);
    expect(await collect(store.rows("mention"))).toHaveLength(2);
    const approximate = true;
    const [chunk, mention] = [
      sampleChunk("chunk", { ...times, approximate }),
      sampleMention("mention", { evidence: { approximate } }),
    ];
    await store.upsert("chunk", [chunk]);
    await store.upsert("mention", [mention]);
    expect(await collect(store.rows("chunk"))).toEqual([chunk]);
    expect(await collect(store.rows("mention"))).toContainEqual(mention);
    const polarity = { stated: 1, negated: 2, question: 3, hypothetical: 4, implied: 5 };
    await store.upsert("relationship", [sampleRelationship("relation", { polarity })]);
    expect(await store.relationships({ limit: 9 })).toEqual([sampleRelationship("relation", { polarity })]);
  });

  it("has the columns and indexes of a new store after the migration", async () => {
    const [earlier, fresh] = [fileOfFormat("graph", 1), join(folder, "fresh.db")];
    const epoch = { number: 1, identity: "one" };
    for (const file of [earlier, fresh]) {
      await using store = openSqliteGraphStore(file, TALKS);
      await store.begin({ marker: "m", epoch });
      await store.complete({ marker: "m", epoch });
    }
    expect(columnsOf(earlier)).toEqual(columnsOf(fresh));
    expect(indexesOf(earlier)).toEqual(indexesOf(fresh));
  });

  it("is not changed when it is opened for reading, and the error states what to do", () => {
    expect(() => openSqliteGraphStore(fileOfFormat("graph", 1), { ...TALKS, readonly: true })).toThrow(
      /is a graph store in format 1, which Colloquy 0\.1\.0 reads; this version reads format \d+: run `colloquy project` or/,
    );
  });
});

describe("a vector store of format 1", () => {
  it("keeps its rows, and accepts approximate times", async () => {
    await using store = openSqliteVectorStore(fileOfFormat("vectors", 1), TALKS);
    await store.prepare({ profile: "sample/1", dimensions: 4 });
    const times = { endMs: null, startOffset: 0, endOffset: 2 };
    const turns = [
      { speaker: "Ann", startMs: 1_000, ...times },
      { speaker: null, startMs: null, ...times, startOffset: 2, endOffset: 5 },
    ];
    expect(await collect(store.rows())).toEqual([sampleIndexedChunk("passage", { turns })]);
    const chunk = sampleIndexedChunk("passage", { startMs: 900, approximate: true });
    await store.upsert([{ row: chunk, terms: ["words"] }]);
    expect(await collect(store.rows())).toEqual([chunk]);
  });

  it("has the columns and indexes of a new store after the migration", async () => {
    const [earlier, fresh] = [fileOfFormat("vectors", 1), join(folder, "fresh.db")];
    for (const file of [earlier, fresh]) await openSqliteVectorStore(file, TALKS)[Symbol.asyncDispose]();
    expect(columnsOf(earlier)).toEqual(columnsOf(fresh));
    expect(indexesOf(earlier)).toEqual(indexesOf(fresh));
  });
});

describe.each([
  [
    2,
    /is a vector store in format 2, which Colloquy 0\.2\.0 reads; this version reads format \d+: run `colloquy project` or/,
  ],
  [3, /is a vector store in format 3, which a development version after Colloquy 0\.2\.0 reads; this version reads/],
])("a vector store of format %i", (format, refusal) => {
  it("keeps its rows, its state and its keyword index, and accepts more", async () => {
    await using store = openSqliteVectorStore(fileOfFormat("vectors", format), TALKS);
    const chunk = sampleIndexedChunk("chunk", { startMs: 900, approximate: true });
    expect(await store.state()).toMatchObject({ marker: "m", epoch: { number: 3 }, writing: null });
    expect(await collect(store.rows())).toEqual([chunk]);
    const found = async (term: string) =>
      (await matching(store, [term], { limit: 9, filter: { speakers: ["ann"] } })).map(({ row }) => row.id);
    expect(await found("said")).toEqual([chunk.id]);
    expect(await store.documentFrequencies(["said", "words", "none"])).toEqual([1, 1, 0]);
    const more = sampleIndexedChunk("more", { passages: Uint8Array.of(127, 0, 255, 128) });
    await store.upsert([{ row: more, terms: ["said"] }]);
    expect(await collect(store.rows())).toContainEqual(more);
    expect((await found("said")).toSorted()).toEqual([chunk.id, more.id].toSorted());
    await store.remove([chunk.id]);
    expect(await found("said")).toEqual([more.id]);
    expect(await store.documentFrequencies(["said", "words"])).toEqual([1, 0]);
  });

  it("has the columns and indexes of a new store after the migration", async () => {
    const [migrated, fresh] = [fileOfFormat("vectors", format), join(folder, "fresh.db")];
    for (const file of [migrated, fresh]) await openSqliteVectorStore(file, TALKS)[Symbol.asyncDispose]();
    expect(columnsOf(migrated)).toEqual(columnsOf(fresh));
    expect(indexesOf(migrated)).toEqual(indexesOf(fresh));
  });

  it("is not changed when it is opened for reading, and the error states what to do", () => {
    expect(() => openSqliteVectorStore(fileOfFormat("vectors", format), { ...TALKS, readonly: true })).toThrow(refusal);
  });
});
