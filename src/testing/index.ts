export { type ConformanceCase, type Make, planConformance, type PlannedCase } from "./conformance.ts";
export { createFakeClock, type FakeClock } from "./fake-clock.ts";
export { createMemoryGraphStore } from "./memory/graph-store.ts";
export { createMemoryVectorStore } from "./memory/vector-store.ts";
export {
  type Books,
  checkSimulation,
  createSimulatedCalls,
  createSimulatedChatModel,
  createSimulatedEmbeddingModel,
  type LaneBooks,
  type LogEntry,
  type ServerOptions,
  type SimulatedCalls,
  type SimulatedCallsOptions,
  type SimulatedModelOptions,
  type SimulatedReply,
  type SimulatedServer,
  type Simulation,
  type SimulationOptions,
  startSimulatedProvider,
  USUAL_FAULTS,
} from "./simulated-provider/index.ts";
export { chatModelConformance } from "./suites/chat-model.ts";
export { embeddingModelConformance } from "./suites/embedding-model.ts";
export { extractorConformance } from "./suites/extractor.ts";
export { graphStoreConformance } from "./suites/graph-store.ts";
export { ledgerConformance } from "./suites/ledger.ts";
export { vectorStoreConformance } from "./suites/vector-store.ts";
