export type { CallSample, LaneEstimate, LaneMeasurement, Range } from "./estimate.ts";
export { estimateLane, type LaneToEstimate } from "./estimate-lane.ts";
export { longestOfRanges, NOTHING, sumOfRanges } from "./range.ts";
export { freeLane } from "./free-lane.ts";
