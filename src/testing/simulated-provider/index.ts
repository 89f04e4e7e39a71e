export type { Books, LaneBooks, LogEntry } from "./books.ts";
export { USUAL_FAULTS } from "./fault-rates.ts";
export { checkSimulation, type SimulationOptions } from "./options.ts";
export { type ServerOptions, type SimulatedServer, startSimulatedProvider } from "./http/start.ts";
