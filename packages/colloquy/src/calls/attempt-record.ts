import {
  type AttemptEnd,
  type CallCost,
  CallError,
  type Pricing,
  type ReplyFacts,
  type RequestFacts,
  type Span,
  type Usage,
} from "../ports/index.ts";
import { reasonOf } from "./call-failure.ts";
import type { AttemptCompleted, UnknownSpend, UnreportedUsage } from "./call-events.ts";
import type { Call } from "./call.ts";
import type { CallObserverParts } from "./call-observer.ts";

/** One sending of a call. */
export interface AttemptStart {
  /** From 1. */
  readonly attempt: number;
  readonly expected: CallCost;
  /** When it could have been sent, by `performance.now()`. */
  readonly wantedAt: number;
}

/** What came of an attempt. */
export interface AttemptReply {
  readonly usage: Usage | null;
  /** Why there is no usage. */
  readonly unreported: UnreportedUsage | null;
  /** Null where the reply has no words. */
  readonly text: string | null;
}

/** The provider refused the call in this form; it is sent again in another form. */
export const REFUSED = new CallError("invalid", "The provider refused the call as it was asked.");

const NO_REPLY: AttemptReply = { usage: null, unreported: null, text: null };

/** One attempt from its sending to its end, which is reported once. */
export class AttemptRecord {
  readonly #call: Call<unknown>;
  readonly #start: AttemptStart;
  readonly #parts: CallObserverParts;
  /** The most that it may have used, where usage is not reported. */
  readonly #mostOf: (expected: CallCost) => UnknownSpend;
  readonly #sentAt = performance.now();
  readonly #waitMs: number;
  readonly #span: Span<AttemptEnd>;
  #firstTokenMs: number | null = null;
  #prompt: { readonly system: string | null; readonly prompt: string } | null = null;
  #request: RequestFacts = {};
  #reply: ReplyFacts = {};
  #ended = false;

  constructor(
    call: Call<unknown>,
    start: AttemptStart,
    parts: CallObserverParts,
    mostOf: (expected: CallCost) => UnknownSpend,
  ) {
    const { stage, pricing } = parts;
    const { attempt, expected, wantedAt } = start;
    this.#call = call;
    this.#start = start;
    this.#parts = parts;
    this.#mostOf = mostOf;
    this.#waitMs = this.#sentAt - wantedAt;
    const { operation } = call.work;
    const facts = { stage, operation, model: pricing.model, attempt, waitMs: this.#waitMs, expected };
    this.#span = (call.span ?? parts.span).attempt(facts);
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

  succeed(reply: AttemptReply): void {
    this.#end(null, reply, reply.usage === null);
  }

  fail(error: unknown): void {
    const kind = CallError.isInstance(error) ? error.kind : "other";
    this.#end({ kind, message: reasonOf(error) }, NO_REPLY, !spentNothing(error));
  }

  /** Ends it before its reply. The provider may still answer it and bill it. */
  abandon(): void {
    this.#end({ kind: "abandoned", message: "The run ended while it was in flight." }, NO_REPLY, true);
  }

  #end(failure: AttemptEnd["failure"], { usage, unreported, text }: AttemptReply, isUnknown: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    const { stage, pricing, wantsContent, account, emit } = this.#parts;
    const { work, contents, batch, onAttempt } = this.#call;
    const { attempt, expected } = this.#start;
    const unknownSpend = isUnknown && !isFree(pricing) ? this.#mostOf(expected) : null;
    const costUsd = unknownSpend !== null ? null : usage === null ? 0 : pricing.cost(usage);
    const firstTokenMs = this.#firstTokenMs;
    const content = wantsContent && this.#prompt !== null ? { ...this.#prompt, reply: text } : null;
    const promptCostUsd = usage === null || costUsd === null ? null : promptCost(pricing, usage);
    const facts = { request: this.#request, reply: this.#reply };
    this.#span.end({ failure, usage, costUsd, promptCostUsd, firstTokenMs, ...facts, content });
    const event: AttemptCompleted = {
      event: "attempt.completed",
      stage,
      operation: work.operation,
      model: pricing.model,
      batch,
      chunks: contents.length,
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
    };
    account.add(event);
    emit(event);
    onAttempt?.(event);
  }
}

/** What the call would have cost without a reply. */
function promptCost(pricing: Pricing, usage: Usage): number | null {
  return pricing.cost({ ...usage, outputTokens: 0, reasoningTokens: 0 });
}

function spentNothing(error: unknown): boolean {
  return error === REFUSED || (CallError.isInstance(error) && error.unspent);
}

/** What runs on this machine is never paid for. */
function isFree({ prices }: Pick<Pricing, "prices">): boolean {
  return prices !== null && prices.input === 0 && prices.output === 0;
}

/**
 * US dollars that a call may cost at most; null where that has no bound: its price is not known, or nothing is expected of
 * it, so that it may take anything.
 */
export function mostOfCall(pricing: Pricing, call: CallCost): number | null {
  if (isFree(pricing)) return 0;
  return call.inputTokens + call.maxOutputTokens > 0 ? pricing.mostOf(call) : null;
}
