import { type CheckedEmbedding, embedBatch } from "../embedding/index.ts";
import { renderView } from "../model/index.ts";
import type { CallTokens, DeadLetter, EmbeddingModel, Ledger, PendingChunk } from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import { type PlannedStage, withBatchTokens } from "./batches.ts";
import { runBatches } from "./run-batches.ts";
import { type RunContext, runStage, type StageParts } from "./run-types.ts";

/** Embeds the pending chunks and stores the vectors in the ledger. */
export async function embedPending(
  context: RunContext,
  ledger: Ledger,
  { port: model, limiter, observer }: StageParts<EmbeddingModel>,
  { plan }: PlannedStage,
): Promise<void> {
  const { profile, paid } = model;
  await runStage(context, "embed", plan.total, (span) =>
    runBatches<CheckedEmbedding>({ ...context, span }, ledger, {
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
      deadLetter: (chunks) => {
        const letters = [...chunks].map(([{ contentKey }, reason]): DeadLetter => ({
          contentKey,
          stage: "embed",
          reason,
        }));
        return ledger.settle({ profile, paid: false, raw: null, usage: NO_USAGE }, [], letters);
      },
    }),
  );
}

export function embeddingTokens({ paid }: EmbeddingModel, batch: readonly PendingChunk[]): CallTokens {
  const inputTokens = paid ? batch.reduce((sum, { tokens }) => sum + tokens, 0) : 0;
  return { inputTokens, maxOutputTokens: 0 };
}

function textOf({ view }: PendingChunk): string {
  return renderView(view);
}
