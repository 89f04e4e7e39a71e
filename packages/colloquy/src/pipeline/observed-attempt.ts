import {
  type AttemptEnd,
  type AttemptFacts,
  type CallCost,
  CallError,
  type CallOperation,
  type Lane,
  type Pricing,
  type ReplyFacts,
  type RequestFacts,
  type Span,
  type Usage,
} from "../ports/index.ts";
import type { AttemptCompleted, UnknownSpend, UnreportedUsage } from "./events.ts";
import { isFree } from "./most-of-call.ts";

/** One call, of which attempts are made. */
export interface ObservedCall {
  readonly operation: CallOperation;
  /** Null for a call that works on no passages. */
  readonly batch: number | null;
  readonly chunks: number;
  readonly expected: CallCost;
  /** From 1. */
  readonly attempt: number;
  /** When it could have been sent, as `performance.now()` tells. */
  readonly wantedAt: number;
  /** What its span is part of; absent: the run. */
  readonly within?: SpanOfAttempts;
  /** Hears what an attempt cost, null where no price is known, and what it may have cost beside at most, null where that has no bound. */
  readonly onCost?: (costUsd: number | null, upToUsd: number | null) => void;
}

export interface SpanOfAttempts {
  attempt(facts: AttemptFacts): Span<AttemptEnd>;
}

/** What an attempt is part of, and whom it tells how it ended. */
export interface AttemptSurroundings {
  readonly lane: Lane;
  readonly pricing: Pricing;
  readonly span: SpanOfAttempts;
  readonly wantsContent: boolean;
  /** What it may have used at most, where usage is not reported. */
  readonly mostOf: (expected: CallCost) => UnknownSpend;
  readonly onEnd: (event: AttemptCompleted) => void;
}

/** Of calls that are sent once more in another way. */
export const REFUSED = new CallError("invalid", "The provider refused the call as it was asked.");

/** What came of an attempt. */
export interface AttemptAnswer {
  readonly usage: Usage | null;
  /** Why there is no usage. */
  readonly unreported: UnreportedUsage | null;
  /** Null where the reply has no words. */
  readonly text: string | null;
}

const NO_ANSWER: AttemptAnswer = { usage: null, unreported: null, text: null };

/** One attempt from its sending to its end, which is reported once. */
export class ObservedAttempt {
  readonly #call: ObservedCall;
  readonly #surroundings: AttemptSurroundings;
  readonly #sentAt = performance.now();
  readonly #waitMs: number;
  readonly #span: Span<AttemptEnd>;
  #firstTokenMs: number | null = null;
  #prompt: { readonly system: string | null; readonly prompt: string } | null = null;
  #request: RequestFacts = {};
  #reply: ReplyFacts = {};
  #ended = false;

  constructor(call: ObservedCall, surroundings: AttemptSurroundings) {
    const { lane, pricing, span } = surroundings;
    const { operation, attempt, expected, within = span } = call;
    this.#call = call;
    this.#surroundings = surroundings;
    this.#waitMs = this.#sentAt - call.wantedAt;
    this.#span = within.attempt({ lane, operation, model: pricing.model, attempt, waitMs: this.#waitMs, expected });
  }

  progress(tokens: number): void {
    if (tokens > 0) this.#firstTokenMs ??= performance.now() - this.#sentAt;
  }

  prompt(sent: { readonly system: string | null; readonly prompt: string }): void {
    this.#prompt = sent;
  }

  request(sent: RequestFacts): void {
    this.#request = sent;
  }

  reply(facts: ReplyFacts): void {
    this.#reply = facts;
  }

  succeed(answer: AttemptAnswer): void {
    this.#end(null, answer, answer.usage === null);
  }

  fail(error: unknown): void {
    const kind = CallError.isInstance(error) ? error.kind : "other";
    const message = error instanceof Error ? error.message : String(error);
    this.#end({ kind, message }, NO_ANSWER, !spentNothing(error));
  }

  /** Ends it without its reply, which is not waited for any more: it may be answered and billed all the same. */
  abandon(): void {
    const message = "The run ended while it was under way.";
    this.#end({ kind: "abandoned", message }, NO_ANSWER, true);
  }

  #end(failure: AttemptEnd["failure"], { usage, unreported, text }: AttemptAnswer, isUnknown: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    const { lane, pricing, mostOf, onEnd, wantsContent } = this.#surroundings;
    const { operation, batch, chunks, attempt, expected, onCost } = this.#call;
    const unknownSpend = isUnknown && !isFree(pricing) ? mostOf(expected) : null;
    const known = usage === null ? 0 : pricing.cost(usage);
    const costUsd = unknownSpend === null ? known : null;
    const firstTokenMs = this.#firstTokenMs;
    const content = wantsContent && this.#prompt !== null ? { ...this.#prompt, reply: text } : null;
    const promptCostUsd = usage === null || costUsd === null ? null : promptCost(pricing, usage);
    const facts = { request: this.#request, reply: this.#reply };
    this.#span.end({ failure, usage, costUsd, promptCostUsd, firstTokenMs, ...facts, content });
    onEnd({
      event: "attempt.completed",
      lane,
      operation,
      model: pricing.model,
      batch,
      chunks,
      attempt,
      failure: failure?.kind ?? null,
      waitMs: this.#waitMs,
      firstTokenMs,
      ms: performance.now() - this.#sentAt,
      expected,
      usage,
      unreported,
      costUsd,
      unknownSpend,
    });
    onCost?.(unknownSpend === null ? known : 0, unknownSpend === null ? 0 : unknownSpend.upToUsd);
  }
}

/** What the call would have cost without a reply. */
function promptCost(pricing: Pricing, usage: Usage): number | null {
  return pricing.cost({ ...usage, outputTokens: 0, reasoningTokens: 0 });
}

function spentNothing(error: unknown): boolean {
  return error === REFUSED || (CallError.isInstance(error) && error.unspent);
}
