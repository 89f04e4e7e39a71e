import { type CallCost, CallError, type PendingContent, type StageSpan, type Usage } from "../ports/index.ts";
import {
  afterFailure,
  afterReply,
  type Asking,
  CUT_OFF,
  NOTHING_ANSWERED,
  reasonOf,
  type Sequel,
} from "./ask-again.ts";
import { NoRoomInBudget, sendBatch } from "./batch-call.ts";
import type { CallPrice, Reservation } from "./budget.ts";
import { stoppingError } from "./call-failure.ts";
import type { LanePlan } from "./lane.ts";
import type { Answer, LaneWork } from "./lane-work.ts";
import type { LaneContext } from "./run-context.ts";
import { spanFailure } from "./span-failure.ts";
import { ThinReplies } from "./thin-replies.ts";
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

/** What is asked for by one call of the lane. */
interface NumberedAsking extends Asking {
  /** Of the lane in this run, from 1. */
  readonly batch: number;
}

/** What a lane's calls share with it: its span holds theirs. */
export interface LaneCallsContext extends Pick<LaneContext, "emit" | "stop" | "tally" | "budget"> {
  readonly span: StageSpan;
}

/** The calls of one lane: each is sent through the limiter, committed, counted and told. */
export class LaneCalls<Reply> {
  /** Resolves when a reply has told of the limits, or is there without. */
  readonly limitsHeard: Promise<void>;
  readonly #context: LaneCallsContext;
  readonly #plan: LanePlan;
  readonly #work: LaneWork<Reply>;
  readonly #hear: () => void;
  readonly #thinReplies: ThinReplies;
  #done = 0;
  #batches = 0;
  #overBudget = false;

  constructor(context: LaneCallsContext, plan: LanePlan, work: LaneWork<Reply>) {
    this.#context = context;
    this.#plan = plan;
    this.#work = work;
    this.#thinReplies = new ThinReplies(context.emit);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.limitsHeard = promise;
    this.#hear = resolve;
  }

  /** Waits until a call may be paid for; null where the budget does not allow it, or the run is stopped. */
  async reserve(contents: readonly PendingContent[]): Promise<Reservation | null> {
    const { budget, stop } = this.#context;
    const { observer } = this.#work;
    const price = { lane: this.#plan.lane, mostUsd: observer.mostOf(this.#work.cost(contents)) };
    const reservation = await observer.waits.during("budget", () => budget.admit(price, stop));
    if (reservation === null && !stop.aborted) this.#tellBudget(price);
    return reservation;
  }

  /**
   * One call and its commitment; null where it was not sent, because the run is stopped or the budget reached.
   * @param reserved what `reserve` gave for it; absent: it is reserved here.
   * @throws what stops the run: a ColloquyError of the call, a failure of the ledger.
   */
  async make(asking: Asking, reserved?: Reservation): Promise<Outcome | null> {
    let reservation = reserved ?? (await this.reserve(asking.contents));
    while (reservation !== null) {
      try {
        return this.#context.stop.aborted ? null : await this.#send(asking, reservation);
      } catch (error) {
        if (!(error instanceof NoRoomInBudget)) throw error;
      } finally {
        reservation.settle(null, null);
      }
      // An attempt did not fit beside what is in flight: the call waits for room again.
      reservation = await this.reserve(asking.contents);
    }
    return null;
  }

  async #send(asking: Asking, reservation: Reservation): Promise<Outcome | null> {
    const { contents } = asking;
    const { lane } = this.#plan;
    const batch = (this.#batches += 1);
    const span = this.#context.span.batch({ lane, batch, chunks: contents.map(({ chunk }) => chunk) });
    let sentCost: CallCost | null = null;
    const onSent = (cost: CallCost): void => this.#context.tally.called(lane, (sentCost = cost));
    const call = { contents, batch, span, reservation, onSent, onLimits: this.#hear };
    try {
      const { reply, usage, milliseconds } = await sendBatch(this.#work, call);
      const answer = await this.#work.observer.waits.during("store", () => this.#work.commit(contents, reply, usage));
      const failure = { kind: "invalid", message: reasonWithin(answer) } as const;
      span.end({ settled: answer.settled, failure: answer.settled === 0 ? failure : null });
      return this.#answered({ ...asking, batch }, answer, usage, milliseconds);
    } catch (error) {
      span.end({ settled: 0, failure: spanFailure(error) });
      return this.#failed({ ...asking, batch }, error, sentCost);
    } finally {
      this.#hear();
    }
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

  /** @param sentCost of its last sending; null where it was never sent, so that no call failed. */
  #failed(asking: NumberedAsking, error: unknown, sentCost: CallCost | null): Outcome | null {
    if (error instanceof Withdrawal) return null;
    if (error instanceof NoRoomInBudget) throw error;
    if (sentCost !== null) this.#tellFailure(asking, reasonOf(error));
    const stopping = stoppingError(error);
    if (stopping !== null) throw stopping;
    const tooLarge = CallError.isInstance(error) && error.kind === "too-large";
    const wouldShrink = tooLarge && sentCost !== null && isLess(this.#work.cost(asking.contents), sentCost);
    return { settled: 0, reason: reasonOf(error), sequel: afterFailure(asking, error, wouldShrink), tooLarge };
  }

  #answered(asking: NumberedAsking, answer: Answer, usage: Usage | null, ms: number): Outcome {
    const { settled } = answer;
    const { batch } = asking;
    const { lane, total } = this.#plan;
    const { tally, emit } = this.#context;
    const sequel = afterReply(asking, answer);
    tally.replied(lane, usage);
    tally.settled(lane, settled);
    this.#thinReplies.record(asking.contents.length, settled);
    this.#done += settled;
    if (settled === 0) {
      const reason = reasonWithin(answer);
      this.#tellFailure(asking, reason);
      return { settled, reason, sequel, tooLarge: false };
    }
    const tokens = { inputTokens: usage?.inputTokens ?? null, outputTokens: usage?.outputTokens ?? null };
    emit({ event: "batch.completed", lane, batch, chunks: settled, done: this.#done, total, ms, ...tokens });
    return { settled, reason: null, sequel, tooLarge: false };
  }

  #tellBudget(refused: CallPrice): void {
    const { budget, emit } = this.#context;
    const reached = budget.reachedBy(refused);
    if (this.#overBudget || reached === null) return;
    this.#overBudget = true;
    emit(reached);
  }

  #tellFailure({ contents, batch }: NumberedAsking, reason: string): void {
    const { tally, emit } = this.#context;
    tally.failed(this.#plan.lane);
    emit({ event: "batch.failed", lane: this.#plan.lane, batch, chunks: contents.length, reason });
  }
}

/** Of a call's cost only the room for its reply can shrink. */
function isLess(now: CallCost, sent: CallCost): boolean {
  return now.maxOutputTokens < sent.maxOutputTokens;
}

function reasonWithin({ invalid, unusable, cutOff }: Answer): string {
  return invalid ?? unusable.values().next().value ?? (cutOff ? CUT_OFF : NOTHING_ANSWERED);
}
