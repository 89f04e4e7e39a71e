import assert from "node:assert/strict";
import type { ChunkStage, Ledger, PaidReply } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks, type SampledChunk } from "../sample-transcripts.ts";
import { RULES, MODEL, EMBEDDING, TALK, withFolder, put, settleAll, want, pendingOf, keysOf } from "./material.ts";

type Keyed = SampledChunk["chunk"];

export const deadLetterCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps a chunk that failed alone as a dead letter of its stage until it is settled",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const contentKey = chunks[0]?.chunk.contentKey as string;
        await ledger.settle(MODEL, [], [{ contentKey, stage: "extract", reason: "The model refused." }]);
        assert.ok(!keysOf(await pendingOf(ledger, "extract", MODEL)).includes(contentKey));
        assert.equal(await ledger.pendingCount("embed", want(EMBEDDING)), chunks.length);
        assert.deepEqual((await ledger.counts()).chunks, {
          total: 3,
          extracted: 0,
          embedded: 0,
          pending: 2,
          deadLetters: 1,
          embeddingDeadLetters: 0,
        });
        const again = { ...want(MODEL), deadLetters: true };
        assert.equal(await ledger.pendingCount("extract", again), 1);
        assert.deepEqual(keysOf(await pendingOf(ledger, "extract", MODEL, { deadLetters: true })), [contentKey]);
        assert.equal(await ledger.pendingCount("embed", { ...want(EMBEDDING), deadLetters: true }), 0);
        await settleAll(ledger, chunks, MODEL);
        assert.equal(await ledger.pendingCount("extract", again), 0);
        assert.deepEqual((await ledger.counts()).chunks, {
          total: 3,
          extracted: 3,
          embedded: 0,
          pending: 0,
          deadLetters: 0,
          embeddingDeadLetters: 0,
        });
      });
    },
  },
  {
    name: "does not count a settled or embedded chunk as a dead letter when a further call for it fails",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const [first, second] = chunks.map(({ chunk }) => chunk) as [Keyed, Keyed];
        const bury = (contentKey: string, stage: ChunkStage, reply: PaidReply) =>
          ledger.settle({ ...reply, paid: false, raw: null }, [], [{ contentKey, stage, reason: "It failed." }]);
        const letters = async (stage: ChunkStage, reply: PaidReply) =>
          keysOf(await pendingOf(ledger, stage, reply, { deadLetters: true }));
        await settleAll(ledger, chunks, MODEL);
        await ledger.putVectors(EMBEDDING, [{ contentKey: first.textKey, vector: Float32Array.of(1, 0) }]);
        await bury(first.contentKey, "extract", { ...MODEL, profile: "model/2" });
        await bury(first.textKey, "embed", EMBEDDING);
        assert.deepEqual(await letters("extract", MODEL), []);
        assert.deepEqual(await letters("embed", EMBEDDING), []);
        assert.deepEqual(await ledger.deadLetterReasons(), []);
        assert.equal((await ledger.counts()).chunks.embeddingDeadLetters, 0);

        await bury(second.textKey, "embed", EMBEDDING);
        assert.deepEqual(await letters("embed", EMBEDDING), [second.textKey]);
        assert.equal((await ledger.counts()).chunks.embeddingDeadLetters, 1);
      });
    },
  },
  {
    name: "counts a chunk as a dead letter of a model even if free rules settled it",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const [contentKey] = chunks.map(({ chunk }) => chunk.contentKey) as [string];
        await settleAll(ledger, chunks, RULES);
        await ledger.settle(
          { ...MODEL, paid: false, raw: null },
          [],
          [{ contentKey, stage: "extract", reason: "No." }],
        );
        assert.ok(!keysOf(await pendingOf(ledger, "extract", MODEL)).includes(contentKey));
        assert.deepEqual(keysOf(await pendingOf(ledger, "extract", MODEL, { deadLetters: true })), [contentKey]);
        const { total, extracted, pending, deadLetters } = (await ledger.counts()).chunks;
        assert.deepEqual([total, extracted, pending, deadLetters], [3, 3, 0, 0]);
      });
    },
  },
  {
    name: "returns the last reason of each dead letter, the most frequent reason first",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await put(ledger, folder, "copy.txt", chunks.slice(0, 1));
        const [first, second] = chunks.map(({ chunk }) => chunk) as [Keyed, Keyed];
        const bury = (contentKey: string, stage: ChunkStage, reason: string) =>
          ledger.settle(MODEL, [], [{ contentKey, stage, reason }]);
        assert.deepEqual(await ledger.deadLetterReasons(), []);
        await bury(first.contentKey, "extract", "The model stalled.");
        await bury(first.contentKey, "extract", "The model refused.");
        await bury(second.textKey, "embed", "It is too long.");
        assert.deepEqual(
          (await ledger.deadLetterReasons()).map((entry) => ({ ...entry })),
          [
            { stage: "extract", reason: "The model refused.", profile: "model/1", chunks: 2 },
            { stage: "embed", reason: "It is too long.", profile: "model/1", chunks: 1 },
          ],
        );
        await settleAll(ledger, chunks, MODEL);
        assert.equal((await ledger.deadLetterReasons()).length, 1);
      });
    },
  },
];
