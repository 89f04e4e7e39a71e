import assert from "node:assert/strict";
import { CROSS_EPISODE, type EntityRow } from "../../../model/index.ts";
import type {
  EvidencePosition,
  RelationshipInContext,
  GraphStore,
  Page,
  PositionOf,
  RelationshipPosition,
} from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { collect, ids, rejectsAborted } from "../assertions.ts";
import { sampleEpoch } from "../projection-state.ts";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "../sample-rows.ts";
import { ALL, positionOf, walks, prepared } from "./material.ts";

export const contextCases: readonly ConformanceCase<GraphStore>[] = [
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
        () => store.firstMentions([{ entity: id, speaker: id }], { signal }),
        () => store.speech(id, { limit: 1, evidence: 1, signal }),
        () => store.speakerLabels([id], { signal }),
        () => store.quotes(page),
        () => store.outline(id, page),
        () => store.topics(id, page),
        () => store.annotations([id], page),
        () => store.entitiesWithWords(["a"], page),
        () => store.degrees([id], { most: 1, signal }),
        () => store.support([id], { each: 1, signal }),
        () => store.labelsBeside(id, page),
        () => store.speakUnder([{ person: id, label: "a", file: "a" }], { signal }),
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
