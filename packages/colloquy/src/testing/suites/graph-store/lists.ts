import assert from "node:assert/strict";
import { CROSS_EPISODE } from "../../../model/index.ts";
import type { FilePosition, GraphStore, Page, RelationshipPosition } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { byId, collect, ids } from "../assertions.ts";
import {
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
import { ALL, walks, prepared } from "./material.ts";

export const listCases: readonly ConformanceCase<GraphStore>[] = [
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
      await store.upsert("relationship", [
        sampleRelationship("a"),
        sampleRelationship("b", { type: CROSS_EPISODE }),
        sampleDerived("c"),
      ]);
      await store.upsert("quote", [sampleQuote("a")]);
      await store.upsert("evidence", [sampleEvidenceRow("a"), sampleEvidenceRow("b")]);
      const counts = await store.counts();
      const entityTypes = Object.entries(counts.byType.entities).sort();
      assert.deepEqual(entityTypes, [
        ["Concept", 2],
        ["__proto__", 1],
      ]);
      assert.deepEqual(counts.byType.relationships, { CAUSES: 1, [CROSS_EPISODE]: 1, IS_A: 1 });
      const { byType: _, ...totals } = counts;
      assert.deepEqual(totals, {
        transcripts: 1,
        chunks: 2,
        entities: 3,
        mentions: 4,
        relationships: 3,
        derived: 1,
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
    name: "lists withdrawn relationships only if they are requested",
    async run(make) {
      await using store = await prepared(make);
      const ends = { source: sampleId("a"), target: sampleId("b") };
      const [kept, withdrawn] = [
        sampleRelationship("1", ends),
        sampleRelationship("2", { ...ends, count: 5, withdrawn: "reversed" }),
      ];
      await store.upsert("relationship", [kept, withdrawn]);
      for (const filter of [{}, { entity: ends.source }, { type: "CAUSES" }]) {
        assert.deepEqual(await store.relationships({ ...ALL, ...filter }), [kept]);
        assert.deepEqual(await store.relationships({ ...ALL, ...filter, withdrawn: true }), [withdrawn, kept]);
      }
      const inContext = async (page: { withdrawn?: boolean }) =>
        (await store.relationshipsInContext([ends.target], { ...ALL, ...page })).map((found) => found.relationship);
      assert.deepEqual(await inContext({}), [kept]);
      assert.deepEqual(await inContext({ withdrawn: true }), [withdrawn, kept]);
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
        sampleDerived("6", { source: b, target: c }),
      ];
      await store.upsert("relationship", rows);
      const found = async (options: { entity?: string; type?: string; limit?: number }) =>
        (await store.relationships({ ...ALL, ...options })).map(
          (row) => rows.findIndex((one) => one.id === row.id) + 1,
        );
      assert.deepEqual(await found({}), [4, 3, 2, 1, 6]);
      assert.deepEqual(await found({ type: "IS_A", entity: c }), [6]);
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
];
