export {
  byResourceSchema,
  type CallSample,
  type StageEstimate,
  stageEstimateSchema,
  type StageMeasurement,
  stageMeasurementSchema,
  type Range,
  tokenPricesSchema,
} from "./estimate.ts";
export { estimateQuestions, type QuestionsToEstimate } from "./estimate-questions.ts";
export { estimateStage } from "./estimate-stage.ts";
export { longestOfRanges, sumOfRanges } from "./range.ts";
export { freeStage } from "./free-stage.ts";
export { poolMeasurements } from "./pool-measurements.ts";
