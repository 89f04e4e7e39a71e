import assert from "node:assert/strict";
import {
  type Antecedent,
  canonicalLine,
  CROSS_EPISODE,
  DigestSum,
  EMPTY_EXTRACTION,
  type EntityMention,
  type EvidenceRow,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  POLARITIES,
  type Polarity,
  polarityCounts,
  type RelationMention,
  type RelationshipRow,
} from "../../../model/index.ts";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { type SampleChunk, sampleChunks, type SampledChunk, sampleRecord } from "../sample-transcripts.ts";
import {
  RULES,
  MODEL,
  EMBEDDING,
  TALK,
  SECOND_TALK,
  withFolder,
  put,
  settleAll,
  timed,
  conclude,
  changed,
  allRows,
  vectorsFor,
} from "./material.ts";

/** The digest is the sum of the hashes of all rows. */
async function checkDigest(ledger: Ledger): Promise<void> {
  const digest = new DigestSum();
  for (const row of await allRows(ledger)) digest.addLine(canonicalLine(row));
  assert.equal((await ledger.counts()).digest, digest.toHex());
}

export const resolutionCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "has the antecedents of a relation in its evidence, with the current position in the chunk before",
    async run(make) {
      await withFolder(async (folder) => {
        const chunks = sampleChunks(TALK);
        const last = chunks[2] as SampledChunk;
        const [statement] = last.extraction.relations as readonly [RelationMention];
        const antecedents = [{ turn: -2, start: 0, end: 10 }];
        const plural = { ...(last.extraction.mentions[0] as EntityMention), name: "exercises" };
        const mentions = [...last.extraction.mentions, { ...plural, span: { turn: 0, start: 0, end: 7 } }];
        // Both names are one entity, so both relations state one relationship at one position.
        const [without, having] = [
          { ...statement, source: "exercises" },
          { ...statement, antecedents },
        ];
        const evidenceOf = async (ledger: Ledger): Promise<readonly Antecedent[]> => {
          await conclude(ledger);
          await checkDigest(ledger);
          const rows = (await changed(ledger, "evidence")) as EvidenceRow[];
          return rows.flatMap((row) => row.evidence.antecedents ?? []);
        };
        for (const relations of [
          [without, having],
          [having, without],
        ]) {
          const stated = { ...last, extraction: { ...last.extraction, mentions, relations } };
          await using ledger = await make();
          await put(ledger, folder, "a.txt", chunks);
          await settleAll(ledger, [...chunks.slice(0, 2), stated]);
          const found = await evidenceOf(ledger);
          const [{ chunk } = { chunk: "none" }] = found;
          const position = { chunk, speaker: "Ann Lee", startMs: 0, endMs: null, startOffset: 9, endOffset: 19 };
          assert.deepEqual(found, [{ ...position, text: "Sleep debt" }]);
          await put(ledger, folder, "a.txt", [...timed(chunks.slice(0, 1)), ...chunks.slice(1)]);
          assert.deepEqual(await evidenceOf(ledger), [{ ...position, endMs: 400, text: "Sleep debt" }]);
        }
      });
    },
  },
  {
    name: "concludes rows that refer to each other, with evidence that equals the text",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        const canonical = chunks.map(({ chunk }) => chunk.text).join("\n");
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        const { epoch, changedRows } = await conclude(ledger);
        assert.equal(await ledger.epoch(), epoch);
        const rows = (await allRows(ledger)) as GraphRow[];
        assert.equal(changedRows, rows.length);
        const known = new Set(rows.map((row) => row.id));
        assert.equal(known.size, rows.length, "expected every id once");
        const kinds = new Set(rows.map((row) => row.kind));
        assert.deepEqual([...kinds].sort(), [...GRAPH_ROW_KINDS].sort());
        for (const row of rows) {
          const refersTo =
            row.kind === "mention"
              ? [row.entity]
              : row.kind === "relationship"
                ? [row.source, row.target]
                : row.kind === "evidence"
                  ? [row.of]
                  : [];
          for (const id of refersTo) assert.ok(known.has(id), `expected the row that ${row.kind} ${row.id} refers to`);
          if (!("evidence" in row)) continue;
          const { startOffset, endOffset, text, chunk } = row.evidence;
          assert.equal(text, canonical.slice(startOffset, endOffset));
          assert.ok(known.has(chunk));
        }
        const names = rows.filter((row) => row.kind === "entity").map((row) => row.name.toLowerCase());
        for (const name of ["sleep debt", "poor focus", "exercise"])
          assert.ok(names.includes(name), `expected the entity ${name}`);
      });
    },
  },
  {
    name: "counts the evidence of a relationship by polarity, and again after a new reply about a chunk",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const said = (words: string, polarity: Polarity): SampleChunk => ({
          speaker: "Ann Lee",
          words,
          states: true,
          polarity,
        });
        const first = sampleChunks([
          said("[Sleep debt] causes [poor focus].", "stated"),
          said("[Sleep debt] never causes [poor focus].", "negated"),
          said("Does [sleep debt] cause [poor focus]?", "question"),
        ]);
        const second = sampleChunks([
          said("So [sleep debt] causes [poor focus].", "stated"),
          said("If [sleep debt] caused [poor focus], who would work?", "hypothetical"),
        ]);
        await put(ledger, folder, "a.txt", first);
        await put(ledger, folder, "b.txt", second);
        await settleAll(ledger, [...first, ...second]);
        await conclude(ledger);
        const related = async () => {
          const rows = (await changed(ledger, "relationship")) as RelationshipRow[];
          return rows.filter(({ type }) => type === "CAUSES").map(({ polarity, count }) => ({ polarity, count }));
        };
        const polarity = { stated: 2, negated: 1, question: 1, hypothetical: 1, implied: 0 };
        assert.deepEqual(await related(), [{ polarity, count: 5 }]);
        const links = (await changed(ledger, "relationship")) as RelationshipRow[];
        for (const link of links.filter(({ type }) => type === CROSS_EPISODE))
          assert.deepEqual(link.polarity, { stated: link.count, negated: 0, question: 0, hypothetical: 0, implied: 0 });

        const [doubted] = sampleChunks([said("[Sleep debt] causes [poor focus].", "implied")]);
        await settleAll(ledger, doubted === undefined ? [] : [doubted], { ...RULES, profile: "rules/2" });
        await conclude(ledger);
        assert.deepEqual(await related(), [{ polarity: { ...polarity, stated: 1, implied: 1 }, count: 5 }]);
        await checkDigest(ledger);
      });
    },
  },
  {
    name: "counts words that both state and imply a relation as stated, in any direction if its type has none",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const said = sampleChunks(
          POLARITIES.map((polarity, index) => ({
            speaker: "Ann Lee",
            words: `${index}: [Sleep debt] causes [poor focus].`,
            states: true,
            polarity,
          })),
        );
        const impliedToo = said.map(({ chunk, extraction }) => {
          const relations = extraction.relations.flatMap((causes) => {
            const relates = { ...causes, type: "RELATES_TO" };
            const turned = { ...relates, source: causes.target, target: causes.source };
            const stated = [causes, relates, { ...relates, type: "CONTRASTS_WITH" }] as const;
            const implied = [causes, turned, { ...turned, type: "CONTRASTS_WITH" }] as const;
            return [...implied.map((each) => ({ ...each, polarity: "implied" }) as const), ...stated];
          });
          return { chunk, extraction: { ...extraction, relations } };
        });
        await put(ledger, folder, "a.txt", impliedToo);
        await settleAll(ledger, impliedToo);
        await conclude(ledger);
        const rows = (await changed(ledger, "relationship")) as RelationshipRow[];
        const counts = rows.flatMap(({ type, count, polarity }) =>
          type === CROSS_EPISODE ? [] : [{ type, count, polarity }],
        );
        const each = { count: POLARITIES.length, polarity: polarityCounts(() => 1) };
        assert.deepEqual(
          counts.toSorted((one, other) => (one.type < other.type ? -1 : 1)),
          [
            { type: "CAUSES", ...each },
            { type: "CONTRASTS_WITH", ...each },
            { type: "RELATES_TO", ...each },
          ],
        );
      });
    },
  },
  {
    name: "counts its conclusions, and sums its digest over exactly these rows",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const empty = (await ledger.counts()).digest;
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        await conclude(ledger, EMBEDDING.profile);
        const counts = await ledger.counts();
        const { byType, ...totals } = counts.graph;
        const of = async (kind: GraphRowKind) => (await changed(ledger, kind)).length;
        assert.deepEqual(
          { ...totals },
          {
            transcripts: await of("transcript"),
            chunks: await of("chunk"),
            entities: await of("entity"),
            mentions: await of("mention"),
            relationships: await of("relationship"),
            derived: 0,
            quotes: await of("quote"),
            evidence: await of("evidence"),
          },
        );
        const sum = (counted: Readonly<Record<string, number>>) =>
          Object.values(counted).reduce((total, count) => total + count, 0);
        assert.equal(sum(byType.entities), totals.entities);
        assert.equal(sum(byType.relationships), totals.relationships);
        await checkDigest(ledger);
        assert.notEqual(counts.digest, empty);
      });
    },
  },
  {
    name: "has the same digest after any order of files, replies and conclusions",
    async run(make) {
      await withFolder(async (folder) => {
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        const digest = async (ledger: Ledger) => {
          await conclude(ledger, EMBEDDING.profile);
          return (await ledger.counts()).digest;
        };
        await using ledger = await make();
        await put(ledger, folder, "a.txt", talk);
        const source = await put(ledger, folder, "b.txt", second);
        await settleAll(ledger, [...talk, ...second]);
        await ledger.putVectors(EMBEDDING, vectorsFor(talk));
        const atOnce = await digest(ledger);
        assert.match(atOnce, /^[0-9a-f]{64}$/);

        await ledger.putTranscript(sampleRecord(source, "b.txt", sampleChunks(TALK.slice(1))));
        const edited = await digest(ledger);
        assert.notEqual(edited, atOnce);
        const silent = second.map((sampled) => ({ ...sampled, extraction: EMPTY_EXTRACTION }));
        await settleAll(ledger, silent, MODEL);
        await ledger.putTranscript(sampleRecord(source, "b.txt", second));
        assert.notEqual(await digest(ledger), atOnce);
        for (const one of second.toReversed()) {
          await settleAll(ledger, [one], RULES);
          await conclude(ledger, EMBEDDING.profile);
        }
        assert.equal(await digest(ledger), atOnce);
      });
    },
  },
];
