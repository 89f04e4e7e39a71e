import { taperWidth } from "../batching/index.ts";
import type { CallTokens, ModelStage, LimitedResource, PendingTranscript, SettledChunk } from "../ports/index.ts";
import type { CallShape } from "./call-shape.ts";
import type { Random } from "./random.ts";
import type { BatchPlan } from "./planned-batches.ts";

export type PerMinute = Readonly<Partial<Record<LimitedResource, number>>>;

/** The planned work of a stage, and what is known about its calls before they are sent. */
export interface Work extends BatchPlan {
  readonly stage: ModelStage;
  readonly usualTokens: CallTokens;
  /** Mean chunks of a planned call. */
  readonly chunksPerCall: number;
  readonly shape: CallShape;
  /** The known limits of the provider. */
  readonly perMinute: PerMinute;
  /** The most calls in flight; null: as many as the limits admit. */
  readonly maxConcurrent: number | null;
  /** All pending transcripts; `chunks` of their chunks are requested. Empty: not known. */
  readonly pending: readonly PendingTranscript[];
  /** Chunks that replies settled; empty for embeddings. */
  readonly settled: readonly SettledChunk[];
}

/** Range of the width when no limit is known: calls in flight when the last batches are cut. */
const UNKNOWN_WIDTHS = { least: 2, most: 120 } as const;

/** Embedding calls (no reply tokens) are so short that their last batches are not made smaller: width 1. */
export function drawWidth(
  { perMinute, usualTokens }: Pick<Work, "perMinute" | "usualTokens">,
  random: Pick<Random, "logNormal">,
): number {
  if (usualTokens.maxOutputTokens === 0) return 1;
  const isKnown = Object.keys(perMinute).length > 0;
  return isKnown ? taperWidth(perMinute, usualTokens) : Math.max(1, Math.round(random.logNormal(UNKNOWN_WIDTHS)));
}
