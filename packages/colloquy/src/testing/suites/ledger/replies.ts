import assert from "node:assert/strict";
import { type Ledger, NO_USAGE, type PaidReply, type SubmittedBatch, type BatchNumber } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import {
  contentKeys,
  RULES,
  MODEL,
  EMBEDDING,
  TALK,
  SECOND_TALK,
  withFolder,
  put,
  settleAll,
  want,
  pendingOf,
  vectorsFor,
} from "./material.ts";

export const replyCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "returns the chunks that replies of a profile settled, each with its share of the reply's tokens",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "b.txt", second);
        await put(ledger, folder, "copy.txt", talk);
        const reply = (outputTokens: number): PaidReply => ({ ...MODEL, usage: { ...NO_USAGE, outputTokens } });
        await settleAll(ledger, [...talk.slice(0, 2), ...second.slice(0, 1)], reply(900));
        await settleAll(ledger, second.slice(1), reply(50));
        await settleAll(ledger, talk.slice(2), { ...MODEL, usage: null });
        const settled = await ledger.settledChunks(MODEL.profile, 100);
        assert.deepEqual(
          settled.map(({ tokens }) => tokens).toSorted(),
          [...talk.slice(0, 2), ...second].map(({ chunk }) => chunk.tokens).toSorted(),
        );
        const sums = new Map<string, number>();
        for (const { transcript, outputTokens } of settled)
          sums.set(transcript, (sums.get(transcript) ?? 0) + outputTokens);
        assert.equal(sums.size, 2);
        assert.ok(Math.abs([...sums.values()].reduce((sum, each) => sum + each, 0) - 950) < 1e-6);
        // The first chunk states more than the second, which states no relation.
        const [stated, said] = talk
          .slice(0, 2)
          .map(({ chunk }) => settled.find(({ tokens }) => tokens === chunk.tokens));
        assert.ok((stated?.outputTokens ?? 0) > (said?.outputTokens ?? 0));
        assert.equal((await ledger.settledChunks(MODEL.profile, 1)).length < settled.length, true);
        assert.deepEqual(await ledger.settledChunks("model/2", 100), []);
      });
    },
  },
  {
    name: "counts the items that replies of settled chunks left out, and their minimum confidence",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const rejected = { ungrounded: 3, schema: 2, lowConfidence: 1 };
        const items = { kept: 4, rejected, minConfidence: 0.5 };
        await settleAll(ledger, chunks.slice(0, 2), { ...MODEL, items });
        await settleAll(ledger, chunks.slice(2), { ...MODEL, items: { ...items, kept: 1, minConfidence: 0.9 } });
        const { items: counted, minConfidences } = await ledger.counts();
        assert.deepEqual(counted, { kept: 5, ungrounded: 6, schema: 4, lowConfidence: 2 });
        assert.deepEqual(minConfidences, [
          { minConfidence: 0.5, chunks: 2 },
          { minConfidence: 0.9, chunks: 1 },
        ]);
        await settleAll(ledger, chunks, { ...MODEL, items: { ...items, rejected: { ...rejected, schema: 0 } } });
        assert.deepEqual((await ledger.counts()).items, { kept: 4, ungrounded: 3, schema: 0, lowConfidence: 1 });
        assert.equal((await ledger.counts()).minConfidences.length, 1);
      });
    },
  },
  {
    name: "replaces free results for a model, and paid results only for a paid model with force",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, RULES);
        assert.equal(await ledger.pendingCount("extract", want(RULES)), 0);
        assert.equal(await ledger.pendingCount("extract", want(MODEL)), chunks.length);
        await settleAll(ledger, chunks, MODEL);
        for (const reply of [RULES, MODEL, { ...MODEL, profile: "model/2" }]) {
          assert.equal(await ledger.pendingCount("extract", want(reply)), 0, reply.profile);
          const forced = reply.paid ? chunks.length : 0;
          assert.equal(await ledger.pendingCount("extract", want(reply, true)), forced, reply.profile);
          assert.equal((await pendingOf(ledger, "extract", reply, { force: true })).length, forced, reply.profile);
        }
        const { profiles } = await ledger.counts();
        assert.deepEqual(
          profiles.map((profile) => ({ ...profile })),
          [{ profile: MODEL.profile, chunks: chunks.length, paid: true }],
        );
      });
    },
  },
  {
    name: "settles a chunk with a reply without reported usage",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, { ...MODEL, usage: null });
        await ledger.putVectors({ ...EMBEDDING, paid: true, usage: null }, vectorsFor(chunks));
        assert.equal(await ledger.pendingCount("extract", want(MODEL)), 0);
        assert.equal(await ledger.pendingCount("embed", want(EMBEDDING)), 0);
      });
    },
  },
  {
    name: "keeps a submitted batch in flight until it has a reply or has failed",
    async run(make) {
      await withFolder(async (folder) => {
        const chunks = sampleChunks(TALK);
        const run = { run: "1", startedAt: "2026-01-01T00:00:00.000Z", finishedAt: null, exitCode: null };
        const batch: SubmittedBatch = {
          run: "1",
          stage: "extract",
          number: 1,
          profile: MODEL.profile,
          contentKeys: contentKeys(chunks),
          submittedAt: "2026-01-01T00:00:01.000Z",
          expected: { inputTokens: 100, maxOutputTokens: 40 },
        };
        {
          await using ledger = await make();
          await ledger.beginRun(run);
          await put(ledger, folder, "a.txt", chunks);
          const numbers: BatchNumber[] = [];
          for (const number of [1, 2, 3, 4]) numbers.push(await ledger.submit({ ...batch, number }));
          const vectors = await ledger.submit({ ...batch, stage: "embed", profile: EMBEDDING.profile });
          assert.equal(new Set([...numbers, vectors]).size, 5);
          await ledger.settle({ ...MODEL, batch: numbers[1] }, [], []);
          await ledger.failBatch(numbers[0] as BatchNumber);
          await ledger.putVectors({ ...EMBEDDING, paid: true, usage: MODEL.usage, batch: vectors }, vectorsFor(chunks));
        }
        await using ledger = await make();
        const [crashed] = await ledger.crashedRuns();
        assert.deepEqual(
          crashed?.inFlight.map((calls) => ({ ...calls })),
          [{ stage: "extract", profile: MODEL.profile, calls: 2, inputTokens: 200, maxOutputTokens: 80 }],
        );
        assert.deepEqual(
          crashed?.replies.map(({ stage, replies }) => [stage, replies]),
          [
            ["extract", 1],
            ["embed", 1],
          ],
        );
        // Calls of a closed run do not belong to the next run.
        await ledger.closeRun("1");
        await ledger.beginRun({ ...run, run: "2" });
        assert.deepEqual(
          (await ledger.crashedRuns()).map(({ run: name, replies, inFlight }) => [name, replies, inFlight]),
          [["2", [], []]],
        );
      });
    },
  },
];
