import type { Ledger, ResolutionSummary } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { type StageContext, runStage } from "./run-types.ts";

/** The most work of one ledger call, so that other calls can follow. */
export interface ResolutionPace {
  readonly milliseconds: number;
  readonly transcripts: number;
}

/** For a ledger without other users. An interruption takes effect within one or two seconds. */
const ALONE: ResolutionPace = { milliseconds: 1_000, transcripts: 20 };

export interface ResolveOptions {
  /** Default: the pace for a ledger without other users. */
  readonly pace?: ResolutionPace;
  /** The profile to activate; null: the active profile stays. */
  readonly embeddingProfile: string | null;
  /** Called after facts are derived and before they are resolved. */
  readonly onFactsDerived?: () => Promise<void>;
}

function report({ emit }: StageContext, done: number, total: number): void {
  emit({ event: "stage.progress", stage: "resolve", done, total });
}

/** Derives the facts of changed transcripts. @returns the number of these transcripts. */
export async function deriveChanges(
  context: StageContext,
  ledger: Pick<Ledger, "deriveFacts">,
  { transcripts }: Pick<ResolutionPace, "transcripts"> = ALONE,
): Promise<number> {
  for (let derived = 0; ;) {
    stopWhenInterrupted(context.stop);
    const step = await ledger.deriveFacts(transcripts);
    derived += step.derived;
    if (step.derived > 0) report(context, derived, derived + step.remaining);
    if (step.remaining === 0) return derived;
  }
}

/**
 * Derives the facts of changed transcripts, then updates entities, relationships and the digest. Progress counts transcripts
 * first, then the names, facts, relationships and vectors that depend on them.
 */
export async function resolveChanges(
  context: StageContext,
  ledger: Pick<Ledger, "deriveFacts" | "resolve">,
  { embeddingProfile, onFactsDerived, pace = ALONE }: ResolveOptions,
): Promise<ResolutionSummary> {
  return runStage(context, "resolve", null, async () => {
    const derived = await deriveChanges(context, ledger, pace);
    await onFactsDerived?.();
    // Resolution can add work, so the total is the largest remaining amount so far.
    let most = 0;
    for (;;) {
      stopWhenInterrupted(context.stop);
      const summary = await ledger.resolve({ embeddingProfile, milliseconds: pace.milliseconds });
      most = Math.max(most, summary.remaining);
      if (most > 0) report(context, derived + most - summary.remaining, derived + most);
      if (summary.finished) return summary;
    }
  });
}
