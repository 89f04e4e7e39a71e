import type { EmbeddingProfile, Ledger } from "../ports/index.ts";
import { stopWhenInterrupted, type TextAnalyser } from "../projection/index.ts";
import type { RunListener } from "./events.ts";
import { resolveChanges } from "./resolve.ts";
import type { RunContext } from "./run-context.ts";
import { RunTally } from "./run-tally.ts";
import { UNTRACED } from "./untraced.ts";

/** What works with a ledger and its stores takes, beside the stores; no model is among it. */
export interface ProjectionParts {
  readonly ledger: Ledger;
  readonly analyser: TextAnalyser;
  /** For which vectors a store is prepared where the ledger has none. */
  readonly embedding: EmbeddingProfile;
}

export interface ProjectionSettings {
  readonly workspace: string;
  readonly emit: RunListener;
  /** Aborted: no further batch is read or written. */
  readonly signal: AbortSignal;
}

/** A run that asks nobody, so that nothing is counted of it. */
export function contextOf({ emit, signal }: ProjectionSettings): RunContext {
  return { emit, stop: signal, tally: new RunTally(), span: UNTRACED };
}

/** Concludes from all that is settled, and tells which vectors a store is to hold. */
export async function resolveSettled(
  context: RunContext,
  { ledger, embedding }: ProjectionParts,
): Promise<EmbeddingProfile> {
  const shown = await ledger.activeEmbedding();
  // Of a first run that was stopped the ledger has vectors that nobody was shown yet.
  const [first] = shown === null ? await ledger.embeddings() : [];
  await resolveChanges(context, ledger, { embeddingProfile: first?.profile ?? null });
  stopWhenInterrupted(context.stop);
  return (await ledger.activeEmbedding()) ?? embedding;
}
