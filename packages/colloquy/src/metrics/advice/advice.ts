import type { ModelStage } from "../../ports/index.ts";
import { formatCount } from "../../text/index.ts";
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

/** A part of a number that was named before: `, 9 of them` or `, all`; empty for a number of 1. */
export function partText(part: number, all: number): string {
  if (all === 1) return "";
  return part === all ? ", all" : `, ${formatCount(part)} of them`;
}

/** A sentence without its full stop and of bounded length, to be part of another sentence. */
export function shortened(reason: string): string {
  const plain = reason.replace(/[.\s]+$/, "");
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON).toWellFormed()}…` : plain;
}
