import assert from "node:assert/strict";
import type { MentionRow, RelationshipRow } from "../../../model/index.ts";
import type { EvidencePosition, GraphStore, Page, PositionOf } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { ids } from "../assertions.ts";
import { sampleEpoch } from "../projection-state.ts";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleRelationship,
} from "../sample-rows.ts";
import { ALL, positionOf, prepared } from "./material.ts";

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
  said("9", SLEEP, "two", 5, "Dr. Lee"),
  said("10", BO, "two", 20, "Dr. Lee"),
  // In a chunk without a mention of her label, the same label may belong to another person.
  said("11", SLEEP, "three", 10, "Ann"),
];

export const speakerCases: readonly ConformanceCase<GraphStore>[] = [
  {
    name: "lists the labels in the chunks in which a person speaks, those of most chunks first",
    async run(make) {
      await using store = await prepared(make);
      const chunk = (id: string, file: string, speakers: readonly string[]) => sampleChunk(id, { file, speakers });
      await store.upsert("chunk", [
        chunk("one", "b.vtt", ["Ann", "Bo", "Cy"]),
        chunk("two", "b.vtt", ["Bo", "Dr. Lee"]),
        chunk("three", "a.vtt", ["Ann", "Di"]),
        chunk("four", "a.vtt", ["Ann", "Cy"]),
      ]);
      const fourth = said("12", ANN, "four", 0, "Ann", "Ann");
      for (const completed of [false, true]) {
        await store.upsert("mention", [...SPEECH, fourth]);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        const beside = async (person: string, limit = 99) =>
          (await store.labelsBeside(person, { limit })).map(({ label, file, chunks }) => [label, file, chunks]);
        const ofAnn = [
          ["Bo", "b.vtt", 2],
          ["Ann", "a.vtt", 1],
          ["Cy", "a.vtt", 1],
          ["Ann", "b.vtt", 1],
          ["Cy", "b.vtt", 1],
          ["Dr. Lee", "b.vtt", 1],
        ];
        assert.deepEqual(await beside(ANN), ofAnn);
        assert.deepEqual(await beside(ANN, 2), ofAnn.slice(0, 2));
        assert.deepEqual(await beside(SLEEP), []);
        assert.deepEqual(await beside(sampleId("unknown")), []);
      }
    },
  },
  {
    name: "finds other speakers when mentions of labels are written and removed",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one", { file: "one.vtt", speakers: ["Ann"] })]);
      const evidence = sampleEvidenceRow("e", {
        evidence: { chunk: sampleId("one"), file: "one.vtt", speaker: "Ann", startOffset: 20 },
      });
      await store.upsert("evidence", [evidence]);
      const isSaidBy = async (expected: string | null) => {
        for (const person of [ANN, BO]) {
          const isSpeaker = person === expected;
          const request = { person, label: "Ann", file: "one.vtt" };
          assert.deepEqual(await store.speakUnder([request]), [isSpeaker]);
          assert.deepEqual(await store.speakerLabels([person]), [isSpeaker ? ["Ann"] : []]);
          const said = await store.evidence([evidence.of], { ...ALL, speaker: person });
          assert.deepEqual(said, isSpeaker ? [evidence] : []);
        }
      };
      await isSaidBy(null);
      // Of mentions of the same words, the one with the smaller id counts.
      const [first, second] = ["1", "2"].toSorted((one, other) => (sampleId(one) < sampleId(other) ? -1 : 1)) as [
        string,
        string,
      ];
      await store.upsert("mention", [said(second, BO, "one", 5, "Ann", "Ann")]);
      await isSaidBy(BO);
      await store.upsert("mention", [said(first, ANN, "one", 5, "Ann", "Ann")]);
      await isSaidBy(ANN);
      await store.upsert("mention", [said("earlier", BO, "one", 0, "Ann", "Ann")]);
      await isSaidBy(BO);
      await store.remove("mention", ["earlier", first].map(sampleId));
      await isSaidBy(BO);
      await store.remove("mention", [sampleId(second)]);
      await isSaidBy(null);
    },
  },
  {
    name: "tells who speaks under a label in a file",
    async run(make) {
      await using store = await prepared(make);
      await store.upsert("chunk", [sampleChunk("one"), sampleChunk("two"), sampleChunk("three")]);
      for (const completed of [false, true]) {
        await store.upsert("mention", SPEECH);
        if (completed) await store.complete({ marker: "m", epoch: sampleEpoch(1) });
        const requests = [
          [ANN, "Ann", "one.vtt", true],
          [ANN, "Dr. Lee", "two.vtt", true],
          [ANN, "Dr. Lee", "one.vtt", false],
          [ANN, "Ann", "two.vtt", false],
          // Nobody is named by the label there.
          [ANN, "Ann", "three.vtt", false],
          [BO, "Bo", "one.vtt", true],
          // A word in the speech of Bo, after his label.
          [FOCUS, "Bo", "one.vtt", false],
          [BO, "Ann", "one.vtt", false],
          [sampleId("unknown"), "Bo", "one.vtt", false],
          [BO, "nobody", "one.vtt", false],
          [BO, "Bo", "nowhere.vtt", false],
        ] as const;
        assert.deepEqual(
          await store.speakUnder(requests.map(([person, label, file]) => ({ person, label, file }))),
          requests.map(([, , , speaks]) => speaks),
        );
      }
      assert.deepEqual(await store.speakUnder([]), []);
    },
  },
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
        const requests = [SLEEP, FOCUS, sampleId("unknown")].flatMap((entity) =>
          [ANN, BO, SLEEP].map((speaker) => ({ entity, speaker })),
        );
        const firsts = await store.firstMentions(requests);
        assert.deepEqual(
          firsts.map((row) => row?.id ?? null),
          [sampleId("2"), sampleId("5"), null, sampleId("3"), sampleId("7"), null, null, null, null],
        );
        assert.deepEqual(firsts[0], SPEECH[1]);
        assert.deepEqual((await store.speech(ANN, { limit: 1, evidence: 3, mentions: 0 })).topics[0]?.evidence, []);
        const onlyFirst = { limit: 1, evidence: 3, mentions: 1 };
        assert.deepEqual((await store.speech(ANN, onlyFirst)).topics[0]?.evidence, [SPEECH[1]]);
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
      await store.upsert("relationship", [{ ...(relationships[0] as RelationshipRow), withdrawn: "not_said" }]);
      assert.deepEqual(
        (await statements(ANN)).map((found) => found.relationship.id),
        [sampleId("r3")],
      );
    },
  },
];
