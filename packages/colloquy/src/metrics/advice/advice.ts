import type { ModelStage } from "../../ports/index.ts";
import { formatCount } from "../../text/index.ts";
import type { CostReport, StagePerformance, PerformanceReport } from "../reports/index.ts";

/** The two reports that advice is made from. */
export interface Reported {
  readonly cost: CostReport;
  readonly performance: Omit<PerformanceReport, "advice">;
}

/** A sentence, and about which share of the run's time, money or work it is: from 0 to 1. */
export interface Advice {
  readonly weight: number;
  readonly sentence: string;
}

/** Null where it has nothing to say. It claims nothing that it does not compute from the reports. */
export type Rule = (reported: Reported) => Advice | null;

/** A rule about one stage. */
export type StageRule = (stage: StagePerformance, reported: Reported) => Advice | null;

/** Shares of fewer attempts than this are an accident. */
export const FEW_ATTEMPTS = 20;
const LONGEST_REASON = 120;

/** Which share of the run's time a stage's is. */
export function shareOfRun({ seconds }: StagePerformance, { performance }: Reported): number {
  const whole = performance.seconds ?? 0;
  return whole > 0 ? Math.min(1, seconds / whole) : 0;
}

/** For which share of its time this was the bottleneck of a stage. */
export function bottleneckShare({ bottlenecks }: StagePerformance, by: StagePerformance["bottlenecks"][number]["by"]): number {
  return bottlenecks.find((one) => one.by === by)?.share ?? 0;
}

/** As the option of the embedding is called where the stage is not extraction. */
export function optionOf(stage: ModelStage, name: "rpm" | "tpm"): string {
  return stage === "embed" ? `--embedding-${name}` : `--${name}`;
}

/** How many of those that were named before: `, 9 of them`, `, all`; nothing where it was a single one. */
export function partText(part: number, all: number): string {
  if (all === 1) return "";
  return part === all ? ", all" : `, ${formatCount(part)} of them`;
}

/** A sentence as part of another one. */
export function shortened(reason: string): string {
  const plain = reason.replace(/[.\s]+$/, "");
  return plain.length > LONGEST_REASON ? `${plain.slice(0, LONGEST_REASON).toWellFormed()}…` : plain;
}
