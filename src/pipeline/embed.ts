import { embedBatch } from "../embedding/index.ts";
import { renderView } from "../model/index.ts";
import type { EmbeddingModel, EmbeddingReply, Ledger, PendingContent } from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import type { LaneOptions } from "./extract.ts";
import type { LanePlan } from "./lane.ts";
import { NEVER_ABORTED } from "./never-aborted.ts";
import { runLane } from "./run-lane.ts";
import { type RunContext, runStage } from "./run-context.ts";

/** Embeds what is pending and puts the vectors in the ledger. */
export async function embedPending(
  context: RunContext,
  ledger: Ledger,
  model: EmbeddingModel,
  options: Omit<LaneOptions, "batchSize">,
): Promise<void> {
  const { profile, paid, batchSize } = model;
  const { limit, force } = options;
  const plan: LanePlan = { lane: "embedding", profile, paid, batchSize, limit, force };
  const total = Math.min(limit, await ledger.pendingCount("embedding", plan));
  await runStage(context, "embed", total, () =>
    runLane<EmbeddingReply>(context, ledger, plan, total, {
      concurrency: Math.min(options.maxConcurrent, model.concurrency ?? 1),
      paid,
      call: (batch) => embedBatch(model, batch.map(textOf), { signal: NEVER_ABORTED }),
      async commit(batch, { vectors, usage }) {
        context.tally.embedded(usage ?? NO_USAGE);
        const rows = batch.flatMap(({ contentKey }, index) => {
          const vector = vectors[index];
          return vector === undefined ? [] : [{ contentKey, vector }];
        });
        await ledger.putVectors({ profile, paid, raw: null, usage }, rows);
        return { settled: rows.length, unanswered: batch.filter((_, index) => vectors[index] === undefined) };
      },
      bury: ({ contentKey }, reason) =>
        ledger.settle({ profile, paid, raw: null, usage: NO_USAGE }, [], [{ contentKey, lane: "embedding", reason }]),
    }),
  );
}

function textOf({ view }: PendingContent): string {
  return renderView(view);
}
