import assert from "node:assert/strict";
import { CROSS_EPISODE } from "../../../model/index.ts";
import type { GraphStore, Page, RelationshipPosition } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { byId, ids } from "../assertions.ts";
import { sampleEpoch } from "../projection-state.ts";
import {
  sampleChunk,
  sampleDerived,
  sampleEntity,
  sampleEvidenceRow,
  sampleId,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "../sample-rows.ts";
import { ALL, prepared, walks } from "./material.ts";

const [A, B, C] = [sampleId("a"), sampleId("b"), sampleId("c")] as const;

/** Runs the checks before and after the projection completes, because a store may create its indexes then. */
async function twice(store: GraphStore, check: () => Promise<void>): Promise<void> {
  await check();
  await store.complete({ marker: "m", epoch: sampleEpoch(1) });
  await check();
}

export const exploreCases: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "lists the chunks of a transcript without their texts, in order, page by page",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("transcript", [sampleTranscript("t")]);
      const chunks = [2, 0, 1].map((ordinal) =>
        sampleChunk(`c${ordinal}`, {
          ordinal,
          transcript: sampleId("t"),
          startMs: ordinal === 0 ? 5 : null,
          ...(ordinal === 0 ? { approximate: true as const } : {}),
          speakers: ordinal === 1 ? ["lone \ud83d surrogate"] : ["Ann"],
        }),
      );
      await store.upsert("chunk", [...chunks, sampleChunk("elsewhere", { transcript: sampleId("other") })]);
      const expected = chunks
        .toSorted((one, other) => one.ordinal - other.ordinal)
        .map(({ kind: _1, transcript: _2, file: _3, text: _4, profile: _5, ...outline }) => outline);
      await twice(store, async () => {
        assert.deepEqual(await store.outline(sampleId("t"), ALL), expected);
        await walks(
          expected,
          (page: Page<number>) => store.outline(sampleId("t"), page),
          ({ ordinal }) => ordinal,
        );
        assert.deepEqual(await store.outline(sampleId("unknown"), ALL), []);
      });
    },
  },
  {
    name: "lists the entities that a transcript mentions, those that it mentions most first",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("transcript", [sampleTranscript("t")]);
      await store.upsert("chunk", [
        ...[0, 1].map((ordinal) => sampleChunk(`c${ordinal}`, { ordinal, transcript: sampleId("t") })),
        sampleChunk("elsewhere", { transcript: sampleId("other") }),
      ]);
      const entities = [
        sampleEntity("a", { name: "Zed", mentions: 1 }),
        sampleEntity("b", { name: "Bee", mentions: 9 }),
        sampleEntity("c", { name: "Abe", mentions: 99 }),
      ] as const;
      await store.upsert("entity", entities);
      const mention = (id: string, entity: string, chunk: string, isFound = false) =>
        sampleMention(id, {
          entity,
          ...(isFound ? { found: true as const } : {}),
          evidence: { chunk: sampleId(chunk), ...(isFound ? { polarity: "implied" as const } : {}) },
        });
      await store.upsert("mention", [
        mention("1", A, "c0"),
        mention("2", A, "c1"),
        mention("3", B, "c1"),
        mention("4", C, "c1"),
        mention("5", C, "c0", true),
        mention("6", C, "elsewhere"),
        mention("7", C, "elsewhere"),
        mention("8", sampleId("without a row"), "c0"),
      ]);
      await twice(store, async () => {
        const topics = [
          { entity: entities[0], mentions: 2 },
          { entity: entities[2], mentions: 1 },
          { entity: entities[1], mentions: 1 },
        ];
        assert.deepEqual(await store.topics(sampleId("t"), ALL), topics);
        assert.deepEqual(await store.topics(sampleId("t"), { limit: 2 }), topics.slice(0, 2));
        assert.deepEqual(await store.topics(sampleId("unknown"), ALL), []);
      });
    },
  },
  {
    name: "returns what the graph says about the words of chunks, in the order of offset",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("c0"), sampleChunk("c1"), sampleChunk("c2")]);
      const entities = ["a", "b", "c"].map((id) => sampleEntity(id));
      await store.upsert("entity", entities);
      const [kept, withdrawn] = [
        sampleRelationship("kept", { source: A, target: B }),
        sampleRelationship("withdrawn", { source: A, target: C, withdrawn: "reversed" }),
      ];
      const at = (chunk: string, startOffset: number) => ({
        evidence: { chunk: sampleId(chunk), startOffset, endOffset: startOffset + 5 },
      });
      const mentions = [30, 5, 20].map((offset) => sampleMention(`m${offset}`, { entity: C, ...at("c1", offset) }));
      const quotes = [9, 3].map((offset) => sampleQuote(`q${offset}`, at("c1", offset)));
      const evidence = [40, 8].map((offset) => sampleEvidenceRow(`e${offset}`, { of: kept.id, ...at("c1", offset) }));
      await store.upsert("mention", [...mentions, sampleMention("m0", { entity: A, ...at("c0", 1) })]);
      await store.upsert("relationship", [kept, withdrawn]);
      await store.upsert("quote", quotes);
      await store.upsert("evidence", [
        ...evidence,
        sampleEvidenceRow("withdrawn", { of: withdrawn.id, ...at("c1", 2) }),
        ...quotes.map(({ id, evidence: words }) => sampleEvidenceRow(`of ${id}`, { of: id, evidence: words })),
      ]);
      await twice(store, async () => {
        const { chunks, entities: named } = await store.annotations(["c1", "unknown", "c0"].map(sampleId), ALL);
        const [first, ...others] = chunks;
        assert.deepEqual(first, {
          chunk: sampleId("c1"),
          mentions: [mentions[1], mentions[2], mentions[0]],
          claims: [1, 0].map((n) => ({ evidence: evidence[n], relationship: kept })),
          quotes: quotes.toReversed(),
        });
        assert.deepEqual(
          others.map(({ chunk, mentions: found, claims, quotes: said }) => [chunk, ids(found), claims, said]),
          [
            [sampleId("unknown"), [], [], []],
            [sampleId("c0"), [sampleId("m0")], [], []],
          ],
        );
        assert.deepEqual(named, byId(entities));
        const [cut] = (await store.annotations([sampleId("c1")], { limit: 1 })).chunks;
        assert.deepEqual(
          [cut?.mentions, cut?.claims.map((claim) => claim.evidence), cut?.quotes],
          [[mentions[1]], [evidence[1]], [quotes[1]]],
        );
        assert.deepEqual(await store.annotations([], ALL), { chunks: [], entities: [] });
      });
    },
  },
  {
    name: "finds entities by the beginnings of words of a name, the most mentioned first",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("entity", [
        sampleEntity("a", { name: "Machine learning", mentions: 5 }),
        sampleEntity("b", {
          name: "ML",
          aliases: [{ name: "machine Learning model", reason: "acronym" }],
          mentions: 9,
        }),
        sampleEntity("c", { name: "Learning", mentions: 3, type: "Person" }),
        sampleEntity("d", { name: "unlearning machines", mentions: 7 }),
        sampleEntity("e", { name: "Straße 5", mentions: 1 }),
        sampleEntity("f", { name: "learn-by-doing_x", mentions: 2 }),
        sampleEntity("g", { name: "👩‍🚀learn", mentions: 2 }),
        sampleEntity("h", { name: `${"long ".repeat(50)}learn`, mentions: 4 }),
        sampleEntity("i", { name: 'a (learn) %_\\E"', mentions: 1 }),
      ]);
      const found = async (words: readonly string[], limit = 99, type?: string) =>
        ids(await store.entitiesWithWords(words, { limit, ...(type === undefined ? {} : { type }) }));
      const named = (...names: readonly string[]) => names.map(sampleId);
      await twice(store, async () => {
        assert.deepEqual(await found(["learn"]), named("b", "a", "c", "f", "g", "i"));
        assert.deepEqual(await found(["learn"], 2), named("b", "a"));
        assert.deepEqual(await found(["learn"], 1, "Person"), named("c"));
        assert.deepEqual(await found(["learn"], 9, "Nothing"), []);
        assert.deepEqual(await found(["LEARN", "mach"]), named("b", "a"));
        assert.deepEqual(await found(["model", "ml"]), []);
        assert.deepEqual(await found(["by"]), named("f"));
        assert.deepEqual(await found(["x"]), named("f"));
        assert.deepEqual(await found(["strasse"]), named("e"));
        assert.deepEqual(await found(["5"]), named("e"));
        assert.deepEqual(await found(["%"]), named("i"));
        assert.deepEqual(await found(['\\E"']), named("i"));
        for (const none of [[], [""], ["learn", ""], ["earning"], [".*"]]) assert.deepEqual(await found(none), []);
      });
    },
  },
  {
    name: "lists relationships whose two ends are in a set, the best supported first",
    async run(make) {
      await using store = await prepared(make);
      const rows = [
        sampleRelationship("1", { source: A, target: B, count: 5 }),
        sampleRelationship("2", { source: B, target: A, count: 7, type: "ENABLES" }),
        sampleRelationship("3", { source: A, target: C, count: 9 }),
        sampleRelationship("4", { source: A, target: A, count: 6 }),
        sampleRelationship("5", { source: A, target: B, count: 8, withdrawn: "negated" }),
        sampleRelationship("6", { source: A, target: sampleId("transcript"), type: CROSS_EPISODE, count: 99 }),
        sampleDerived("7", { source: B, target: A }),
      ];
      await store.upsert("relationship", rows);
      const found = async (options: Omit<Parameters<GraphStore["relationships"]>[0], "limit">) =>
        (await store.relationships({ ...ALL, ...options })).map((row) => ids(rows).indexOf(row.id) + 1);
      await twice(store, async () => {
        assert.deepEqual(await found({ among: [A, B] }), [2, 4, 1, 7]);
        assert.deepEqual(await found({ among: [A, B, A] }), [2, 4, 1, 7]);
        assert.deepEqual(await found({ among: [A, B], withdrawn: true }), [5, 2, 4, 1, 7]);
        assert.deepEqual(await found({ among: [A, B], type: "CAUSES" }), [4, 1]);
        assert.deepEqual(await found({ among: [A, B, C], entity: C }), [3]);
        assert.deepEqual(await found({ among: [B, C] }), []);
        assert.deepEqual(await found({ among: [A, sampleId("unknown")] }), [4]);
        assert.deepEqual(await found({ among: [] }), []);
        await walks(
          await store.relationships({ ...ALL, among: [A, B] }),
          (page: Page<RelationshipPosition>) => store.relationships({ ...page, among: [A, B] }),
          ({ count, confidence, id }) => ({ count, confidence, id }),
        );
      });
    },
  },
  {
    name: "lists relationships without those that are only implied or derived, if requested",
    async run(make) {
      await using store = await prepared(make);
      const implied = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 9 };
      const rows = [
        sampleRelationship("1", { source: A, target: B, count: 9, polarity: implied }),
        sampleRelationship("2", {
          source: A,
          target: B,
          type: "ENABLES",
          count: 8,
          polarity: { ...implied, negated: 1 },
        }),
        sampleDerived("3", { source: A, target: B }),
        sampleRelationship("4", { source: A, target: B, type: "REDUCES", polarity: { ...implied, hypothetical: 1 } }),
      ];
      await store.upsert("relationship", rows);
      await twice(store, async () => {
        const explicit = [rows[1], rows[3]];
        for (const filter of [{}, { entity: B }, { among: [A, B] }]) {
          assert.deepEqual(await store.relationships({ ...ALL, ...filter, explicit: true }), explicit);
          assert.equal((await store.relationships({ ...ALL, ...filter })).length, rows.length);
        }
        const inContext = await store.relationshipsInContext([A], { ...ALL, explicit: true });
        assert.deepEqual(
          inContext.map(({ relationship }) => relationship),
          explicit,
        );
      });
    },
  },
  {
    name: "lists at most so many relationships of each entity, and counts them up to a number",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("relationship", [
        ...[1, 2, 3, 4].map((count) =>
          sampleRelationship(`${count}`, { source: A, target: sampleId(`t${count}`), count }),
        ),
        sampleRelationship("self", { source: A, target: A, count: 9 }),
        sampleRelationship("withdrawn", { source: A, target: B, count: 8, withdrawn: "not_said" }),
        sampleRelationship("episode", { source: A, target: sampleId("t"), type: CROSS_EPISODE, count: 99 }),
        sampleRelationship("b", { source: C, target: B }),
      ]);
      await twice(store, async () => {
        const listed = async (each: number, limit = 99) =>
          (await store.relationshipsInContext([A, B, C], { limit, each })).map(({ of, relationship }) => [
            of,
            relationship.id,
          ]);
        const expected = (...rows: readonly (readonly [string, string])[]) =>
          rows.map(([of, relationship]) => [sampleId(of), sampleId(relationship)]);
        assert.deepEqual(await listed(2), expected(["a", "self"], ["a", "4"], ["b", "b"], ["c", "b"]));
        assert.deepEqual(await listed(2, 3), expected(["a", "self"], ["a", "4"], ["b", "b"]));
        const degrees = (most: number) => store.degrees([A, sampleId("unknown"), B, A], { most });
        assert.deepEqual(await degrees(100), [5, 0, 1, 5]);
        assert.deepEqual(await degrees(3), [3, 0, 1, 3]);
        assert.deepEqual(await store.degrees([], { most: 3 }), []);
      });
    },
  },
  {
    name: "counts the first pieces of evidence by file, label and polarity",
    async run(make) {
      await using store = await prepared(make);
      const row = (id: string, evidence: Parameters<typeof sampleEvidenceRow>[1] & object) =>
        sampleEvidenceRow(id, evidence);
      const said = (file: string, startOffset: number, change: object = {}) => ({
        evidence: { file, startOffset, startMs: startOffset * 10, endMs: startOffset * 10 + 5, ...change },
      });
      await store.upsert("evidence", [
        row("1", said("b.vtt", 1)),
        row("2", said("a.vtt", 4)),
        row("3", said("a.vtt", 2, { endMs: null })),
        row("4", said("a.vtt", 3, { polarity: "negated" })),
        row("5", said("a.vtt", 1, { speaker: null, startMs: null, endMs: null })),
        row("6", said("a.vtt", 7, { speaker: "Bo" })),
        row("7", { of: sampleId("other"), ...said("z.vtt", 9) }),
      ]);
      const of = sampleId("relationship");
      const ofAnn = {
        of,
        file: "a.vtt",
        speaker: "Ann",
        polarity: "stated",
        count: 2,
        startMs: 20,
        endMs: 45,
      } as const;
      const silent = { ...ofAnn, speaker: null, count: 1, startMs: null, endMs: null };
      const negated = { ...ofAnn, polarity: "negated", count: 1, startMs: 30, endMs: 35 } as const;
      await twice(store, async () => {
        assert.deepEqual(await store.support(["relationship", "unknown", "other"].map(sampleId), { each: 99 }), [
          silent,
          ofAnn,
          negated,
          { ...ofAnn, speaker: "Bo", count: 1, startMs: 70, endMs: 75 },
          { ...ofAnn, file: "b.vtt", count: 1, startMs: 10, endMs: 15 },
          { ...ofAnn, of: sampleId("other"), file: "z.vtt", count: 1, startMs: 90, endMs: 95 },
        ]);
        assert.deepEqual(await store.support([of], { each: 2 }), [
          silent,
          { ...ofAnn, count: 1, startMs: 20, endMs: 20 },
        ]);
        assert.deepEqual(await store.support([], { each: 2 }), []);
      });
    },
  },
];
