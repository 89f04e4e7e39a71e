import type { CallCost, CallOptions, Lane, Pricing, Usage } from "../ports/index.ts";
import type { SendOptions } from "../rate-limit/rate-limiter.ts";
import type { Budget } from "./budget.ts";
import type { AttemptCompleted, RunListener, UnknownSpend } from "./events.ts";
import { InputBound } from "./input-bound.ts";
import { LaneWaits } from "./lane-waits.ts";
import { ObservedAttempt, type ObservedCall, REFUSED, type SpanOfAttempts } from "./observed-attempt.ts";
import { NOTHING_OBSERVED, type ObservedUsage, withAttempt } from "./observed-usage.ts";
import { UNTRACED } from "./untraced.ts";

export interface CallObserverParts {
  readonly lane: Lane;
  readonly pricing: Pricing;
  /** The run's. */
  readonly span: SpanOfAttempts;
  /** Whether prompts and replies are to be told to the spans. */
  readonly wantsContent: boolean;
  readonly emit: RunListener;
}

/** What a reply tells: what it used, and its words where it has any. */
export interface Told {
  readonly usage: Usage | null;
  readonly text: string | null;
}

/**
 * The one place where attempts are seen: each that a lane sends, be it of a batch or to make sure of a model, is told
 * once as an event and once as a span, with what it used, cost and waited for.
 */
export class CallObserver {
  readonly pricing: Pricing;
  /** What keeps calls from being sent, or their replies from being done with, that no attempt shows. */
  readonly waits = new LaneWaits();
  readonly #parts: CallObserverParts;
  readonly #underWay = new Set<ObservedAttempt>();
  readonly #bound = new InputBound();
  #used = NOTHING_OBSERVED;
  #budget: Pick<Budget, "spend"> | null = null;

  constructor(parts: CallObserverParts) {
    this.#parts = parts;
    this.pricing = parts.pricing;
  }

  get usage(): ObservedUsage {
    return this.#used;
  }

  /** Sends one attempt. @throws what `work` throws. */
  async observe<Reply>(
    call: ObservedCall,
    options: CallOptions,
    work: (options: CallOptions) => Promise<Reply>,
    told: (reply: Reply) => Told,
  ): Promise<Reply> {
    let attempt = this.#begin(call);
    const heard: CallOptions = {
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
      const reply = await work(heard);
      const { usage, text } = told(reply);
      if (usage !== null) this.#bound.learn(call.expected, usage);
      this.#end(attempt, (answered) => answered.succeed(usage, text));
      return reply;
    } catch (error) {
      this.#end(attempt, (failed) => failed.fail(error));
      throw error;
    }
  }

  /** Counts against a budget what calls that work on no passages cost: what was seen so far at once, the rest as it ends. */
  countAgainst(budget: Pick<Budget, "spend">): void {
    budget.spend(this.#used.costUsd, this.#used.unknownSpend.upToUsd);
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
        return await this.observe(call, options, work, (reply) => ({ usage: usageOf(reply), text: null }));
      } finally {
        wantedAt = performance.now();
      }
    };
  }

  /** Ends what is under way still, when nobody waits for it any more. */
  close(): void {
    for (const attempt of this.#underWay) this.#end(attempt, (abandoned) => abandoned.abandon());
  }

  #begin(call: ObservedCall): ObservedAttempt {
    const attempt = new ObservedAttempt(call, {
      ...this.#parts,
      mostOf: (expected) => this.#mostOf(expected),
      onEnd: (event) => this.#tell(event),
    });
    this.#underWay.add(attempt);
    return attempt;
  }

  #end(attempt: ObservedAttempt, how: (attempt: ObservedAttempt) => void): void {
    this.#underWay.delete(attempt);
    how(attempt);
  }

  #mostOf(expected: CallCost): UnknownSpend {
    const inputTokens = this.#bound.mostOf(expected);
    const { maxOutputTokens } = expected;
    // A call of which nothing was expected may have taken anything.
    const isBounded = inputTokens + maxOutputTokens > 0;
    const upToUsd = isBounded ? this.pricing.mostOf({ inputTokens, maxOutputTokens }) : null;
    return { inputTokens, outputTokens: maxOutputTokens, upToUsd };
  }

  #tell(event: AttemptCompleted): void {
    this.#used = withAttempt(this.#used, event);
    this.#parts.emit(event);
  }
}
