import type { PendingContent } from "../ports/index.ts";
import type { Asking } from "./ask-again.ts";
import type { Reservation } from "./budget.ts";
import type { LaneCalls, Outcome } from "./lane-calls.ts";
import type { LaneContext } from "./run-context.ts";
import { Trial } from "./trial.ts";

/**
 * Asks for the batches of one lane and for whatever they leave open. What is asked for depends on the batches and their
 * replies alone, never on the order in which replies come. While the trial of the first batches is open, those that gave
 * nothing wait for its outcome.
 */
export class Asker {
  readonly #context: Pick<LaneContext, "stop" | "halt">;
  readonly #calls: Pick<LaneCalls<unknown>, "make" | "bury">;
  readonly #trial: Trial;
  readonly #failures: unknown[] = [];

  constructor(
    context: Pick<LaneContext, "stop" | "halt">,
    calls: Pick<LaneCalls<unknown>, "make" | "bury">,
    trial: Trial,
  ) {
    this.#context = context;
    this.#calls = calls;
    this.#trial = trial;
    const release = (): void => this.#trial.abandon();
    if (context.stop.aborted) release();
    else context.stop.addEventListener("abort", release, { once: true });
  }

  /**
   * Asks for a batch, the `index`th that was cut, and for what it leaves open. Never rejects: see `conclude`.
   * @param reservation what was reserved for its first call.
   */
  async ask(contents: readonly PendingContent[], index: number, reservation: Reservation): Promise<void> {
    try {
      const outcome = await this.#calls.make({ contents, before: 0 }, reservation);
      if (outcome === null) {
        // Nothing more is asked for, be it for a stop or for the budget: what waits for this batch would wait for ever.
        this.#trial.abandon();
        return;
      }
      if (outcome.tooLarge) {
        const settled = await this.#follow(outcome);
        this.#record(index, settled > 0 ? null : outcome.reason, 0);
        if (settled === 0) this.#endRound(index);
        return;
      }
      this.#record(index, outcome.reason, contents.length);
      if (outcome.reason !== null) await this.#trial.decided;
      if (outcome.reason === null || !this.#trial.goesOn) await this.#follow(outcome);
      else await this.#tryParts(contents, index, outcome);
    } catch (error) {
      this.fail(error);
    }
  }

  /** There are no more batches than so many. */
  noMoreThan(batches: number): void {
    this.#trial.end(batches);
  }

  /** Stops the run. */
  fail(error: unknown): void {
    this.#failures.push(error);
    this.#context.halt();
  }

  /** To be called when all is done. @throws the first failure. */
  conclude(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** What ends after the run was stopped says nothing of the model. */
  #record(index: number, reason: string | null, passages: number): void {
    if (!this.#context.stop.aborted) this.#trial.record(index, reason, passages);
  }

  #endRound(index: number): void {
    if (!this.#context.stop.aborted) this.#trial.endRound(index);
  }

  /** Asks for a batch that failed once more and for its parts; what they leave open waits for the end of the trial. */
  async #tryParts(contents: readonly PendingContent[], index: number, failed: Outcome): Promise<void> {
    const open = await this.#firstParts(contents.length, failed);
    this.#endRound(index);
    await this.#trial.concluded;
    await Promise.all(open.map((outcome) => this.#follow(outcome)));
  }

  /** The outcomes of a batch's parts, or of the batch where nothing more is asked of it. */
  async #firstParts(size: number, failed: Outcome): Promise<readonly Outcome[]> {
    if (failed.sequel.again.length === 0) return [failed];
    const parts = failed.sequel.again.map(async (asking): Promise<readonly Outcome[]> => {
      try {
        const outcome = await this.#calls.make(asking);
        if (outcome === null) return [];
        if (outcome.reason !== null && asking.contents.length === size) return await this.#firstParts(size, outcome);
        if (outcome.reason === null) this.#trial.gave();
        else if (!outcome.tooLarge) this.#trial.recordPart(outcome.reason);
        return [outcome];
      } catch (error) {
        this.fail(error);
        return [];
      }
    });
    return (await Promise.all(parts)).flat();
  }

  /** Asks for what an outcome left open; gives how many contents it settled in all. */
  async #follow({ settled, sequel }: Outcome): Promise<number> {
    if (this.#context.stop.aborted) return settled;
    await this.#calls.bury(sequel.bury);
    const parts = await Promise.all(sequel.again.map((asking) => this.#askAgain(asking)));
    return parts.reduce((sum, part) => sum + part, settled);
  }

  async #askAgain(asking: Asking): Promise<number> {
    try {
      const outcome = await this.#calls.make(asking);
      return outcome === null ? 0 : await this.#follow(outcome);
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }
}
