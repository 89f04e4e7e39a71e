import type { Ledger, PaidReply } from "../../src/ports/index.ts";
import {
  type SampleChunk,
  sampleChunks,
  type SampledChunk,
  sampleRecord,
} from "../../src/testing/suites/sample-transcripts.ts";

const USAGE = { inputTokens: 90, cachedInputTokens: 0, outputTokens: 40, reasoningTokens: 0 };

const ITEMS = { kept: 3, rejected: { ungrounded: 1, schema: 0, lowConfidence: 2 }, minConfidence: 0.5 };

/** The replies in the sample. */
export const SAMPLE_REPLIES = {
  rules: { profile: "rules/1", paid: false, raw: null, usage: null },
  earlierModel: { profile: "model/1", paid: true, raw: '{"reply":"first"}', usage: USAGE, items: ITEMS },
  model: { profile: "model/2", paid: true, raw: '{"reply":"second"}', usage: USAGE, items: ITEMS },
  embedding: { profile: "vectors/1", paid: true, raw: null, usage: USAGE },
} as const satisfies Readonly<Record<string, PaidReply>>;

const SLEEP: readonly SampleChunk[] = [
  { speaker: "Ann Lee", words: "[Sleep debt] causes [poor focus].", states: true },
  { speaker: "Bob Ray", words: "I think that [sleep debts] are real." },
  { speaker: "Ann Lee", words: "[Exercise] causes [sound sleep].", states: true },
];
const WORK: readonly SampleChunk[] = [
  { speaker: "Bob Ray", words: "[Exercise] causes [poor focus] now and then.", states: true },
  { speaker: null, words: "Nobody knows of [sleep debt] here." },
  { speaker: "Bob Ray", words: "This one no model could read." },
];

export const SAMPLE = { sleep: sampleChunks(SLEEP), work: sampleChunks(WORK) };

/**
 * Fills a ledger with a sample of everything that it can hold: free, paid and replaced replies, vectors, a dead letter,
 * and removed rows.
 * @param folder an existing folder named `talks`.
 */
export async function fillLedger(ledger: Ledger, folder: string): Promise<void> {
  const { sleep, work } = SAMPLE;
  const settle = (reply: PaidReply, chunks: readonly SampledChunk[], failed: readonly SampledChunk[] = []) =>
    ledger.settle(
      reply,
      chunks.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction })),
      failed.map(({ chunk }) => ({ contentKey: chunk.contentKey, stage: "extract", reason: "no answer" })),
    );
  const { key } = await ledger.registerSource(folder, new Map());
  const { rules, earlierModel, model, embedding } = SAMPLE_REPLIES;
  await ledger.putTranscript(sampleRecord(key, "sleep.txt", sleep));
  await ledger.putTranscript(sampleRecord(key, "work.txt", [...work, ...sleep.slice(0, 1)]));
  await settle(rules, work.slice(0, 2), work.slice(2));
  await settle(earlierModel, sleep);
  await conclude(ledger);
  await settle(model, sleep.slice(1));
  // First in two talks, then in one, so that rows are removed.
  await ledger.putTranscript(sampleRecord(key, "work.txt", work));
  await ledger.putVectors(
    embedding,
    [...sleep, ...work].map(({ chunk }, index) => ({
      contentKey: chunk.textKey,
      vector: new Float32Array([1, index, 0.5, -index]),
    })),
  );
  await conclude(ledger, embedding.profile);
}

export async function conclude(ledger: Ledger, embeddingProfile: string | null = null): Promise<void> {
  while ((await ledger.deriveFacts(10)).remaining > 0);
  await ledger.resolve({ embeddingProfile });
}
