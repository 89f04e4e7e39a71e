import assert from "node:assert/strict";
import {
  type Antecedent,
  CROSS_EPISODE,
  type EntityRow,
  type EvidenceRow,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  type MentionRow,
  type QuoteRow,
} from "../../model/index.ts";
import type {
  EvidencePosition,
  FilePosition,
  RelationshipInContext,
  GraphStore,
  Page,
  PositionOf,
  RelationshipPosition,
} from "../../ports/index.ts";
import type { ConformanceCase, Make } from "../conformance.ts";
import { byId, collect, ids, rejectsAborted, rejectsWith } from "./assertions.ts";
import { projectionStateCases, sampleEpoch } from "./projection-state.ts";
import {
  AWKWARD_TEXTS,
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "./sample-rows.ts";

const ALL = { limit: 1_000 };

function positionOf({ id, evidence }: MentionRow | EvidenceRow | QuoteRow): EvidencePosition {
  const { file, startOffset, endOffset } = evidence;
  return { file, startOffset, endOffset, id };
}

/** Fails unless the list continues after each of its items with the following items. */
async function walks<Item, Position>(
  all: readonly Item[],
  read: (page: Page<Position>) => Promise<readonly Item[]>,
  position: (item: Item) => Position,
): Promise<void> {
  for (const [index, item] of all.entries()) {
    const after = position(item);
    assert.deepEqual(await read({ limit: 1_000, after }), all.slice(index + 1));
    assert.deepEqual(await read({ limit: 2, after }), all.slice(index + 1, index + 3));
  }
}

/** Different numbers, so that they cannot be confused. */
const UNLIKE = { stated: 2 ** 39, negated: 5, question: 4, hypothetical: 3, implied: 0 };

async function prepared(make: Make<GraphStore>, workspace = "one"): Promise<GraphStore> {
  const store = await make({ workspace });
  await store.prepare();
  return store;
}

function antecedentsOf(text: string): readonly Antecedent[] {
  const position = { chunk: sampleId("before"), startMs: 1_500, endMs: null, startOffset: 3, endOffset: 9 };
  return [
    { ...position, speaker: text, approximate: true, text },
    { ...position, speaker: null, text: "the plan" },
  ];
}

/** Rows of every kind, with every awkward text. */
function awkwardRows(): Readonly<Record<GraphRowKind, readonly GraphRow[]>> {
  const each = <Row extends GraphRow>(row: (text: string, id: string) => Row): readonly Row[] =>
    AWKWARD_TEXTS.map((text, index) => row(text, `awkward ${index}`));
  return {
    transcript: each((text, id) => sampleTranscript(id, { file: text, format: text })),
    chunk: each((text, id) =>
      sampleChunk(id, { file: text, text, speakers: [text, "", text], profile: text, startMs: 0.5, approximate: true }),
    ),
    entity: each((text, id) =>
      sampleEntity(id, {
        name: text,
        type: text,
        aliases: [
          { name: text, reason: text },
          { name: "x", reason: "case" },
        ],
      }),
    ),
    mention: each((text, id) =>
      sampleMention(id, { evidence: { file: text, speaker: text, text, approximate: true } }),
    ),
    relationship: each((text, id) =>
      sampleRelationship(id, { type: text, confidence: 1 / 3, count: 2 ** 40, polarity: UNLIKE }),
    ),
    quote: each((text, id) =>
      sampleQuote(id, {
        text,
        speaker: null,
        about: [],
        evidence: { text: "other", speaker: null, approximate: true },
      }),
    ),
    evidence: each((text, id) =>
      sampleEvidenceRow(id, {
        evidence: { text, startMs: null, endMs: null, polarity: "negated", antecedents: antecedentsOf(text) },
      }),
    ),
  };
}

const writing: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "returns exactly the rows of every kind that were written",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardRows();
      for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(store.rows(kind)), byId(rows[kind]));
      assert.deepEqual(await store.findEntities([sampleId("awkward 0")]), rows.entity.slice(0, 1));
      const chunks = ["awkward 1", "unknown", "awkward 0"].map(sampleId);
      assert.deepEqual(await store.chunks(chunks), [rows.chunk[1], rows.chunk[0]]);
      assert.deepEqual(await store.findEntities([sampleId("unknown")]), []);
      assert.deepEqual(await store.findEntities([]), []);
      assert.deepEqual(await store.chunks([]), []);
    },
  },
  {
    name: "accepts rows that refer to missing rows",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("evidence", [sampleEvidenceRow("a")]);
      await store.upsert("quote", [sampleQuote("b")]);
      assert.deepEqual(await store.evidence([sampleId("relationship")], ALL), [sampleEvidenceRow("a")]);
      assert.deepEqual(await store.findEntities([sampleId("ann")]), []);
      await store.upsert("relationship", [sampleRelationship("c")]);
      assert.deepEqual(await store.relationshipsInContext([sampleId("source")], ALL), [
        { of: sampleId("source"), relationship: sampleRelationship("c"), source: null, target: null, evidence: [] },
      ]);
      const mention = sampleMention("d");
      await store.upsert("mention", [mention]);
      assert.deepEqual(await store.mentionsInContext(mention.entity, ALL), [{ mention, chunk: null }]);
    },
  },
  {
    name: "replaces the whole row with the same id, and counts it once",
    async run(make) {
      await using store = await prepared(make);
      const before = [
        sampleEntity("a", { name: "Old", aliases: [{ name: "Older", reason: "case" }], mentions: 5 }),
        sampleMention("a", { entity: sampleId("named"), evidence: { speaker: "Bo", polarity: "negated" } }),
        sampleRelationship("a", { source: sampleId("from"), count: 3, confidence: 0.25, polarity: UNLIKE }),
        sampleQuote("a", { speaker: sampleId("old"), about: [sampleId("old")], text: "other" }),
      ];
      const after = [
        sampleEntity("a", { name: "New", type: "Person" }),
        sampleMention("a", { entity: sampleId("named"), evidence: { file: "two.vtt", speaker: null } }),
        sampleRelationship("a", { source: sampleId("from") }),
        sampleQuote("a", { speaker: sampleId("new"), about: [sampleId("new"), sampleId("new")] }),
      ];
      for (const row of before) await store.upsert(row.kind, [row, row]);
      for (const row of [...after, ...after]) await store.upsert(row.kind, [row]);
      for (const row of after) assert.deepEqual(await collect(store.rows(row.kind)), [row]);
      assert.deepEqual((await store.counts()).byType, { entities: { Person: 1 }, relationships: { CAUSES: 1 } });
      assert.deepEqual(await store.findEntities(["Old", "Older"]), []);
      assert.deepEqual(await store.entities({ ...ALL, type: "Concept" }), []);
      assert.deepEqual(await store.mentionCounts([{ entity: sampleId("named") }]), [
        [{ file: "two.vtt", mentions: 1, found: 0 }],
      ]);
      assert.deepEqual(await store.relationships({ ...ALL, entity: sampleId("from") }), [after[2]]);
      assert.deepEqual(await store.quotes({ ...ALL, speaker: sampleId("old") }), []);
      assert.deepEqual(await store.quotes({ ...ALL, about: sampleId("old") }), []);
      const about = await store.quotes({ ...ALL, about: sampleId("new") });
      assert.deepEqual(
        about.map(({ quote }) => quote.id),
        [sampleId("a")],
      );
    },
  },
  {
    name: "removes rows by id, and ignores unknown ids",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardRows();
      for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
      for (const kind of GRAPH_ROW_KINDS)
        await store.remove(kind, [...ids(rows[kind]).slice(1), sampleId("unknown"), sampleId("unknown")]);
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(store.rows(kind)), rows[kind].slice(0, 1));
      assert.deepEqual(await store.findEntities(["x"]), rows.entity.slice(0, 1));
      for (const kind of GRAPH_ROW_KINDS) await store.remove(kind, ids(rows[kind]));
      const { byType, ...counts } = await store.counts();
      assert.deepEqual(new Set(Object.values(counts)), new Set([0]));
      assert.deepEqual(byType, { entities: {}, relationships: {} });
    },
  },
  {
    name: "writes all rows of a call or none",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("entity", []);
      await store.remove("entity", []);
      await assert.rejects(store.upsert("entity", [sampleEntity("a"), sampleTranscript("b"), sampleEntity("c")]));
      assert.deepEqual(await collect(store.rows("entity")), []);
      await store.upsert("entity", [sampleEntity("c", { type: "Person" })]);
      assert.deepEqual((await store.counts()).byType.entities, { Person: 1 });
    },
  },
  {
    name: "keeps the state of its last completed projection, and removes it with its rows when cleared",
    async run(make) {
      await using store = await prepared(make);
      assert.equal(await store.state(), null);
      const rows = awkwardRows();
      for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
      assert.equal(await store.state(), null);
      await store.complete({ marker: "m", epoch: sampleEpoch(1) });
      await store.complete({ marker: "m", epoch: sampleEpoch(2) });
      await store.prepare();
      assert.deepEqual(await store.state(), { marker: "m", epoch: sampleEpoch(2), writing: null });
      await store.clear();
      assert.equal(await store.state(), null);
      assert.equal((await store.counts()).mentions, 0);
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(store.rows(kind)), []);
      assert.deepEqual(await store.findEntities(["x"]), []);
      await store.upsert("entity", rows.entity);
      assert.deepEqual(await collect(store.rows("entity")), byId(rows.entity));
    },
  },
  {
    name: "keeps workspaces apart",
    async run(make) {
      await using one = await prepared(make, "one");
      await using two = await prepared(make, "two");
      await one.upsert("entity", [sampleEntity("a", { name: "of one" })]);
      await two.upsert("entity", [sampleEntity("a", { name: "of two" }), sampleEntity("b")]);
      await one.complete({ marker: "m", epoch: sampleEpoch(1) });
      assert.equal(await two.state(), null);
      assert.equal((await one.findEntities([sampleId("a")]))[0]?.name, "of one");
      assert.equal((await one.counts()).entities, 1);
      assert.deepEqual(await one.findEntities(["of two"]), []);
      await one.remove("entity", [sampleId("b")]);
      await one.clear();
      assert.equal((await two.counts()).entities, 2);
    },
  },
  {
    name: "keeps everything when it is closed and opened again",
    async run(make) {
      const rows = awkwardRows();
      {
        await using store = await prepared(make);
        for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
        await store.complete({ marker: "m", epoch: sampleEpoch(7) });
      }
      await using again = await prepared(make);
      assert.deepEqual(await again.state(), { marker: "m", epoch: sampleEpoch(7), writing: null });
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(again.rows(kind)), byId(rows[kind]));
      assert.equal((await again.counts()).entities, rows.entity.length);
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const store = await prepared(make);
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await rejectsWith("store", store.counts());
      await rejectsWith("store", store.upsert("entity", [sampleEntity("a")]));
    },
  },
];

const reading: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "counts rows by kind, entities and relationships by type",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("transcript", [sampleTranscript("a")]);
      await store.upsert("chunk", [sampleChunk("a"), sampleChunk("b")]);
      await store.upsert("entity", [sampleEntity("a"), sampleEntity("b", { type: "__proto__" }), sampleEntity("c")]);
      await store.upsert(
        "mention",
        [1, 2, 3, 4].map((n) => sampleMention(`m${n}`)),
      );
      await store.upsert("relationship", [sampleRelationship("a"), sampleRelationship("b", { type: CROSS_EPISODE })]);
      await store.upsert("quote", [sampleQuote("a")]);
      await store.upsert("evidence", [sampleEvidenceRow("a"), sampleEvidenceRow("b")]);
      const counts = await store.counts();
      const entityTypes = Object.entries(counts.byType.entities).sort();
      assert.deepEqual(entityTypes, [
        ["Concept", 2],
        ["__proto__", 1],
      ]);
      assert.deepEqual(counts.byType.relationships, { CAUSES: 1, [CROSS_EPISODE]: 1 });
      const { byType: _, ...totals } = counts;
      assert.deepEqual(totals, {
        transcripts: 1,
        chunks: 2,
        entities: 3,
        mentions: 4,
        relationships: 2,
        quotes: 1,
        evidence: 2,
      });
    },
  },
  {
    name: "lists every row of a kind once, in the order of id",
    async run(make) {
      await using store = await prepared(make);
      for (const count of [1_000, 1_003]) {
        const rows = Array.from({ length: count }, (_, n) => sampleMention(`m${n}`));
        await store.upsert("mention", rows);
        assert.deepEqual(ids(await collect(store.rows("mention"))), ids(byId(rows)));
        const entities = Array.from({ length: count }, (_, n) => sampleEntity(`e${n}`));
        await store.upsert("entity", entities);
        assert.deepEqual(ids(await collect(store.rows("entity"))), ids(byId(entities)));
      }
    },
  },
  {
    name: "lists transcripts in the order of file",
    async run(make) {
      await using store = await prepared(make);
      const rows = ["b/2.vtt", "a.vtt", "b/10.vtt"].map((file) => sampleTranscript(file, { file }));
      await store.upsert("transcript", rows);
      assert.deepEqual(
        (await store.transcripts(ALL)).map((row) => row.file),
        ["a.vtt", "b/10.vtt", "b/2.vtt"],
      );
      await walks(
        ["a.vtt", "b/10.vtt", "b/2.vtt"].map((file) => sampleTranscript(file, { file })),
        (page: Page<FilePosition>) => store.transcripts(page),
        ({ file, id }) => ({ file, id }),
      );
    },
  },
  {
    name: "finds entities by name or alias without case, in any script",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("entity", [
        sampleEntity("a", { name: "Straße", aliases: [{ name: "ΟΔΌΣ", reason: "case" }], mentions: 2 }),
        sampleEntity("b", { name: "STRASSE", mentions: 3 }),
        sampleEntity("c", {
          name: "Émile",
          aliases: [
            { name: "Zo\u0308e", reason: "title" },
            { name: "émile", reason: "case" },
          ],
        }),
        sampleEntity("d", { name: `${"a".repeat(5_000)}B` }),
        sampleEntity("e", { name: `${"a".repeat(5_000)}C` }),
      ]);
      const found = async (...names: string[]) => ids(await store.findEntities(names));
      assert.deepEqual(await found("strasse"), [sampleId("b"), sampleId("a")]);
      assert.deepEqual(await found("οδός"), [sampleId("a")]);
      assert.deepEqual(await found("ÉMILE"), [sampleId("c")]);
      assert.deepEqual(await found("ZÖE"), [sampleId("c")]);
      assert.deepEqual(await found(`${"A".repeat(5_000)}b`), [sampleId("d")]);
      assert.deepEqual(await found("émile", sampleId("d"), "straße"), [
        sampleId("b"),
        sampleId("a"),
        sampleId("d"),
        sampleId("c"),
      ]);
      assert.deepEqual(await found("lone \ud83d surrogate", "none", "ZÖE"), [sampleId("c")]);
      assert.deepEqual(await found("Stra"), []);
      assert.deepEqual(await found("%"), []);
      assert.deepEqual(await found(""), []);
    },
  },
  {
    name: "lists entities most mentioned first, then by name and id, of one type or all",
    async run(make) {
      await using store = await prepared(make);
      const rows = [
        sampleEntity("a", { name: "Zed", mentions: 9 }),
        sampleEntity("b", { name: "Abe", mentions: 3, type: "Person" }),
        sampleEntity("c", { name: "Bee", mentions: 3 }),
        ...["d", "e"].map((id) => sampleEntity(id, { name: "Bee", mentions: 3, type: "Person" })),
      ];
      await store.upsert("entity", rows);
      const same = byId([rows[2], rows[3], rows[4]].filter((row) => row !== undefined));
      const order = [sampleId("a"), sampleId("b"), ...ids(same)];
      assert.deepEqual(ids(await store.entities(ALL)), order);
      assert.deepEqual(ids(await store.entities({ limit: 2 })), order.slice(0, 2));
      const people = order.filter((id) => rows.find((row) => row.id === id)?.type === "Person");
      assert.deepEqual(ids(await store.entities({ ...ALL, type: "Person" })), people);
      assert.deepEqual(ids(await store.entities({ limit: 1, type: "Person" })), people.slice(0, 1));
      assert.deepEqual(await store.entities({ ...ALL, type: "Unknown" }), []);
      assert.deepEqual(await store.entities({ limit: 0 }), []);
    },
  },
  {
    name: "continues a list of entities after any of them, of one type or all",
    async run(make) {
      await using store = await prepared(make);
      const names = ["Zed", "Bee", "Bee", "", "é", "👩‍🚀", "lone \ud83d surrogate", "a\0b", "long ".repeat(20_000)];
      const rows = [3, 2, 1].flatMap((mentions) =>
        names.map((name, n) =>
          sampleEntity(`${mentions} ${n}`, { name, mentions, type: n % 2 === 0 ? "Person" : "Concept" }),
        ),
      );
      await store.upsert("entity", rows);
      for (const filter of [{}, { type: "Person" }]) {
        const all = await store.entities({ ...ALL, ...filter });
        for (const [index, after] of all.entries()) {
          assert.deepEqual(ids(await store.entities({ ...ALL, ...filter, after })), ids(all.slice(index + 1)));
          assert.deepEqual(await store.entities({ limit: 2, ...filter, after }), all.slice(index + 1, index + 3));
        }
      }
    },
  },
  {
    name: "lists relationships the best supported first, CROSS_EPISODE only if requested",
    async run(make) {
      await using store = await prepared(make);
      const [a, b, c] = [sampleId("a"), sampleId("b"), sampleId("c")];
      const rows = [
        sampleRelationship("1", { source: a, target: b, count: 5, confidence: 0.2 }),
        sampleRelationship("2", { source: b, target: a, count: 5, confidence: 0.9, type: "ENABLES" }),
        sampleRelationship("3", { source: a, target: a, count: 7 }),
        sampleRelationship("4", { source: b, target: c, count: 8 }),
        sampleRelationship("5", { source: a, target: sampleId("transcript"), type: CROSS_EPISODE, count: 99 }),
      ];
      await store.upsert("relationship", rows);
      const found = async (options: { entity?: string; type?: string; limit?: number }) =>
        (await store.relationships({ ...ALL, ...options })).map(
          (row) => rows.findIndex((one) => one.id === row.id) + 1,
        );
      assert.deepEqual(await found({}), [4, 3, 2, 1]);
      assert.deepEqual(await found({ limit: 2 }), [4, 3]);
      assert.deepEqual(await found({ entity: a }), [3, 2, 1]);
      assert.deepEqual(await found({ entity: a, limit: 1 }), [3]);
      for (const filter of [{}, { entity: a }, { type: "CAUSES" }, { entity: a, type: "CAUSES" }])
        await walks(
          await store.relationships({ ...ALL, ...filter }),
          (page: Page<RelationshipPosition>) => store.relationships({ ...page, ...filter }),
          ({ count, confidence, id }) => ({ count, confidence, id }),
        );
      assert.deepEqual(await found({ entity: a, type: "ENABLES" }), [2]);
      assert.deepEqual(await found({ type: "CAUSES" }), [4, 3, 1]);
      assert.deepEqual(await found({ type: CROSS_EPISODE }), [5]);
      assert.deepEqual(await found({ entity: sampleId("transcript"), type: CROSS_EPISODE }), [5]);
      assert.deepEqual(await found({ entity: sampleId("unknown") }), []);
      assert.deepEqual(await found({ type: "UNKNOWN" }), []);
      const ties = Array.from({ length: 20 }, (_, n) => sampleRelationship(`tie ${n}`, { source: sampleId("hub") }));
      await store.upsert("relationship", ties);
      assert.deepEqual(ids(await store.relationships({ ...ALL, entity: sampleId("hub") })), ids(byId(ties)));
      await walks(
        byId(ties),
        (page: Page<RelationshipPosition>) => store.relationships({ ...page, entity: sampleId("hub") }),
        ({ count, confidence, id }) => ({ count, confidence, id }),
      );
    },
  },
  {
    name: "lists mentions and evidence of each subject in turn, in the order of file and offset, page by page",
    async run(make) {
      await using store = await prepared(make);
      const positions = ["b.vtt", "a.vtt", "c.vtt"].flatMap((file) =>
        [30, 4, 100].map((startOffset) => ({ file, startOffset })),
      );
      const mentions = positions.map((evidence, n) => sampleMention(`m${n}`, { evidence }));
      const evidence = positions.map((position, n) => sampleEvidenceRow(`e${n}`, { evidence: position }));
      const order = [4, 3, 5, 1, 0, 2, 7, 6, 8];
      for (const completed of [false, true]) {
        await store.upsert("mention", [...mentions, sampleMention("other", { entity: sampleId("other") })]);
        await store.upsert("evidence", [...evidence, sampleEvidenceRow("other", { of: sampleId("other") })]);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        assert.deepEqual(
          await store.mentions([sampleId("entity")], ALL),
          order.map((n) => mentions[n]),
        );
        assert.deepEqual(
          await store.evidence([sampleId("relationship")], ALL),
          order.map((n) => evidence[n]),
        );
        const both = ["other", "unknown", "entity"].map(sampleId);
        const inTurn = await store.mentions(both, ALL);
        assert.deepEqual(ids(inTurn), [sampleId("other"), ...order.map((n) => sampleId(`m${n}`))]);
        await walks(
          inTurn,
          (page: Page<PositionOf<EvidencePosition>>) => store.mentions(both, page),
          (row) => ({ of: row.entity, ...positionOf(row) }),
        );
        const two = ["relationship", "other"].map(sampleId);
        await walks(
          await store.evidence(two, ALL),
          (page: Page<PositionOf<EvidencePosition>>) => store.evidence(two, page),
          (row) => ({ of: row.of, ...positionOf(row) }),
        );
        assert.deepEqual(
          await store.mentionCounts(["entity", "unknown", "other"].map((id) => ({ entity: sampleId(id) }))),
          [
            ["a.vtt", "b.vtt", "c.vtt"].map((file) => ({ file, mentions: 3, found: 0 })),
            [],
            [{ file: "one.vtt", mentions: 1, found: 0 }],
          ],
        );
        assert.deepEqual(await store.mentions([sampleId("unknown")], ALL), []);
        assert.deepEqual(await store.mentions([], ALL), []);
        assert.deepEqual(await store.evidence([sampleId("relationship")], { limit: 0 }), []);
      }
    },
  },
  {
    name: "returns mentions with their chunks, and the chunks of a transcript in order, page by page",
    async run(make) {
      await using store = await prepared(make);
      const chunks = [4, 0, 2, 1].map((ordinal) =>
        sampleChunk(`c${ordinal}`, { ordinal, transcript: sampleId("t"), text: `chunk ${ordinal}` }),
      );
      const inOrder = chunks.toSorted((left, right) => left.ordinal - right.ordinal);
      await store.upsert("transcript", [sampleTranscript("t")]);
      await store.upsert("chunk", [...chunks, sampleChunk("elsewhere", { transcript: sampleId("other") })]);
      const mentions = inOrder.map((chunk, n) =>
        sampleMention(`m${n}`, { evidence: { chunk: chunk.id, startOffset: 10 * n, endOffset: 10 * n + 5 } }),
      );
      await store.upsert("mention", mentions);
      for (const completed of [false, true]) {
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        assert.deepEqual(await store.transcriptChunks(sampleId("t"), ALL), inOrder);
        await walks(
          inOrder,
          (page: Page<number>) => store.transcriptChunks(sampleId("t"), page),
          ({ ordinal }) => ordinal,
        );
        assert.deepEqual(await store.transcriptChunks(sampleId("unknown"), ALL), []);
        const expected = mentions.map((mention, n) => ({ mention, chunk: inOrder[n] ?? null }));
        assert.deepEqual(await store.mentionsInContext(sampleId("entity"), ALL), expected);
        await walks(
          expected,
          (page: Page<EvidencePosition>) => store.mentionsInContext(sampleId("entity"), page),
          ({ mention }) => positionOf(mention),
        );
      }
    },
  },
  {
    name: "returns the relationships of each entity in turn, with their ends and the requested evidence",
    async run(make) {
      await using store = await prepared(make);
      const [a, b, c] = ["a", "b", "c"].map((id) => sampleEntity(id)) as [EntityRow, EntityRow, EntityRow];
      await store.upsert("entity", [a, b, c]);
      const rows = [
        sampleRelationship("1", { source: a.id, target: b.id, count: 5, confidence: 0.2 }),
        sampleRelationship("2", { source: b.id, target: a.id, count: 5, confidence: 0.9 }),
        sampleRelationship("3", { source: a.id, target: a.id, count: 7 }),
        sampleRelationship("4", { source: b.id, target: c.id, count: 8 }),
        sampleRelationship("5", { source: a.id, target: sampleId("transcript"), type: CROSS_EPISODE, count: 99 }),
      ] as const;
      await store.upsert("relationship", rows);
      const evidence = [30, 10, 20].map((startOffset) =>
        sampleEvidenceRow(`e${startOffset}`, { of: rows[1].id, evidence: { startOffset } }),
      );
      await store.upsert("evidence", evidence);
      const of = [c.id, sampleId("unknown"), a.id, b.id];
      const relationships = await store.relationshipsInContext(of, ALL);
      const listed = (found: readonly RelationshipInContext[]) =>
        found.map((found) =>
          [found.of, found.relationship.id].map((id) => of.indexOf(id) + 1 || ids(rows).indexOf(id) + 1),
        );
      assert.deepEqual(listed(relationships), [
        [1, 4],
        [3, 3],
        [3, 2],
        [3, 1],
        [4, 4],
        [4, 2],
        [4, 1],
      ]);
      assert.deepEqual(relationships[0], { of: c.id, relationship: rows[3], source: b, target: c, evidence: [] });
      await walks(
        relationships,
        (page: Page<PositionOf<RelationshipPosition>>) => store.relationshipsInContext(of, page),
        (found) => {
          const { count, confidence, id } = found.relationship;
          return { of: found.of, count, confidence, id };
        },
      );
      const [first] = await store.relationshipsInContext([b.id], { limit: 9, evidence: { limit: 2 } });
      assert.deepEqual(first?.evidence, []);
      const [, withEvidence] = await store.relationshipsInContext([b.id], { limit: 2, evidence: { limit: 2 } });
      assert.deepEqual(withEvidence?.evidence, [evidence[1], evidence[2]]);
      assert.deepEqual(await store.relationshipsInContext([], ALL), []);
    },
  },
  {
    name: "rejects every read with the reason of a signal that is aborted",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("entity", [sampleEntity("a")]);
      const signal = AbortSignal.abort(new DOMException("no longer wanted", "AbortError"));
      const page = { ...ALL, signal };
      const id = sampleId("a");
      for (const read of [
        () => store.counts({ signal }),
        () => collect(store.rows("entity", { signal })),
        () => store.transcripts(page),
        () => store.transcriptChunks(id, page),
        () => store.chunks([id], { signal }),
        () => store.findEntities([id], { signal }),
        () => store.entities(page),
        () => store.relationships(page),
        () => store.relationshipsInContext([id], page),
        () => store.evidence([id], page),
        () => store.mentions([id], page),
        () => store.mentionsInContext(id, page),
        () => store.mentionCounts([{ entity: id }], { signal }),
        () => store.speech(id, { limit: 1, evidence: 1, signal }),
        () => store.speakerLabels([id], { signal }),
        () => store.quotes(page),
      ])
        await rejectsAborted(read());
      assert.equal((await store.findEntities([id])).length, 1);
    },
  },
  {
    name: "lists quotes by speaker, by what they are about, or all, in the order of file and offset",
    async run(make) {
      await using store = await prepared(make);
      const [ann, bo] = [sampleId("ann"), sampleId("bo")];
      await store.upsert("quote", [
        sampleQuote("1", { speaker: ann, about: [bo], evidence: { file: "b.vtt", startOffset: 5 } }),
        sampleQuote("2", { speaker: bo, about: [ann, bo], evidence: { file: "b.vtt", startOffset: 1 } }),
        sampleQuote("3", { speaker: null, about: [], evidence: { file: "a.vtt", startOffset: 9 } }),
        sampleQuote("4", { speaker: ann, about: [ann], evidence: { file: "a.vtt", startOffset: 10 } }),
      ]);
      const found = async (options: { speaker?: string; about?: string; of?: string; limit?: number }) =>
        (await store.quotes({ ...ALL, ...options })).map(({ quote }) => quote.id);
      const order = (...numbers: number[]) => numbers.map((n) => sampleId(String(n)));
      assert.deepEqual(await found({}), order(3, 4, 2, 1));
      assert.deepEqual(await found({ limit: 2 }), order(3, 4));
      assert.deepEqual(await found({ speaker: ann }), order(4, 1));
      assert.deepEqual(await found({ about: bo }), order(2, 1));
      assert.deepEqual(await found({ speaker: ann, about: bo }), order(1));
      assert.deepEqual(await found({ of: ann }), order(4, 2, 1));
      assert.deepEqual(await found({ of: bo }), order(2, 1));
      for (const unknown of [{ speaker: sampleId("unknown") }, { of: sampleId("unknown") }])
        assert.deepEqual(await found(unknown), []);
      for (const filter of [{}, { speaker: ann }, { of: ann }])
        await walks(
          await store.quotes({ ...ALL, ...filter }),
          (page: Page<EvidencePosition>) => store.quotes({ ...page, ...filter }),
          ({ quote }) => positionOf(quote),
        );
      const subjects = [sampleEntity("bo", { name: "Bo" }), sampleEntity("ann", { name: "Ann" })];
      await store.upsert("entity", subjects.slice(0, 1));
      assert.deepEqual((await store.quotes({ ...ALL, speaker: bo }))[0]?.subjects, subjects.slice(0, 1));
      await store.upsert("entity", subjects);
      assert.deepEqual((await store.quotes({ ...ALL, speaker: bo }))[0]?.subjects, subjects.toReversed());
    },
  },
];

const [ANN, BO, SLEEP, FOCUS] = [sampleId("ann"), sampleId("bo"), sampleId("sleep"), sampleId("focus")];

/**
 * A mention at an offset of a chunk, by a speaker. If its words are the label of the speaker, it mentions the speaker.
 */
function said(id: string, entity: string, chunk: string, startOffset: number, speaker: string, text = "words") {
  return sampleMention(id, {
    entity,
    evidence: { file: `${chunk}.vtt`, chunk: sampleId(chunk), startOffset, endOffset: startOffset + 5, speaker, text },
  });
}

/**
 * Ann speaks in two chunks, with a different label in each. Bo speaks only in the first, where he says a word that is
 * her label.
 */
const SPEECH = [
  said("1", ANN, "one", 0, "Ann", "Ann"),
  said("2", SLEEP, "one", 10, "Ann"),
  said("3", FOCUS, "one", 20, "Ann"),
  said("4", BO, "one", 30, "Bo", "Bo"),
  said("5", SLEEP, "one", 40, "Bo"),
  said("6", ANN, "one", 50, "Bo", "Ann"),
  said("7", FOCUS, "one", 60, "Bo", "Bo"),
  said("8", ANN, "two", 0, "Dr. Lee", "Dr. Lee"),
  said("9", SLEEP, "two", 10, "Dr. Lee"),
  said("10", BO, "two", 20, "Dr. Lee"),
  // In a chunk without a mention of her label, the same label may belong to another person.
  said("11", SLEEP, "three", 10, "Ann"),
];

const speaking: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "lists the labels under which a person speaks, and the topics of the person, the most mentioned first",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one"), sampleChunk("two"), sampleChunk("three")]);
      const names = { [ANN]: "Ann", [BO]: "Bo", [SLEEP]: "sleep", [FOCUS]: "focus" };
      const entities = ["ann", "bo", "sleep", "focus"].map((id) =>
        sampleEntity(id, { name: names[sampleId(id)] ?? "" }),
      );
      await store.upsert("entity", entities);
      for (const completed of [false, true]) {
        await store.upsert("mention", SPEECH);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        const topics = async (person: string, limit = 9) =>
          (await store.speech(person, { limit, evidence: 1 })).topics.map(({ entity, mentions }) => [
            entity.name,
            mentions,
          ]);
        assert.deepEqual(await topics(ANN), [
          ["sleep", 2],
          ["Bo", 1],
          ["focus", 1],
        ]);
        assert.deepEqual(await topics(ANN, 1), [["sleep", 2]]);
        assert.deepEqual(await topics(BO), [
          ["Ann", 1],
          ["focus", 1],
          ["sleep", 1],
        ]);
        const [first] = (await store.speech(ANN, { limit: 1, evidence: 3 })).topics;
        assert.deepEqual(first, { entity: entities[2], mentions: 2, evidence: [SPEECH[1], SPEECH[8]] });
        assert.deepEqual((await store.speech(ANN, { limit: 1, evidence: 1 })).topics[0]?.evidence, [SPEECH[1]]);
        const silent = [SLEEP, FOCUS, sampleId("unknown")];
        assert.deepEqual(await store.speakerLabels([ANN, SLEEP, BO]), [["Ann", "Dr. Lee"], [], ["Bo"]]);
        assert.deepEqual(
          await store.speakerLabels(silent),
          silent.map(() => []),
        );
        for (const person of silent)
          assert.deepEqual(await store.speech(person, { limit: 9, evidence: 9 }), { topics: [], statements: [] });
      }
    },
  },
  {
    name: "holds mentions that were found afterwards, and counts them apart",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one"), sampleChunk("two"), sampleChunk("three")]);
      await store.upsert("entity", [sampleEntity("ann"), sampleEntity("sleep"), sampleEntity("focus")]);
      const found = [
        said("12", FOCUS, "two", 20, "Dr. Lee"),
        said("13", FOCUS, "three", 5, "Bo"),
        said("14", SLEEP, "one", 90, "Ann"),
      ].map((row): MentionRow => ({ ...row, found: true, evidence: { ...row.evidence, polarity: "implied" } }));
      await store.upsert("mention", [...SPEECH, ...found]);
      assert.deepEqual(ids(await store.mentions([FOCUS], ALL)), ["3", "7", "13", "12"].map(sampleId));
      assert.deepEqual((await store.mentions([FOCUS], ALL))[2], found[1]);
      assert.deepEqual(await store.mentionCounts([{ entity: FOCUS }, { entity: FOCUS, speaker: ANN }]), [
        [
          { file: "one.vtt", mentions: 2, found: 0 },
          { file: "three.vtt", mentions: 0, found: 1 },
          { file: "two.vtt", mentions: 0, found: 1 },
        ],
        [
          { file: "one.vtt", mentions: 1, found: 0 },
          { file: "two.vtt", mentions: 0, found: 1 },
        ],
      ]);
      const { topics } = await store.speech(ANN, { limit: 9, evidence: 9 });
      assert.deepEqual(
        topics.map(({ entity, mentions, evidence }) => [entity.id, mentions, ids(evidence)]),
        [
          [SLEEP, 2, ["2", "9"].map(sampleId)],
          [FOCUS, 1, ["3"].map(sampleId)],
        ],
      );
      assert.equal((await store.counts()).mentions, SPEECH.length + found.length);
    },
  },
  {
    name: "restricts mentions and evidence to the words of a person, and lists the person's statements",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one"), sampleChunk("two"), sampleChunk("three")]);
      await store.upsert("mention", SPEECH);
      const relationships = [
        sampleRelationship("r1", { source: SLEEP, target: FOCUS, count: 2 }),
        sampleRelationship("r2", { source: FOCUS, target: SLEEP, count: 3, type: "RELATES_TO" }),
        sampleRelationship("r3", { source: SLEEP, target: ANN, count: 1 }),
      ];
      await store.upsert("relationship", relationships);
      const stated = [
        { id: "e1", of: "r1", chunk: "one", speaker: "Ann", polarity: "stated" },
        { id: "e2", of: "r1", chunk: "one", speaker: "Bo", polarity: "negated" },
        { id: "e3", of: "r2", chunk: "one", speaker: "Ann", polarity: "implied" },
        { id: "e4", of: "r3", chunk: "two", speaker: "Dr. Lee", polarity: "question" },
        { id: "e5", of: "r3", chunk: "three", speaker: "Ann", polarity: "stated" },
      ] as const;
      await store.upsert(
        "evidence",
        stated.map(({ id, of, chunk, speaker, polarity }) =>
          sampleEvidenceRow(id, {
            of: sampleId(of),
            evidence: { file: `${chunk}.vtt`, chunk: sampleId(chunk), speaker, polarity },
          }),
        ),
      );
      const mentions = async (entity: string, speaker: string, page: Page<PositionOf<EvidencePosition>> = ALL) =>
        ids(await store.mentions([entity], { ...page, speaker }));
      assert.deepEqual(await mentions(SLEEP, ANN), [sampleId("2"), sampleId("9")]);
      assert.deepEqual(await mentions(SLEEP, ANN, { limit: 1 }), [sampleId("2")]);
      const after = { of: SLEEP, ...positionOf(SPEECH[1] as MentionRow) };
      assert.deepEqual(await mentions(SLEEP, ANN, { limit: 1, after }), [sampleId("9")]);
      assert.deepEqual(await mentions(SLEEP, BO), [sampleId("5")]);
      assert.deepEqual(await mentions(SLEEP, sampleId("unknown")), []);
      const inContext = await store.mentionsInContext(SLEEP, { ...ALL, speaker: ANN });
      assert.deepEqual(
        inContext.map(({ mention, chunk }) => [mention.id, chunk?.id]),
        [
          [sampleId("2"), sampleId("one")],
          [sampleId("9"), sampleId("two")],
        ],
      );
      const counted = await store.mentionCounts([
        { entity: SLEEP, speaker: ANN },
        { entity: SLEEP },
        { entity: SLEEP, speaker: sampleId("unknown") },
      ]);
      assert.deepEqual(
        counted.map((files) => files.map(({ file, mentions: count }) => [file, count])),
        [
          [
            ["one.vtt", 1],
            ["two.vtt", 1],
          ],
          [
            ["one.vtt", 2],
            ["three.vtt", 1],
            ["two.vtt", 1],
          ],
          [],
        ],
      );
      const evidence = async (of: string, speaker: string) =>
        ids(await store.evidence([sampleId(of)], { ...ALL, speaker }));
      assert.deepEqual(await evidence("r1", ANN), [sampleId("e1")]);
      assert.deepEqual(await evidence("r2", ANN), [sampleId("e3")]);
      assert.deepEqual(await evidence("r3", ANN), [sampleId("e4")]);
      const linked = await store.relationshipsInContext([SLEEP], { ...ALL, evidence: { limit: 9, speaker: ANN } });
      assert.deepEqual(
        linked.map((found) => [found.relationship.id, ...ids(found.evidence)]),
        [
          [sampleId("r2"), sampleId("e3")],
          [sampleId("r1"), sampleId("e1")],
          [sampleId("r3"), sampleId("e4")],
        ],
      );
      const statements = async (person: string, limit = 9) =>
        (await store.speech(person, { limit, evidence: 9 })).statements;
      const ofAnn = await statements(ANN);
      assert.deepEqual(
        ofAnn.map((found) => [found.of, found.relationship.id, ...ids(found.evidence)]),
        [
          [ANN, sampleId("r1"), sampleId("e1")],
          [ANN, sampleId("r3"), sampleId("e4")],
        ],
      );
      assert.deepEqual(await statements(ANN, 1), ofAnn.slice(0, 1));
      assert.deepEqual(
        (await statements(BO)).map((found) => found.relationship),
        relationships.slice(0, 1),
      );
      assert.deepEqual(await statements(SLEEP), []);
    },
  },
];

const remembering = projectionStateCases<GraphStore>(
  prepared,
  (store) => store.upsert("entity", [sampleEntity("a")]),
  async (store) => (await store.counts()).entities,
);

/** The requirements on every GraphStore. */
export const graphStoreConformance: readonly ConformanceCase<GraphStore>[] = [
  ...writing,
  ...remembering,
  ...reading,
  ...speaking,
];
