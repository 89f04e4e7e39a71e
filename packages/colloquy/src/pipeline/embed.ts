import { type CheckedEmbedding, embedBatch } from "../embedding/index.ts";
import { renderView } from "../model/index.ts";
import type { CallTokens, DeadLetter, EmbeddingModel, Ledger, PendingChunk, WorkItem } from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import type { Submissions } from "./batch-calls.ts";
import { type PendingSource, type PlannedStage, type StagePlan, withBatchTokens } from "./batches.ts";
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
  return embedItems<PendingChunk>(context, embedding, {
    ledger,
    source: ledger,
    plan,
    textOf: ({ view }) => renderView(view),
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
export interface EmbeddedItems<Item extends WorkItem> {
  readonly ledger: Pick<Ledger, "putVectors">;
  readonly source: PendingSource<Item> & Submissions;
  readonly plan: StagePlan;
  textOf(item: Item): string;
  /** Records items that fail alone. */
  deadLetter(items: ReadonlyMap<Item, string>): Promise<void>;
}

/** Embeds texts and stores their vectors in the ledger, by the content keys of their items. */
export async function embedItems<Item extends WorkItem>(
  context: RunContext,
  { port: model, limiter, observer }: StageParts<EmbeddingModel>,
  { ledger, source, plan, textOf, deadLetter }: EmbeddedItems<Item>,
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
        const texts = batch.map(textOf);
        return (options) => {
          options.onPrompt?.({ system: null, prompt: texts.join("\n\n") });
          return embedBatch(model, texts, options);
        };
      },
      read: ({ limits = [], usage }) => ({ limits, usage, text: null }),
      async commit(batch, { reply: { vectors, invalid }, usage }, submitted) {
        const rows = batch.flatMap(({ contentKey }, index) => {
          const vector = invalid === null ? vectors[index] : undefined;
          return vector === undefined ? [] : [{ contentKey, vector }];
        });
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
