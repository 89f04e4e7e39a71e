/**
 * A simulated provider of language and embedding models: OpenAI's API with limits, latencies and faults.
 * `startSimulatedProvider` serves it over HTTP; `createProvider` is the provider itself, at any time that it is given.
 */
export type { LimitStatus, LimitStatuses } from "./admission.ts";
export type { Accounts, Ending, EndpointAccount, LogEntry } from "./accounts.ts";
export type { SimulatedCall } from "./calls.ts";
export type { Clock } from "./clock.ts";
export { deliver } from "./delivery.ts";
export type { Failure } from "./failures.ts";
export { type ServerOptions, type SimulatedServer, startSimulatedProvider } from "./http/start.ts";
export {
  checkSimulation,
  type Simulation,
  SimulationError,
  type SimulationOptions,
  simulationSchema,
  USUAL_FAULTS,
} from "./options.ts";
export type { Outcome, Reply, ReplyContent, Usage } from "./outcome.ts";
export { createProvider } from "./provider.ts";
