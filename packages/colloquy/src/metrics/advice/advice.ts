import type { Lane } from "../../ports/index.ts";
import type { CostReport, LanePerformance, PerformanceReport } from "../reports.ts";

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

/** A rule about one lane. */
export type LaneRule = (lane: LanePerformance, reported: Reported) => Advice | null;

/** Shares of fewer attempts than this are an accident. */
export const FEW_ATTEMPTS = 20;

/** Which share of the run's time a lane's is. */
export function shareOfRun({ seconds }: LanePerformance, { performance }: Reported): number {
  const whole = performance.seconds ?? 0;
  return whole > 0 ? Math.min(1, seconds / whole) : 0;
}

/** For which share of its time a lane was held back by this. */
export function heldBackShare({ heldBack }: LanePerformance, by: LanePerformance["heldBack"][number]["by"]): number {
  return heldBack.find((one) => one.by === by)?.share ?? 0;
}

/** As the option of the embedding is called where the lane is not extraction. */
export function optionOf(lane: Lane, name: "rpm" | "tpm"): string {
  return lane === "embedding" ? `--embedding-${name}` : `--${name}`;
}
