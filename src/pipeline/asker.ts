import { CallError, type PendingContent, type Usage } from "../ports/index.ts";
import {
  afterFailure,
  afterReply,
  type Asking,
  CUT_OFF,
  NOTHING_ANSWERED,
  reasonOf,
  type Sequel,
} from "./ask-again.ts";
import { stoppingError } from "./call-failure.ts";
import type { LanePlan } from "./lane.ts";
import type { LaneContext } from "./run-context.ts";
import type { Answer, LaneWork } from "./run-lane.ts";
import { Trial } from "./trial.ts";
import { Withdrawal } from "./withdrawal.ts";

/** How a call ended, and what follows from it. */
interface Outcome {
  readonly settled: number;
  /** Why it gave nothing; null where something is settled. */
  readonly reason: string | null;
  readonly sequel: Sequel;
  /** It was never a question whether the model can do it: only that it was too much at once. */
  readonly tooLarge: boolean;
}

/**
 * Asks for the batches of one lane and for whatever they leave open, counts and tells. What is asked for depends on the
 * batches and their replies alone, never on the order in which replies come. While the trial of the first batches is
 * open, those that gave nothing wait for its outcome.
 */
export class Asker<Reply> {
  /** Resolves when a reply has told of the limits, or is there without. */
  readonly limitsHeard: Promise<void>;
  readonly #context: LaneContext;
  readonly #plan: LanePlan;
  readonly #work: LaneWork<Reply>;
  readonly #trial: Trial;
  readonly #failures: unknown[] = [];
  readonly #hear: () => void;
  #done = 0;
  #left = 0;

  constructor(context: LaneContext, plan: LanePlan, work: LaneWork<Reply>) {
    this.#context = context;
    this.#plan = plan;
    this.#work = work;
    // What failed before may fail alike: that is no reason to stop.
    this.#trial = plan.deadLetters === true ? new Trial(0) : new Trial();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.limitsHeard = promise;
    this.#hear = resolve;
    const release = (): void => {
      this.#trial.end(0);
      resolve();
    };
    if (context.stop.aborted) release();
    else context.stop.addEventListener("abort", release, { once: true });
  }

  /** Asks for a batch, the `index`th that was cut, and for what it leaves open. Never rejects. */
  async ask(contents: readonly PendingContent[], index: number): Promise<void> {
    try {
      const outcome = await this.#call({ contents, repeated: false });
      if (outcome === null) return;
      if (outcome.tooLarge) {
        const settled = await this.#follow(outcome);
        this.#record(index, settled > 0 ? null : outcome.reason);
        return;
      }
      this.#record(index, outcome.reason);
      if (outcome.reason !== null) await this.#trial.decided;
      await this.#follow(outcome);
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

  /** When all is done: says what was left. @throws the first failure. */
  conclude(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
    if (this.#left > 0) this.#context.emit({ event: "warning", message: describeUnanswered(this.#left) });
  }

  /** What ends after the run was stopped says nothing of the model. */
  #record(index: number, reason: string | null): void {
    if (!this.#context.stop.aborted) this.#trial.record(index, reason);
  }

  /** Asks for what an outcome left open; gives how many contents it settled in all. */
  async #follow({ settled, sequel }: Outcome): Promise<number> {
    if (this.#context.stop.aborted) return settled;
    const { lane } = this.#plan;
    if (sequel.bury.size > 0) {
      await this.#work.bury(sequel.bury);
      this.#done += sequel.bury.size;
      for (const [{ contentKey }, reason] of sequel.bury)
        this.#context.emit({ event: "chunk.deadLettered", lane, contentKey, reason });
    }
    this.#left += sequel.leave.length;
    const parts = await Promise.all(sequel.again.map((asking) => this.#askAgain(asking)));
    return parts.reduce((sum, part) => sum + part, settled);
  }

  async #askAgain(asking: Asking): Promise<number> {
    try {
      const outcome = await this.#call(asking);
      return outcome === null ? 0 : await this.#follow(outcome);
    } catch (error) {
      this.fail(error);
      return 0;
    }
  }

  /** One call and its commitment; null where it was not sent or stops the run. */
  async #call(asking: Asking): Promise<Outcome | null> {
    const { contents } = asking;
    const { limiter, paid } = this.#work;
    const { lane } = this.#plan;
    if (this.#context.stop.aborted) return null;
    let sentAt: number | null = null;
    let reply: Reply;
    try {
      reply = await limiter.run<Reply>({
        cost: this.#work.cost(contents),
        send: (options) => {
          if (sentAt === null) this.#context.tally.called(lane, paid);
          sentAt = performance.now();
          const onLimits: typeof options.onLimits = (limits) => {
            options.onLimits(limits);
            this.#hear();
          };
          return this.#work.send(contents, { ...options, onLimits });
        },
        reading: (received) => this.#work.reading(received),
      });
    } catch (error) {
      return this.#failed(asking, error);
    } finally {
      this.#hear();
    }
    const ms = performance.now() - (sentAt ?? performance.now());
    return this.#answered(asking, await this.#work.commit(contents, reply), this.#work.reading(reply).usage, ms);
  }

  #failed(asking: Asking, error: unknown): Outcome | null {
    if (error instanceof Withdrawal) return null;
    const stopping = stoppingError(error);
    this.#context.tally.failed();
    if (stopping !== null) {
      this.fail(stopping);
      return null;
    }
    const sequel = afterFailure(asking, error);
    const tooLarge = CallError.isInstance(error) && error.kind === "too-large";
    return this.#told(asking, { settled: 0, reason: reasonOf(error), sequel, tooLarge });
  }

  #answered(asking: Asking, answer: Answer, usage: Usage | null, ms: number): Outcome {
    const { settled } = answer;
    const { lane, total } = this.#plan;
    const sequel = afterReply(asking, answer);
    this.#context.tally.replied(lane, usage);
    this.#context.tally.settled(lane, settled);
    this.#done += settled;
    if (settled === 0) {
      this.#context.tally.failed();
      const reason =
        answer.invalid ?? answer.unusable.values().next().value ?? (answer.cutOff ? CUT_OFF : NOTHING_ANSWERED);
      return this.#told(asking, { settled, reason, sequel, tooLarge: false });
    }
    this.#context.emit({
      event: "batch.completed",
      lane,
      chunks: asking.contents.length,
      done: this.#done,
      total,
      ms,
      inputTokens: usage?.inputTokens ?? null,
      outputTokens: usage?.outputTokens ?? null,
    });
    return { settled, reason: null, sequel, tooLarge: false };
  }

  /** Tells of a call that gave nothing, unless what is buried tells it. */
  #told({ contents }: Asking, outcome: Outcome & { readonly reason: string }): Outcome {
    if (outcome.sequel.bury.size === 0)
      this.#context.emit({
        event: "batch.failed",
        lane: this.#plan.lane,
        chunks: contents.length,
        reason: outcome.reason,
      });
    return outcome;
  }
}

function describeUnanswered(passages: number): string {
  const which = passages === 1 ? "1 passage got no answer and stays" : `${passages} passages got no answer and stay`;
  return `${which} pending; run the same command again to ask for ${passages === 1 ? "it" : "them"}.`;
}
