/**
 * A simulated provider of language and embedding models: OpenAI's interface with limits, latencies and faults.
 * `startSimulatedProvider` serves it over HTTP; `createProvider` is the provider itself, in whatever time it is given.
 */
export type { Standing, Standings } from "./admission.ts";
export type { Books, Ending, LaneBooks, LogEntry } from "./books.ts";
export type { SimulatedCall } from "./calls.ts";
export type { Clock } from "./clock.ts";
export { deliver } from "./delivery.ts";
export type { Failure } from "./failures.ts";
export { USUAL_FAULTS } from "./fault-rates.ts";
export { type ServerOptions, type SimulatedServer, startSimulatedProvider } from "./http/start.ts";
export { checkSimulation, type Simulation, type SimulationOptions, simulationSchema } from "./options.ts";
export type { Outcome, Reply, ReplyContent } from "./outcome.ts";
export { createProvider } from "./provider.ts";
export { SimulationError } from "./simulation-error.ts";
export type { Usage } from "./usage.ts";
