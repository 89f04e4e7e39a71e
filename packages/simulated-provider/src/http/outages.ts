import type { Server } from "node:http";
import type { Simulation } from "../options.ts";

/** Takes the server off its port while its script says that connections are refused. */
export interface Outages {
  /** The first call has come: scripted times count from now. */
  begin(): void;
  /** Forgets what was planned. */
  cancel(): void;
}

export function createOutages(server: Server, { phases }: Simulation, listen: () => void): Outages {
  const refused = phases.filter((phase) => phase.kind === "outage" && phase.shape === "refused");
  let timers: NodeJS.Timeout[] = [];
  // What is under way is broken off by its own delivery; closing ends the connections that are idle.
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
