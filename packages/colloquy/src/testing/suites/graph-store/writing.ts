import assert from "node:assert/strict";
import { type Antecedent, GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind } from "../../../model/index.ts";
import type { GraphStore } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { byId, collect, ids, rejectsWith } from "../assertions.ts";
import { sampleEpoch } from "../projection-state.ts";
import {
  AWKWARD_TEXTS,
  sampleId,
  sampleChunk,
  sampleDerived,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "../sample-rows.ts";
import { ALL, UNLIKE, prepared } from "./material.ts";

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
    relationship: [
      ...each((text, id) =>
        sampleRelationship(id, {
          type: text,
          confidence: 1 / 3,
          count: 2 ** 40,
          polarity: UNLIKE,
          withdrawn: "not_said",
        }),
      ),
      ...each((text, id) => sampleDerived(`derived ${id}`, {}, text)),
    ],
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

export const writingCases: readonly ConformanceCase<GraphStore>[] = [
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
        sampleMention("a", {
          entity: sampleId("named"),
          evidence: { speaker: "Bo", polarity: "negated" },
        }),
        sampleRelationship("a", {
          source: sampleId("from"),
          count: 3,
          confidence: 0.25,
          polarity: UNLIKE,
          withdrawn: "reversed",
        }),
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
    name: "makes a derived relationship a stated one and the reverse, and counts it once",
    async run(make) {
      await using store = await prepared(make);
      const [derived, stated] = [sampleDerived("a"), sampleRelationship("a", { type: "IS_A" })];
      for (const [row, count] of [
        [derived, 1],
        [derived, 1],
        [stated, 0],
        [derived, 1],
      ] as const) {
        await store.upsert("relationship", [row]);
        assert.deepEqual(await collect(store.rows("relationship")), [row]);
        const counts = await store.counts();
        assert.deepEqual([counts.relationships, counts.derived], [1, count]);
      }
      await store.remove("relationship", [derived.id]);
      assert.equal((await store.counts()).derived, 0);
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
