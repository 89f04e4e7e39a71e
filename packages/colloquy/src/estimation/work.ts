import { taperWidth } from "../batching/index.ts";
import type { CallCost, ModelStage, LimitedResource, PendingTranscript, SettledChunk } from "../ports/index.ts";
import type { CallShape } from "./call-shape.ts";
import type { Random } from "./random.ts";
import type { BatchPlan } from "./planned-batches.ts";

export type PerMinute = Readonly<Partial<Record<LimitedResource, number>>>;

/** What is planned of a stage, and what is known of its calls before they are made. */
export interface Work extends BatchPlan {
  readonly stage: ModelStage;
  readonly usualCost: CallCost;
  /** Of a planned call, in the mean. */
  readonly chunksPerCall: number;
  readonly shape: CallShape;
  /** What the provider grants a minute; only what is known. */
  readonly perMinute: PerMinute;
  /** The most calls at once; null: as many as the limits take. */
  readonly maxConcurrent: number | null;
  /** All that is pending, of which `chunks` are taken; none where that is not known. */
  readonly pending: readonly PendingTranscript[];
  /** What replies settled; none where there are none, or replies have no tokens. */
  readonly settled: readonly SettledChunk[];
}

/** Where no limit is known, the calls that run at once when the last batches are cut: of what is known then. */
const UNKNOWN_WIDTHS = { least: 2, most: 120 } as const;

/** Only replies take so long that the last batches are cut smaller. */
export function drawWidth(
  { perMinute, usualCost }: Pick<Work, "perMinute" | "usualCost">,
  random: Pick<Random, "logNormal">,
): number {
  if (usualCost.maxOutputTokens === 0) return 1;
  const isKnown = Object.keys(perMinute).length > 0;
  return isKnown ? taperWidth(perMinute, usualCost) : Math.max(1, Math.round(random.logNormal(UNKNOWN_WIDTHS)));
}
