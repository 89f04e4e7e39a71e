export type { Books, LaneBooks, LogEntry } from "./books.ts";
export { USUAL_FAULTS } from "./fault-rates.ts";
export { type ServerOptions, type SimulatedServer, startSimulatedProvider } from "./http/start.ts";
export { checkSimulation, type Simulation, type SimulationOptions } from "./options.ts";
export {
  createSimulatedCalls,
  type SimulatedCalls,
  type SimulatedCallsOptions,
  type SimulatedReply,
} from "./virtual/calls.ts";
export { createSimulatedChatModel, type SimulatedModelOptions } from "./virtual/chat-model.ts";
export { createSimulatedEmbeddingModel } from "./virtual/embedding-model.ts";
export { readScript } from "./script.ts";
