/** A simulated provider cannot start. The message is one sentence that says why, and what to do. */
export class SimulationError extends Error {
  /** What is to be changed: its options, or the port on which it listens. */
  readonly subject: "options" | "port";

  constructor(subject: SimulationError["subject"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SimulationError";
    this.subject = subject;
  }
}
