import type { ModelStage } from "../../ports/index.ts";
import { formatCount } from "../../text/index.ts";
import { OTHER_REASONS } from "../collecting/reason-counts.ts";
import type { CostReport, StagePerformance, PerformanceReport } from "../reports/index.ts";

/** The reports that advice is made from. */
export interface Reported {
  readonly cost: CostReport;
  readonly performance: Omit<PerformanceReport, "advice">;
}

/** A sentence of advice and its weight: the share of the run's time, money or work that it concerns, from 0 to 1. */
export interface Advice {
  readonly weight: number;
  readonly sentence: string;
}

/** Computes one kind of advice from the reports alone; null when it does not apply. */
export type Rule = (reported: Reported) => Advice | null;

/** A rule about one stage. */
export type StageRule = (stage: StagePerformance, reported: Reported) => Advice | null;

/** With fewer attempts, a share is not significant. */
export const FEW_ATTEMPTS = 20;
const LONGEST_REASON = 120;
/** A reason with a smaller share is not named. */
const TELLING_SHARE = 0.1;

/** The share of the run's time that a stage took. */
export function shareOfRun({ seconds }: StagePerformance, { performance }: Reported): number {
  const whole = performance.seconds ?? 0;
  return whole > 0 ? Math.min(1, seconds / whole) : 0;
}

/** The share of the stage's time in which this was the bottleneck. */
export function bottleneckShare(
  { bottlenecks }: StagePerformance,
  by: StagePerformance["bottlenecks"][number]["by"],
): number {
  return bottlenecks.find((one) => one.by === by)?.share ?? 0;
}

/** The command-line option of a limit for a stage. */
export function optionOf(stage: ModelStage, name: "rpm" | "tpm"): string {
  return stage === "embed" ? `--embedding-${name}` : `--${name}`;
}

/**
 * The most frequent of some reasons, as the rest of a sentence that has named their number; other words if no reason is
 * frequent.
 */
export function mainReason(
  reasons: readonly { readonly reason: string; readonly count: number }[],
  all: number,
): string {
  const [most] = reasons
    .filter(({ reason, count }) => reason !== OTHER_REASONS && count >= TELLING_SHARE * all)
    .toSorted((one, other) => other.count - one.count);
  if (most === undefined) return ", for reasons that have little in common";
  const part = all === 1 ? "" : most.count === all ? ", all" : `, ${formatCount(most.count)} of them`;
  return `${part} because: ${shortened(most.reason)}`;
}

/** A sentence without its full stop and of bounded length, to be part of another sentence. */
function shortened(reason: string): string {
  const plain = reason.replace(/[.\s]+$/, "");
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON).toWellFormed()}…` : plain;
}
