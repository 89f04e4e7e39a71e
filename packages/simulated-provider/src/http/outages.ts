import type { Server } from "node:http";
import type { Simulation } from "../options.ts";

/** Takes the server off its port while its script says that connections are refused. */
export interface Outages {
  /** To be called at the first call: scripted times count from then. */
  begin(): void;
  /** Cancels all planned outages. */
  cancel(): void;
}

export function createOutages(server: Server, { phases }: Simulation, listen: () => void): Outages {
  const refused = phases.filter((phase) => phase.kind === "outage" && phase.shape === "refused");
  let timers: NodeJS.Timeout[] = [];
  // Deliveries break off replies in flight themselves; closing ends the idle connections.
  const leave = (): void => void server.close();
  return {
    begin: () => {
      timers = refused.flatMap(({ fromSeconds, toSeconds }) => [
        setTimeout(leave, fromSeconds * 1000),
        setTimeout(listen, toSeconds * 1000),
      ]);
    },
    cancel: () => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
    },
  };
}
