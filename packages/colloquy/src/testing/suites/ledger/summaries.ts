import assert from "node:assert/strict";
import type { Ledger, PaidReply, WrittenSummary } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { completesItsBatch, MODEL, withTalk } from "./material.ts";

const WRITER: PaidReply = { ...MODEL, profile: "model/1 summary-1" };
const NOTHING_DROPPED = { uncited: 0, unknown: 0, ungrounded: 0 };

function written(contentKey: string, more: Partial<WrittenSummary> = {}): WrittenSummary {
  const sentences = [{ text: `A sentence of ${contentKey}.`, citations: [1, 3] }];
  return {
    contentKey,
    subject: `subject of ${contentKey}`,
    kind: "entity",
    sentences,
    dropped: NOTHING_DROPPED,
    ...more,
  };
}

async function transcriptIdOf(ledger: Ledger): Promise<string> {
  const [transcript] = await ledger.listTranscripts({ after: null, limit: 1 });
  return transcript?.id ?? "";
}

export const summaryCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps the first summary of each profile, and finds the latest of any profile",
    async run(make) {
      await using ledger = await make();
      await ledger.putSummaries(WRITER, [written("a"), written("b", { sentences: [] })]);
      await ledger.putSummaries(WRITER, [written("a", { sentences: [] })]);
      const one = { ...written("a"), profile: WRITER.profile };
      assert.deepEqual(await ledger.summaries(["a", "unknown"], null), [one]);
      const other = { ...WRITER, profile: "model/2 summary-1" };
      await ledger.putSummaries(other, [written("a", { dropped: { ...NOTHING_DROPPED, ungrounded: 2 } })]);
      assert.deepEqual(await ledger.summaries(["a"], WRITER.profile), [one]);
      const [latest] = await ledger.summaries(["a"], null);
      assert.equal(latest?.profile, other.profile);
      assert.equal(latest?.dropped.ungrounded, 2);
      assert.deepEqual(await ledger.summarised(), [{ subject: "subject of a", kind: "entity" }]);
    },
  },
  {
    name: "lists the relations, quotes and turns of a transcript in the order of their positions",
    async run(make) {
      await withTalk(make, async (ledger, talk) => {
        const evidence = await ledger.transcriptEvidence(await transcriptIdOf(ledger));
        const turns = evidence.filter(({ kind }) => kind === "turn").map((each) => each.evidence.startOffset);
        assert.deepEqual(
          turns,
          turns.toSorted((one, two) => one - two),
        );
        assert.equal(turns.length, talk.flatMap(({ chunk }) => chunk.turns).length);
        const { graph } = await ledger.counts();
        assert.equal(evidence.filter(({ kind }) => kind === "quote").length, graph.quotes);
        const relations = evidence.filter(({ kind }) => kind === "relation");
        assert.equal(relations.length, graph.evidence - graph.quotes);
        for (const { evidence: each } of evidence) {
          assert.equal(each.file, "a.txt");
          assert.equal(each.text.length, each.endOffset - each.startOffset);
        }
        for (const { relation } of relations) assert.ok(relation !== null && relation.source !== "");
        assert.deepEqual(await ledger.transcriptEvidence("unknown"), []);
      });
    },
  },
  {
    name: "counts the latest summary of each subject that exists, and its digest does not depend on them",
    async run(make) {
      await withTalk(make, async (ledger) => {
        const { digest } = await ledger.counts();
        const subject = await transcriptIdOf(ledger);
        const dropped = { uncited: 1, unknown: 2, ungrounded: 3 };
        await ledger.putSummaries(WRITER, [
          written("a", { subject, kind: "transcript", sentences: [], dropped }),
          written("gone"),
        ]);
        const nothing = { entities: 0, transcripts: 0, sentences: 0, dropped };
        assert.deepEqual((await ledger.counts()).summaries, nothing);
        await ledger.putSummaries(WRITER, [written("b", { subject, kind: "transcript" })]);
        const { summaries, digest: after } = await ledger.counts();
        assert.deepEqual(summaries, { entities: 0, transcripts: 1, sentences: 1, dropped: NOTHING_DROPPED });
        assert.equal(after, digest);
      });
    },
  },
  {
    name: "completes the submitted batch of a reply with summaries",
    async run(make) {
      await completesItsBatch(make, "summarise", WRITER, (ledger, batch) =>
        ledger.putSummaries({ ...WRITER, batch }, [written("a")]),
      );
    },
  },
];
