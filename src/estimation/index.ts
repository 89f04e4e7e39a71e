export type { CallSample, LaneEstimate, LaneMeasurement, Range } from "./estimate.ts";
