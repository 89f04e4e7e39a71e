import assert from "node:assert/strict";
import { CROSS_EPISODE, GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind } from "../../model/index.ts";
import type { GraphStore } from "../../ports/index.ts";
import type { ConformanceCase, Make } from "../conformance.ts";
import { byId, collect, ids, rejectsWith } from "./assertions.ts";
import { projectionStateCases, sampleEpoch } from "./projection-state.ts";
import {
  AWKWARD_TEXTS,
  idOf,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "./sample-rows.ts";

const ALL = { limit: 1_000 };

/** Each another number, so that none can stand for another. */
const UNLIKE = { stated: 2 ** 39, negated: 5, question: 4, hypothetical: 3, implied: 0 };

async function prepared(make: Make<GraphStore>, workspace = "one"): Promise<GraphStore> {
  const store = await make({ workspace });
  await store.prepare();
  return store;
}

/** Rows of every kind, with every text awkward. */
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
      sampleEvidenceRow(id, { evidence: { text, startMs: null, endMs: null, polarity: "negated" } }),
    ),
  };
}

const writing: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "gives back exactly the rows of every kind that it was given",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardRows();
      for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(store.rows(kind)), byId(rows[kind]));
      assert.deepEqual(await store.entity(idOf("awkward 0")), rows.entity[0]);
      assert.deepEqual(await store.chunk(idOf("awkward 1")), rows.chunk[1]);
      assert.equal(await store.entity(idOf("unknown")), null);
      assert.equal(await store.chunk(idOf("unknown")), null);
    },
  },
  {
    name: "accepts rows that refer to rows it does not have",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("evidence", [sampleEvidenceRow("a")]);
      await store.upsert("quote", [sampleQuote("b")]);
      assert.deepEqual(await store.evidence(idOf("relationship"), ALL), [sampleEvidenceRow("a")]);
      assert.equal(await store.entity(idOf("ann")), null);
    },
  },
  {
    name: "replaces a row whose id exists whole, and counts it once",
    async run(make) {
      await using store = await prepared(make);
      const before = [
        sampleEntity("a", { name: "Old", aliases: [{ name: "Older", reason: "case" }], mentions: 5 }),
        sampleMention("a", { entity: idOf("named"), evidence: { speaker: "Bo", polarity: "negated" } }),
        sampleRelationship("a", { source: idOf("from"), count: 3, confidence: 0.25, polarity: UNLIKE }),
        sampleQuote("a", { speaker: idOf("old"), about: [idOf("old")], text: "other" }),
      ];
      const after = [
        sampleEntity("a", { name: "New", type: "Person" }),
        sampleMention("a", { entity: idOf("named"), evidence: { file: "two.vtt", speaker: null } }),
        sampleRelationship("a", { source: idOf("from") }),
        sampleQuote("a", { speaker: idOf("new"), about: [idOf("new"), idOf("new")] }),
      ];
      for (const row of before) await store.upsert(row.kind, [row, row]);
      for (const row of [...after, ...after]) await store.upsert(row.kind, [row]);
      for (const row of after) assert.deepEqual(await collect(store.rows(row.kind)), [row]);
      assert.deepEqual((await store.counts()).byType, { entities: { Person: 1 }, relationships: { CAUSES: 1 } });
      for (const name of ["Old", "Older"]) assert.deepEqual(await store.entitiesByName(name), []);
      assert.deepEqual(await store.entities({ ...ALL, type: "Concept" }), []);
      assert.deepEqual(await store.filesOf(idOf("named")), ["two.vtt"]);
      assert.deepEqual(await store.relationships({ ...ALL, entity: idOf("from") }), [after[2]]);
      assert.deepEqual(await store.quotes({ ...ALL, speaker: idOf("old") }), []);
      assert.deepEqual(await store.quotes({ ...ALL, about: idOf("old") }), []);
      assert.deepEqual(ids(await store.quotes({ ...ALL, about: idOf("new") })), [idOf("a")]);
    },
  },
  {
    name: "removes rows by id, and minds no unknown ids",
    async run(make) {
      await using store = await prepared(make);
      const rows = awkwardRows();
      for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, rows[kind]);
      for (const kind of GRAPH_ROW_KINDS)
        await store.remove(kind, [...ids(rows[kind]).slice(1), idOf("unknown"), idOf("unknown")]);
      for (const kind of GRAPH_ROW_KINDS) assert.deepEqual(await collect(store.rows(kind)), rows[kind].slice(0, 1));
      assert.deepEqual(await store.entitiesByName("x"), rows.entity.slice(0, 1));
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
    name: "remembers the state of its last completed projection, and forgets it with its rows when cleared",
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
      assert.deepEqual(await store.entitiesByName("x"), []);
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
      assert.equal((await one.entity(idOf("a")))?.name, "of one");
      assert.equal((await one.counts()).entities, 1);
      assert.deepEqual(await one.entitiesByName("of two"), []);
      await one.remove("entity", [idOf("b")]);
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
    name: "says that it is closed once it is disposed of, which may be done twice",
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
      assert.deepEqual(
        (await store.transcripts({ limit: 1, offset: 1 })).map((row) => row.file),
        ["b/10.vtt"],
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
      const found = async (name: string) => ids(await store.entitiesByName(name));
      assert.deepEqual(await found("strasse"), [idOf("b"), idOf("a")]);
      assert.deepEqual(await found("οδός"), [idOf("a")]);
      assert.deepEqual(await found("ÉMILE"), [idOf("c")]);
      assert.deepEqual(await found("ZÖE"), [idOf("c")]);
      assert.deepEqual(await found(`${"A".repeat(5_000)}b`), [idOf("d")]);
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
      const order = [idOf("a"), idOf("b"), ...ids(same)];
      assert.deepEqual(ids(await store.entities(ALL)), order);
      assert.deepEqual(ids(await store.entities({ limit: 2, offset: 1 })), order.slice(1, 3));
      const people = order.filter((id) => rows.find((row) => row.id === id)?.type === "Person");
      assert.deepEqual(ids(await store.entities({ ...ALL, type: "Person" })), people);
      assert.deepEqual(ids(await store.entities({ limit: 1, offset: 2, type: "Person" })), people.slice(2));
      assert.deepEqual(await store.entities({ ...ALL, type: "Unknown" }), []);
      assert.deepEqual(await store.entities({ limit: 0 }), []);
    },
  },
  {
    name: "goes on with a list of entities after any of them, of one type or all",
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
    name: "lists relationships the best supported first, CROSS_EPISODE only when asked for",
    async run(make) {
      await using store = await prepared(make);
      const [a, b, c] = [idOf("a"), idOf("b"), idOf("c")];
      const rows = [
        sampleRelationship("1", { source: a, target: b, count: 5, confidence: 0.2 }),
        sampleRelationship("2", { source: b, target: a, count: 5, confidence: 0.9, type: "ENABLES" }),
        sampleRelationship("3", { source: a, target: a, count: 7 }),
        sampleRelationship("4", { source: b, target: c, count: 8 }),
        sampleRelationship("5", { source: a, target: idOf("transcript"), type: CROSS_EPISODE, count: 99 }),
      ];
      await store.upsert("relationship", rows);
      const found = async (options: { entity?: string; type?: string; limit?: number; offset?: number }) =>
        (await store.relationships({ ...ALL, ...options })).map(
          (row) => rows.findIndex((one) => one.id === row.id) + 1,
        );
      assert.deepEqual(await found({}), [4, 3, 2, 1]);
      assert.deepEqual(await found({ limit: 2, offset: 1 }), [3, 2]);
      assert.deepEqual(await found({ entity: a }), [3, 2, 1]);
      assert.deepEqual(await found({ entity: a, limit: 1, offset: 1 }), [2]);
      assert.deepEqual(await found({ entity: a, type: "ENABLES" }), [2]);
      assert.deepEqual(await found({ type: "CAUSES" }), [4, 3, 1]);
      assert.deepEqual(await found({ type: CROSS_EPISODE }), [5]);
      assert.deepEqual(await found({ entity: idOf("transcript"), type: CROSS_EPISODE }), [5]);
      assert.deepEqual(await found({ entity: idOf("unknown") }), []);
      assert.deepEqual(await found({ type: "UNKNOWN" }), []);
      const ties = Array.from({ length: 20 }, (_, n) => sampleRelationship(`tie ${n}`, { source: idOf("hub") }));
      await store.upsert("relationship", ties);
      assert.deepEqual(ids(await store.relationships({ ...ALL, entity: idOf("hub") })), ids(byId(ties)));
    },
  },
  {
    name: "lists mentions and evidence in the order of file and offset, page by page",
    async run(make) {
      await using store = await prepared(make);
      const places = ["b.vtt", "a.vtt", "c.vtt"].flatMap((file) =>
        [30, 4, 100].map((startOffset) => ({ file, startOffset })),
      );
      const mentions = places.map((evidence, n) => sampleMention(`m${n}`, { evidence }));
      const evidence = places.map((place, n) => sampleEvidenceRow(`e${n}`, { evidence: place }));
      const order = [4, 3, 5, 1, 0, 2, 7, 6, 8];
      for (const completed of [false, true]) {
        await store.upsert("mention", [...mentions, sampleMention("other", { entity: idOf("other") })]);
        await store.upsert("evidence", [...evidence, sampleEvidenceRow("other", { of: idOf("other") })]);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        assert.deepEqual(
          await store.mentions(idOf("entity"), ALL),
          order.map((n) => mentions[n]),
        );
        assert.deepEqual(
          await store.evidence(idOf("relationship"), ALL),
          order.map((n) => evidence[n]),
        );
        for (let offset = 0; offset < 10; offset++) {
          const page = ids(await store.mentions(idOf("entity"), { limit: 4, offset }));
          assert.deepEqual(
            page,
            order.slice(offset, offset + 4).map((n) => idOf(`m${n}`)),
          );
        }
        assert.deepEqual(await store.filesOf(idOf("entity")), ["a.vtt", "b.vtt", "c.vtt"]);
        assert.deepEqual(await store.filesOf(idOf("unknown")), []);
        assert.deepEqual(await store.mentions(idOf("unknown"), ALL), []);
      }
    },
  },
  {
    name: "lists quotes by speaker, by what they are about, or all, in the order of file and offset",
    async run(make) {
      await using store = await prepared(make);
      const [ann, bo] = [idOf("ann"), idOf("bo")];
      await store.upsert("quote", [
        sampleQuote("1", { speaker: ann, about: [bo], evidence: { file: "b.vtt", startOffset: 5 } }),
        sampleQuote("2", { speaker: bo, about: [ann, bo], evidence: { file: "b.vtt", startOffset: 1 } }),
        sampleQuote("3", { speaker: null, about: [], evidence: { file: "a.vtt", startOffset: 9 } }),
        sampleQuote("4", { speaker: ann, about: [ann], evidence: { file: "a.vtt", startOffset: 10 } }),
      ]);
      const found = async (options: { speaker?: string; about?: string; limit?: number; offset?: number }) =>
        ids(await store.quotes({ ...ALL, ...options }));
      const order = (...numbers: number[]) => numbers.map((n) => idOf(String(n)));
      assert.deepEqual(await found({}), order(3, 4, 2, 1));
      assert.deepEqual(await found({ limit: 2, offset: 1 }), order(4, 2));
      assert.deepEqual(await found({ speaker: ann }), order(4, 1));
      assert.deepEqual(await found({ about: bo }), order(2, 1));
      assert.deepEqual(await found({ speaker: ann, about: bo }), order(1));
      assert.deepEqual(await found({ speaker: idOf("unknown") }), []);
    },
  },
];

const [ANN, BO, SLEEP, FOCUS] = [idOf("ann"), idOf("bo"), idOf("sleep"), idOf("focus")];

/** A mention at an offset of a chunk, by a speaker; of a label where it has the speaker's own words. */
function said(id: string, entity: string, chunk: string, startOffset: number, speaker: string, text = "words") {
  return sampleMention(id, {
    entity,
    evidence: { file: `${chunk}.vtt`, chunk: idOf(chunk), startOffset, endOffset: startOffset + 5, speaker, text },
  });
}

/** Ann speaks in two chunks, under a label of her own in each; Bo in the first alone, where he says a word that is her label. */
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
  // In a chunk that has no label of hers, the same label may be anybody's.
  said("11", SLEEP, "three", 10, "Ann"),
];

const speaking: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "tells under which labels a person speaks, and what the person speaks about, the most mentioned first",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one"), sampleChunk("two"), sampleChunk("three")]);
      const names = { [ANN]: "Ann", [BO]: "Bo", [SLEEP]: "sleep", [FOCUS]: "focus" };
      const entities = ["ann", "bo", "sleep", "focus"].map((id) => sampleEntity(id, { name: names[idOf(id)] ?? "" }));
      await store.upsert("entity", entities);
      for (const completed of [false, true]) {
        await store.upsert("mention", SPEECH);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        const topics = async (person: string, page: { limit: number; offset?: number } = ALL) =>
          (await store.topics(person, page)).map(({ entity, mentions }) => [entity.name, mentions]);
        assert.deepEqual(await topics(ANN), [
          ["sleep", 2],
          ["Bo", 1],
          ["focus", 1],
        ]);
        assert.deepEqual(await topics(ANN, { limit: 1, offset: 1 }), [["Bo", 1]]);
        assert.deepEqual(await topics(BO), [
          ["Ann", 1],
          ["focus", 1],
          ["sleep", 1],
        ]);
        assert.deepEqual((await store.topics(ANN, { limit: 1 }))[0]?.entity, entities[2]);
        assert.deepEqual(await store.speakerLabels(ANN), ["Ann", "Dr. Lee"]);
        assert.deepEqual(await store.speakerLabels(BO), ["Bo"]);
        for (const silent of [SLEEP, FOCUS, idOf("unknown")]) {
          assert.deepEqual(await store.speakerLabels(silent), []);
          assert.deepEqual(await store.topics(silent, ALL), []);
        }
      }
    },
  },
  {
    name: "narrows mentions and evidence to the words of a person, and lists what that person states",
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
            of: idOf(of),
            evidence: { file: `${chunk}.vtt`, chunk: idOf(chunk), speaker, polarity },
          }),
        ),
      );
      const mentions = async (entity: string, speaker: string, page: { limit: number; offset?: number } = ALL) =>
        ids(await store.mentions(entity, { ...page, speaker }));
      assert.deepEqual(await mentions(SLEEP, ANN), [idOf("2"), idOf("9")]);
      assert.deepEqual(await mentions(SLEEP, ANN, { limit: 1, offset: 1 }), [idOf("9")]);
      assert.deepEqual(await mentions(SLEEP, BO), [idOf("5")]);
      assert.deepEqual(await mentions(SLEEP, idOf("unknown")), []);
      const evidence = async (of: string, speaker: string) => ids(await store.evidence(idOf(of), { ...ALL, speaker }));
      assert.deepEqual(await evidence("r1", ANN), [idOf("e1")]);
      assert.deepEqual(await evidence("r2", ANN), [idOf("e3")]);
      assert.deepEqual(await evidence("r3", ANN), [idOf("e4")]);
      const statements = async (person: string, page: { limit: number; offset?: number } = ALL) =>
        ids(await store.statements(person, page));
      assert.deepEqual(await statements(ANN), [idOf("r1"), idOf("r3")]);
      assert.deepEqual(await statements(ANN, { limit: 1, offset: 1 }), [idOf("r3")]);
      assert.deepEqual(await store.statements(BO, ALL), relationships.slice(0, 1));
      assert.deepEqual(await statements(SLEEP), []);
    },
  },
];

/** What every GraphStore must do. */
const remembering = projectionStateCases<GraphStore>(
  prepared,
  (store) => store.upsert("entity", [sampleEntity("a")]),
  async (store) => (await store.counts()).entities,
);

/** What every GraphStore must do. */
export const graphStoreConformance: readonly ConformanceCase<GraphStore>[] = [
  ...writing,
  ...remembering,
  ...reading,
  ...speaking,
];
