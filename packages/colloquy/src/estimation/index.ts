export {
  byResourceSchema,
  type CallSample,
  type LaneEstimate,
  laneEstimateSchema,
  type LaneMeasurement,
  laneMeasurementSchema,
  type Range,
  tokenPricesSchema,
} from "./estimate.ts";
export { estimateLane } from "./estimate-lane.ts";
export { longestOfRanges, sumOfRanges } from "./range.ts";
export { freeLane } from "./free-lane.ts";
export { poolMeasurements } from "./pool-measurements.ts";
