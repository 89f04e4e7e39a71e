import { type CheckedEmbedding, embedBatch } from "../embedding/index.ts";
import type { CallTokens, DeadLetter, EmbeddingModel, Ledger, WorkItem } from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import type { Submissions } from "./batch-calls.ts";
import { type PendingSource, type PlannedStage, type StagePlan, withBatchTokens } from "./batches.ts";
import { type EmbeddedChunk, embeddedChunks, type EmbeddedItem, vectorsOf } from "./embedded-chunks.ts";
import { runBatches } from "./run-batches.ts";
import { type RunContext, runStage, type StageParts } from "./run-types.ts";

/** Embeds the pending chunks and stores the vectors in the ledger. */
export function embedPending(
  context: RunContext,
  ledger: Ledger,
  embedding: StageParts<EmbeddingModel>,
  { plan }: PlannedStage,
): Promise<void> {
  const { profile } = embedding.port;
  return embedItems<EmbeddedChunk>(context, embedding, {
    ledger,
    source: { ...embeddedChunks(ledger, embedding.port), ...submissionsOf(ledger) },
    plan,
    deadLetter: (chunks) => {
      const letters = [...chunks].map(([{ contentKey }, reason]): DeadLetter => ({
        contentKey,
        stage: "embed",
        reason,
      }));
      return ledger.settle({ profile, paid: false, raw: null, usage: NO_USAGE }, [], letters);
    },
  });
}

/** What is embedded, and where its vectors are stored. */
export interface EmbeddedItems<Item extends EmbeddedItem> {
  readonly ledger: Pick<Ledger, "putVectors">;
  readonly source: PendingSource<Item> & Submissions;
  readonly plan: StagePlan;
  /** Records items that fail alone. */
  deadLetter(items: ReadonlyMap<Item, string>): Promise<void>;
}

/** The recording of batches in a ledger. */
export function submissionsOf(ledger: Submissions): Submissions {
  return { submit: (batch) => ledger.submit(batch), failBatch: (batch) => ledger.failBatch(batch) };
}

/** Embeds items and stores their vectors in the ledger, by their content keys. All texts of an item are in one call. */
export async function embedItems<Item extends EmbeddedItem>(
  context: RunContext,
  { port: model, limiter, observer }: StageParts<EmbeddingModel>,
  { ledger, source, plan, deadLetter }: EmbeddedItems<Item>,
): Promise<void> {
  const { profile, paid } = model;
  await runStage(context, "embed", plan.total, (span) =>
    runBatches<CheckedEmbedding, Item>({ ...context, span }, source, {
      plan: withBatchTokens(plan, model),
      operation: "embed",
      limiter,
      observer,
      // Calls are short, so the last ones do not delay the run.
      taperedTokens: null,
      tokens: (batch) => embeddingTokens(model, batch),
      request: (batch) => {
        const texts = batch.flatMap((item) => item.texts);
        return (options) => {
          options.onPrompt?.({ system: null, prompt: texts.join("\n\n") });
          return embedBatch(model, texts, options);
        };
      },
      read: ({ limits = [], usage }) => ({ limits, usage, text: null }),
      async commit(batch, { reply: { vectors, invalid }, usage }, submitted) {
        const rows = invalid === null ? vectorsOf(batch, vectors) : [];
        // An unusable reply is recorded too, because it was paid for.
        await ledger.putVectors({ profile, paid, raw: null, batch: submitted, usage }, rows);
        const missing = batch.slice(rows.length);
        return { settled: rows.length, missing, unusable: new Map(), cutOff: false, invalid };
      },
      deadLetter,
    }),
  );
}

export function embeddingTokens({ paid }: Pick<EmbeddingModel, "paid">, batch: readonly WorkItem[]): CallTokens {
  const inputTokens = paid ? batch.reduce((sum, { tokens }) => sum + tokens, 0) : 0;
  return { inputTokens, maxOutputTokens: 0 };
}
