import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  contentId,
  CROSS_EPISODE,
  type Evidence,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  type VectorRow,
  storedMention,
} from "../../model/index.ts";
import type { ChunkCandidate, GraphStore, VectorStore } from "../../ports/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../testing/index.ts";
import { byId } from "../../testing/suites/assertions.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "./index.ts";
import { costlyRuns } from "../../../test/properties.ts";

const ALL = { limit: 1_000 };
const FEW_IDS = Array.from({ length: 6 }, (_, n) => contentId("few", n));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-property-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const id = fc.constantFrom(...FEW_IDS);
const word = fc.oneof(
  fc.constantFrom("Ann", "ANN", "ann", "Bo", "Straße", "STRASSE", "__proto__", ""),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: fc.constantFrom("\ud800", "\udc00", "\0", "a", "é"), maxLength: 4 }),
);
const file = fc.constantFrom("b.vtt", "a.vtt", "ü/é.vtt", "😀.vtt", "\ue000.vtt");
const milliseconds = fc.option(fc.nat(10_000));
const offset = fc.nat(20);
const type = fc.constantFrom("CAUSES", "ENABLES", "Person", CROSS_EPISODE);

const approximation = fc.constantFrom({}, { approximate: true as const });
const approximately = <Row extends object>(row: fc.Arbitrary<Row>): fc.Arbitrary<Row & { approximate?: true }> =>
  fc.tuple(row, approximation).map(([exact, extra]) => ({ ...exact, ...extra }));

const evidence: fc.Arbitrary<Evidence> = approximately(
  fc.record({
    file,
    chunk: id,
    speaker: fc.option(word),
    startMs: milliseconds,
    endMs: milliseconds,
    startOffset: offset,
    endOffset: offset,
    text: word,
    polarity: fc.constantFrom("stated", "negated", "question"),
  }),
);

const kind = <Kind extends GraphRowKind>(name: Kind) => fc.constant(name);
const rowsOf: { readonly [Kind in GraphRowKind]: fc.Arbitrary<Extract<GraphRow, { readonly kind: Kind }>> } = {
  transcript: fc.record({ kind: kind("transcript"), id, file, format: word, turns: fc.nat() }),
  chunk: approximately(
    fc.record({
      kind: kind("chunk"),
      id,
      transcript: id,
      file,
      ordinal: offset,
      startOffset: offset,
      endOffset: offset,
      speakers: fc.array(word, { maxLength: 3 }),
      startMs: milliseconds,
      endMs: milliseconds,
      text: word,
      profile: fc.option(word),
    }),
  ),
  entity: fc.record({
    kind: kind("entity"),
    id,
    name: word,
    type,
    aliases: fc.array(fc.record({ name: word, reason: word }), { maxLength: 3 }),
    mentions: fc.nat(3),
    transcripts: fc.nat(3),
  }),
  mention: fc.tuple(id, id, evidence).map((values) => storedMention(...values)),
  relationship: fc.record({
    kind: kind("relationship"),
    id,
    source: id,
    type,
    target: id,
    confidence: fc.constantFrom(0, 0.1, 0.5, 1),
    count: fc.nat(3),
    polarity: fc.tuple(fc.nat(2), fc.nat(2)).map(([stated, implied]) => ({
      stated,
      negated: 0,
      question: 0,
      hypothetical: 0,
      implied,
    })),
  }),
  quote: fc.record({
    kind: kind("quote"),
    id,
    speaker: fc.option(id),
    about: fc.array(id, { maxLength: 3 }),
    text: word,
    evidence,
  }),
  evidence: fc.record({ kind: kind("evidence"), id, of: id, evidence }),
};

type GraphStep = (store: GraphStore) => Promise<void>;

const graphStep: fc.Arbitrary<GraphStep> = fc.oneof(
  ...GRAPH_ROW_KINDS.map((name) =>
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(rowsOf[name] as fc.Arbitrary<GraphRow>, { maxLength: 4 }).map(
          (rows): GraphStep =>
            (store) =>
              store.upsert(name, rows),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.array(id, { maxLength: 2 }).map(
          (ids): GraphStep =>
            (store) =>
              store.remove(name, ids),
        ),
      },
    ),
  ),
  fc.nat(9).map(
    (epoch): GraphStep =>
      (store) =>
        store.complete({ marker: "m", epoch: { number: epoch, identity: String(epoch) } }),
  ),
  fc.constant<GraphStep>(async (store) => void (await store.counts())),
);

async function collect<Row>(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** The results of every read of a graph store for the few ids. */
async function resultsOf(store: GraphStore): Promise<unknown> {
  const results: unknown[] = [await store.state(), await store.counts()];
  for (const name of GRAPH_ROW_KINDS) results.push(await collect(store.rows(name)));
  const page = { limit: 2 };
  const evidencePage = { ...ALL, evidence: { limit: 2 } };
  results.push(
    await store.transcripts(ALL),
    await store.entities(ALL),
    await store.entities({ ...page, type: "Person" }),
  );
  results.push(
    await store.relationships(ALL),
    await store.relationships({ ...ALL, type: CROSS_EPISODE }),
    await store.quotes(ALL),
  );
  for (const one of FEW_IDS) {
    results.push(await store.mentions([one], ALL), await store.mentions([one], page), await store.evidence([one], ALL));
    results.push(await store.mentionsInContext(one, page), await store.transcriptChunks(one, ALL));
    results.push(
      await store.relationshipsInContext([one], evidencePage),
      await store.speech(one, { limit: 2, evidence: 2 }),
    );
    results.push(
      await store.relationships({ ...ALL, entity: one }),
      await store.relationships({ ...page, entity: one, type: "CAUSES" }),
    );
    results.push(await store.quotes({ ...ALL, speaker: one }), await store.quotes({ ...page, about: one }));
  }
  const pairs = FEW_IDS.flatMap((entity) => FEW_IDS.map((speaker) => ({ entity, speaker })));
  results.push(await store.firstMentions(pairs));
  results.push(await store.chunks(FEW_IDS), await store.mentionCounts(FEW_IDS.map((entity) => ({ entity }))));
  results.push(await store.findEntities(FEW_IDS), await store.speakerLabels(FEW_IDS));
  results.push(
    await store.relationshipsInContext(FEW_IDS, { ...evidencePage, limit: 5 }),
    await store.mentions(FEW_IDS, { limit: 5 }),
  );
  for (const name of ["ann", "strasse", "__PROTO__", "", "É"]) results.push(await store.findEntities([name]));
  return results;
}

describe("the graph store in SQLite", () => {
  it("returns the same as the store in memory after any steps, also when it is opened again", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(graphStep, { maxLength: 15 }), async (steps) => {
        const path = join(folder, `${run++}.db`);
        await using memory = createMemoryGraphStore();
        {
          await using store = openSqliteGraphStore(path, { workspace: "one" });
          for (const step of steps) await Promise.all([step(memory), step(store)]);
          if (run % 2 === 0) expect(await resultsOf(store)).toEqual(await resultsOf(memory));
        }
        await using again = openSqliteGraphStore(path, { workspace: "one" });
        expect(await resultsOf(again)).toEqual(await resultsOf(memory));
      }),
      costlyRuns(30),
    );
  });
});

const DIMENSIONS = 3;
const PREPARED = { dimensions: DIMENSIONS, profile: "vectors/1" };
const term = fc.oneof(
  fc.constantFrom("a", "b", "c", "A", "a-b", '"', "OR"),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const values = fc.constantFrom(-1, -0.5, 0, 0, 0.25, 1);
const vector = fc
  .array(values, { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .map((numbers) => Float32Array.from(numbers));
const passages = fc.option(fc.uint8Array({ maxLength: 6 }));
const chunk = fc.record({
  row: approximately(
    fc
      .record({
        kind: fc.constant("vector" as const),
        id,
        transcript: id,
        file,
        ordinal: offset,
        speakers: fc.array(word, { maxLength: 3 }),
        startMs: milliseconds,
        endMs: milliseconds,
        startOffset: offset,
        endOffset: offset,
        text: word,
        turns: fc.array(
          approximately(
            fc.record({
              speaker: fc.option(word),
              startMs: milliseconds,
              endMs: milliseconds,
              startOffset: offset,
              endOffset: offset,
            }),
          ),
          { maxLength: 2 },
        ),
        profile: fc.constant(PREPARED.profile),
        vector,
        passages,
      })
      .map(({ passages: kept, ...rest }) => ({ ...rest, ...(kept === null ? {} : { passages: kept }) })),
  ) satisfies fc.Arbitrary<VectorRow>,
  terms: fc.array(term, { maxLength: 6 }),
});

type VectorStep = (store: VectorStore) => Promise<void>;

const vectorStep: fc.Arbitrary<VectorStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(chunk, { maxLength: 4 }).map(
      (rows): VectorStep =>
        (store) =>
          store.upsert(rows),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(id, { maxLength: 2 }).map(
      (ids): VectorStep =>
        (store) =>
          store.remove(ids),
    ),
  },
  { weight: 1, arbitrary: fc.constant<VectorStep>((store) => store.clear()) },
);

const filters = [{}, { speaker: "ann" }, { files: ["a.vtt", "😀.vtt"] }, { files: ["b.vtt"], speaker: "strasse" }];

/** Scores are rounded: one store computes in single, the other in double precision. */
const rounded = (found: readonly ChunkCandidate[]) =>
  byId(found).map((chunk) => ({
    ...chunk,
    words: Math.round(chunk.words * 1e4) + 0,
    similarity: Math.round(chunk.similarity * 1e4) + 0,
  }));

async function chunksOf(store: VectorStore, terms: readonly string[]): Promise<unknown> {
  const results: unknown[] = [await store.count(), await store.files(), await collect(store.rows())];
  results.push(await store.documentFrequencies(terms));
  results.push(await store.neighbours(FEW_IDS, { before: 3, after: 5 }));
  for (const filter of filters) {
    const query = {
      terms,
      vector: Float32Array.of(1, 0.5, 0),
      filter,
      named: ["b.vtt"],
      beyondTerms: { ids: FEW_IDS },
    };
    for (const limit of [1, ALL.limit]) results.push(rounded(await store.candidates({ ...query, limit })));
  }
  return results;
}

describe("the vector store in SQLite", () => {
  it("returns the same as the store in memory after any steps, also when it is opened again", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(vectorStep, { maxLength: 12 }),
        fc.array(term, { maxLength: 4 }),
        async (steps, terms) => {
          const path = join(folder, `${run++}.db`);
          await using memory = createMemoryVectorStore();
          {
            await using store = openSqliteVectorStore(path, { workspace: "one" });
            for (const one of [memory, store]) await one.prepare(PREPARED);
            for (const step of steps) await Promise.all([step(memory), step(store)]);
            if (run % 2 === 0) expect(await chunksOf(store, terms)).toEqual(await chunksOf(memory, terms));
          }
          await using again = openSqliteVectorStore(path, { workspace: "one", readonly: true });
          expect(await chunksOf(again, terms)).toEqual(await chunksOf(memory, terms));
        },
      ),
      costlyRuns(30),
    );
  });
});
