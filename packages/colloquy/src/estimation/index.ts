export type { CallSample, LaneEstimate, LaneMeasurement, Range } from "./estimate.ts";
export { estimateLane } from "./estimate-lane.ts";
export { longestOfRanges, sumOfRanges } from "./range.ts";
export { freeLane } from "./free-lane.ts";
export { poolMeasurements } from "./pool-measurements.ts";
