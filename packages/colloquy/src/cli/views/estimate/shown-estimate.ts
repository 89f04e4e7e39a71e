import type { Options } from "../../../config/index.ts";
import type { EstimateResult } from "../../library.ts";

export interface ShownEstimate {
  readonly result: EstimateResult;
  /** Options from the command line. The suggested calls repeat them. */
  readonly flags: Partial<Options>;
  readonly options: { readonly force: boolean; readonly limit?: number; readonly maxCost?: number };
}

export type StageEstimate = EstimateResult["modelStages"][number];
