import type { Ledger, ResolutionSummary } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { type RunContext, runStage } from "./run-context.ts";

/** How long a step of the resolution may take. */
const STEP_MS = 1_000;
/** Few enough that an interruption is heard within a second or two. */
const TRANSCRIPTS_A_STEP = 20;

/** Derives the facts of what changed, then brings entities, relationships and the digest up to date. */
export async function resolveChanges(
  context: RunContext,
  ledger: Ledger,
  embeddingProfile: string | null,
): Promise<ResolutionSummary> {
  return runStage(context, "resolve", null, async () => {
    let done = 0;
    for (;;) {
      stopWhenInterrupted(context.stop);
      const { derived, remaining } = await ledger.deriveFacts(TRANSCRIPTS_A_STEP);
      done += derived;
      if (derived > 0) context.emit({ event: "stage.progress", stage: "resolve", done, total: done + remaining });
      if (remaining === 0) break;
    }
    for (;;) {
      stopWhenInterrupted(context.stop);
      const summary = await ledger.resolve({ embeddingProfile, milliseconds: STEP_MS });
      if (summary.finished) return summary;
      context.emit({ event: "stage.progress", stage: "resolve", done, total: done + summary.remaining });
    }
  });
}
