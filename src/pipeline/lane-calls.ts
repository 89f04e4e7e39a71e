import { type CallCost, CallError, type PendingContent, type Usage } from "../ports/index.ts";
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
import type { RunContext } from "./run-context.ts";
import type { Answer, LaneWork } from "./lane-work.ts";
import { Withdrawal } from "./withdrawal.ts";

/** How a call ended, and what follows from it. */
export interface Outcome {
  readonly settled: number;
  /** Why it gave nothing; null where something is settled. */
  readonly reason: string | null;
  readonly sequel: Sequel;
  /** It was never a question whether the model can do it: only that it was too much at once. */
  readonly tooLarge: boolean;
}

/** The calls of one lane: each is sent through the limiter, committed, counted and told. */
export class LaneCalls<Reply> {
  /** Resolves when a reply has told of the limits, or is there without. */
  readonly limitsHeard: Promise<void>;
  readonly #context: RunContext;
  readonly #plan: LanePlan;
  readonly #work: LaneWork<Reply>;
  readonly #hear: () => void;
  #done = 0;

  constructor(context: RunContext, plan: LanePlan, work: LaneWork<Reply>) {
    this.#context = context;
    this.#plan = plan;
    this.#work = work;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.limitsHeard = promise;
    this.#hear = resolve;
  }

  /**
   * One call and its commitment; null where it was not sent, because the run is stopped.
   * @throws what stops the run: a ColloquyError of the call, a failure of the ledger.
   */
  async make(asking: Asking): Promise<Outcome | null> {
    const { contents } = asking;
    if (this.#context.stop.aborted) return null;
    let cost = this.#work.cost(contents);
    let sentAt: number | null = null;
    let reply: Reply;
    try {
      reply = await this.#work.limiter.run<Reply>({
        // What a model turns out to need may change while the call waits.
        cost: () => (cost = this.#work.cost(contents)),
        send: (options) => {
          if (sentAt === null) this.#context.tally.called(this.#plan.lane, this.#work.paid, cost);
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
      return this.#failed(asking, error, cost);
    } finally {
      this.#hear();
    }
    const ms = performance.now() - (sentAt ?? performance.now());
    return this.#answered(asking, await this.#work.commit(contents, reply), this.#work.reading(reply).usage, ms);
  }

  /** Puts contents in the dead letters, with the reason of each. */
  async bury(contents: ReadonlyMap<PendingContent, string>): Promise<void> {
    if (contents.size === 0) return;
    await this.#work.bury(contents);
    this.#done += contents.size;
    const { lane } = this.#plan;
    for (const [{ contentKey }, reason] of contents)
      this.#context.emit({ event: "chunk.deadLettered", lane, contentKey, reason });
  }

  #failed(asking: Asking, error: unknown, sent: CallCost): Outcome | null {
    if (error instanceof Withdrawal) return null;
    this.#context.tally.failed();
    const stopping = stoppingError(error);
    if (stopping !== null) throw stopping;
    const tooLarge = CallError.isInstance(error) && error.kind === "too-large";
    const wouldShrink = tooLarge && isLess(this.#work.cost(asking.contents), sent);
    return this.#gaveNothing(asking, reasonOf(error), afterFailure(asking, error, wouldShrink), tooLarge);
  }

  #answered(asking: Asking, answer: Answer, usage: Usage | null, ms: number): Outcome {
    const { settled } = answer;
    const { lane, total } = this.#plan;
    const { tally, emit } = this.#context;
    const sequel = afterReply(asking, answer);
    tally.replied(lane, usage);
    tally.settled(lane, settled);
    this.#done += settled;
    if (settled === 0) {
      tally.failed();
      return this.#gaveNothing(asking, reasonWithin(answer), sequel, false);
    }
    const tokens = { inputTokens: usage?.inputTokens ?? null, outputTokens: usage?.outputTokens ?? null };
    emit({ event: "batch.completed", lane, chunks: settled, done: this.#done, total, ms, ...tokens });
    return { settled, reason: null, sequel, tooLarge: false };
  }

  #gaveNothing({ contents }: Asking, reason: string, sequel: Sequel, tooLarge: boolean): Outcome {
    // What is buried is told by itself.
    if (sequel.bury.size === 0)
      this.#context.emit({ event: "batch.failed", lane: this.#plan.lane, chunks: contents.length, reason });
    return { settled: 0, reason, sequel, tooLarge };
  }
}

/** Of a call's cost only the room for its reply can shrink. */
function isLess(now: CallCost, sent: CallCost): boolean {
  return now.maxOutputTokens < sent.maxOutputTokens;
}

function reasonWithin({ invalid, unusable, cutOff }: Answer): string {
  return invalid ?? unusable.values().next().value ?? (cutOff ? CUT_OFF : NOTHING_ANSWERED);
}
