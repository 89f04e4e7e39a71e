export { type ConformanceCase, type Make, planConformance, type PlannedCase } from "./conformance.ts";
export { createFakeClock, type FakeClock } from "@colloquy/rate-limit/testing";
export { createMemoryGraphStore } from "./memory/graph-store.ts";
export { createMemoryVectorStore } from "./memory/vector-store.ts";
export {
  createSimulatedCalls,
  type SimulatedCalls,
  type SimulatedCallsOptions,
  type SimulatedReply,
} from "./simulated-models/calls.ts";
export { createSimulatedChatModel, type SimulatedModelOptions } from "./simulated-models/chat-model.ts";
export { createSimulatedEmbeddingModel } from "./simulated-models/embedding-model.ts";
export { chatModelConformance } from "./suites/chat-model.ts";
export { embeddingModelConformance } from "./suites/embedding-model.ts";
export { extractorConformance } from "./suites/extractor.ts";
export { graphStoreConformance } from "./suites/graph-store/index.ts";
export { ledgerConformance } from "./suites/ledger/index.ts";
export { nameJudgeConformance } from "./suites/name-judge.ts";
export { vectorStoreConformance } from "./suites/vector-store.ts";
