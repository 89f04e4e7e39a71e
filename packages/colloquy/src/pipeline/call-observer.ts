import type { CallCost, CallOptions, Lane, Pricing, Usage } from "../ports/index.ts";
import type { SendOptions } from "@colloquy/rate-limit";
import type { Budget } from "./budget.ts";
import { CostAccount } from "./cost-account.ts";
import { credibleUsage } from "./credible-usage.ts";
import type { AttemptCompleted, RunListener, UnknownSpend } from "./events.ts";
import { InputBound } from "./input-bound.ts";
import { LaneWaits } from "./lane-waits.ts";
import { mostOfCall } from "./most-of-call.ts";
import {
  type AttemptAnswer,
  ObservedAttempt,
  type ObservedCall,
  REFUSED,
  type SpanOfAttempts,
} from "./observed-attempt.ts";
import { type AttemptCounts, NOTHING_COUNTED, type ObservedUsage, withAttempt } from "./observed-usage.ts";
import { UNTRACED } from "./untraced.ts";

export interface CallObserverParts {
  readonly lane: Lane;
  readonly pricing: Pricing;
  /** The run's. */
  readonly span: SpanOfAttempts;
  /** Whether spans get prompts and replies. */
  readonly wantsContent: boolean;
  readonly emit: RunListener;
}

/** What an observer takes from a reply: the usage that it reports, and its words where it has any. */
export interface ReplySummary {
  readonly usage: Usage | null;
  readonly text: string | null;
  /** Whether it ended before it was complete, and so before usage could be reported. Default: it did not. */
  readonly interrupted?: boolean;
}

/** A reply, and what it used: null where that was not reported, or where what was reported cannot be. */
export interface Observed<Reply> {
  readonly reply: Reply;
  readonly usage: Usage | null;
}

/**
 * The one place where attempts are seen: each that a lane sends, be it of a batch or to make sure of a model, gives
 * one event and one span, with what it used, cost and waited for.
 */
export class CallObserver {
  readonly pricing: Pricing;
  /** What keeps calls from being sent, or their replies from being done with, that no attempt shows. */
  readonly waits = new LaneWaits();
  readonly #parts: CallObserverParts;
  readonly #inFlight = new Set<ObservedAttempt>();
  readonly #bound = new InputBound();
  readonly #account = new CostAccount();
  #counts: AttemptCounts = NOTHING_COUNTED;
  #budget: Pick<Budget, "spend"> | null = null;

  constructor(parts: CallObserverParts) {
    this.#parts = parts;
    this.pricing = parts.pricing;
  }

  get usage(): ObservedUsage {
    return { ...this.#counts, ...this.#account.total };
  }

  /** US dollars that a call may cost at most; null where that has no bound. */
  mostOf(call: CallCost): number | null {
    return mostOfCall(this.pricing, call);
  }

  /** Sends one attempt. @throws what `work` throws. */
  async observe<Reply>(
    call: ObservedCall,
    options: CallOptions,
    work: (options: CallOptions) => Promise<Reply>,
    summarise: (reply: Reply) => ReplySummary,
  ): Promise<Observed<Reply>> {
    let attempt = this.#begin(call);
    const observed: CallOptions = {
      ...options,
      onProgress: (tokens) => {
        attempt.progress(tokens);
        options.onProgress?.(tokens);
      },
      onRepeat: () => {
        this.#end(attempt, (refused) => refused.fail(REFUSED));
        attempt = this.#begin({ ...call, attempt: call.attempt + 1, wantedAt: performance.now() });
        options.onRepeat?.();
      },
      ...(this.#parts.wantsContent ? { onPrompt: (prompt) => attempt.prompt(prompt) } : {}),
      ...(this.#parts.span === UNTRACED
        ? {}
        : { onRequest: (sent) => attempt.request(sent), onReply: (facts) => attempt.reply(facts) }),
    };
    try {
      const reply = await work(observed);
      const answer = answerOf(summarise(reply), call.expected);
      const { usage } = answer;
      if (usage !== null) this.#bound.learn(call.expected, usage);
      this.#end(attempt, (answered) => answered.succeed(answer));
      return { reply, usage };
    } catch (error) {
      this.#end(attempt, (failed) => failed.fail(error));
      throw error;
    }
  }

  /** Counts against a budget what calls that work on no passages cost: what was seen so far at once, the rest as it ends. */
  countAgainst(budget: Pick<Budget, "spend">): void {
    const { costAtLeastUsd, costAtMostUsd, unknownSpend } = this.#account.total;
    budget.spend(costAtLeastUsd, costAtMostUsd === null ? null : unknownSpend.upToUsd);
    this.#budget = budget;
  }

  /** An attempt of a call that works on no passages, as a limiter sends it: to make sure of a model, or to learn of it. */
  verifying<Reply>(
    expected: CallCost,
    work: (options: CallOptions) => Promise<Reply>,
    usageOf: (reply: Reply) => Usage | null,
  ): (options: SendOptions & { readonly attempt: number }) => Promise<Reply> {
    let wantedAt = performance.now();
    const onCost = (costUsd: number | null, upToUsd: number | null): void => this.#budget?.spend(costUsd, upToUsd);
    return async (options) => {
      const attempt = options.attempt + 1;
      const call = { operation: "verify", batch: null, chunks: 0, expected, attempt, wantedAt, onCost } as const;
      try {
        const { reply } = await this.observe(call, options, work, (received) => ({
          usage: usageOf(received),
          text: null,
        }));
        return reply;
      } finally {
        wantedAt = performance.now();
      }
    };
  }

  /** Ends the attempts in flight, which are not waited for any more. */
  close(): void {
    for (const attempt of this.#inFlight) this.#end(attempt, (abandoned) => abandoned.abandon());
  }

  #begin(call: ObservedCall): ObservedAttempt {
    const attempt = new ObservedAttempt(call, {
      ...this.#parts,
      mostOf: (expected) => this.#mostOf(expected),
      onEnd: (event) => this.#tell(event),
    });
    this.#inFlight.add(attempt);
    return attempt;
  }

  #end(attempt: ObservedAttempt, how: (attempt: ObservedAttempt) => void): void {
    this.#inFlight.delete(attempt);
    how(attempt);
  }

  #mostOf(expected: CallCost): UnknownSpend {
    const inputTokens = this.#bound.mostOf(expected);
    const { maxOutputTokens } = expected;
    const upToUsd = this.mostOf({ inputTokens, maxOutputTokens });
    return { inputTokens, outputTokens: maxOutputTokens, upToUsd };
  }

  #tell(event: AttemptCompleted): void {
    this.#counts = withAttempt(this.#counts, event);
    this.#account.add(event);
    this.#parts.emit(event);
  }
}

function answerOf({ usage: reported, text, interrupted = false }: ReplySummary, expected: CallCost): AttemptAnswer {
  // A model of the caller's own may leave it out.
  if (reported === null || reported === undefined)
    return { usage: null, unreported: interrupted ? "interrupted" : "missing", text };
  const usage = credibleUsage(reported, expected, text);
  return { usage, unreported: usage === null ? "implausible" : null, text };
}
