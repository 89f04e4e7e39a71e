import type { Ledger, ResolutionSummary } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { type StageContext, runStage } from "./run-types.ts";

/** How much is done in one call of the ledger, before other calls of it. */
export interface ResolutionPace {
  readonly milliseconds: number;
  readonly transcripts: number;
}

/** Few enough transcripts that an interruption takes effect within a second or two. */
const ALONE: ResolutionPace = { milliseconds: 1_000, transcripts: 20 };

export interface ResolveOptions {
  /** Default: for a ledger that nothing else uses. */
  readonly pace?: ResolutionPace;
  /** Null leaves the active one. */
  readonly embeddingProfile: string | null;
  /** Called between the derivation of facts and their resolution. */
  readonly onFactsDerived?: () => Promise<void>;
}

/**
 * Derives the facts of what changed, then brings entities, relationships and the digest up to date. Its progress counts
 * transcripts first, then the names, facts, relationships and vectors that follow from them.
 */
export async function resolveChanges(
  context: StageContext,
  ledger: Pick<Ledger, "deriveFacts" | "resolve">,
  { embeddingProfile, onFactsDerived, pace = ALONE }: ResolveOptions,
): Promise<ResolutionSummary> {
  return runStage(context, "resolve", null, async () => {
    const tell = (done: number, total: number): void =>
      context.emit({ event: "stage.progress", stage: "resolve", done, total });
    let derived = 0;
    for (;;) {
      stopWhenInterrupted(context.stop);
      const step = await ledger.deriveFacts(pace.transcripts);
      derived += step.derived;
      if (step.derived > 0) tell(derived, derived + step.remaining);
      if (step.remaining === 0) break;
    }
    await onFactsDerived?.();
    // A decision can add work, so the total is the most that was ever remaining.
    let most = 0;
    for (;;) {
      stopWhenInterrupted(context.stop);
      const summary = await ledger.resolve({ embeddingProfile, milliseconds: pace.milliseconds });
      most = Math.max(most, summary.remaining);
      if (most > 0) tell(derived + most - summary.remaining, derived + most);
      if (summary.finished) return summary;
    }
  });
}
