import {
  type AttemptEnd,
  type CallTokens,
  CallError,
  type Pricing,
  type ReplyFacts,
  type RequestFacts,
  type TraceSpan,
  type Usage,
} from "../ports/index.ts";
import { reasonOf } from "./call-failure.ts";
import type { AttemptCompleted, UnknownSpend } from "./call-events.ts";
import type { CallObserverParts, ObservedCall, ReplyReading } from "./call.ts";

/** One sending of a call. */
export interface AttemptStart {
  /** From 1. */
  readonly attempt: number;
  readonly expected: CallTokens;
  /** Time from which it could have been sent, by `performance.now()`. */
  readonly wantedAt: number;
}

/** The provider refused this form of the request; the call is sent again in another form. */
export const REFUSED = new CallError("invalid", "The provider refused this form of the request.");

const NO_REPLY: ReplyReading = { limits: [], usage: null, unreported: null, text: null };

/** One attempt from its start to its end. The end is reported once. */
export class AttemptRecord {
  readonly #call: Omit<ObservedCall<never>, "send">;
  readonly #start: AttemptStart;
  readonly #parts: CallObserverParts;
  /** The most that the attempt may have used when usage is not reported. */
  readonly #mostOf: (expected: CallTokens) => UnknownSpend;
  readonly #sentAt = performance.now();
  readonly #waitMs: number;
  readonly #span: TraceSpan<AttemptEnd>;
  #firstTokenMs: number | null = null;
  #prompt: { readonly system: string | null; readonly prompt: string } | null = null;
  #request: RequestFacts = {};
  #reply: ReplyFacts = {};
  #ended = false;

  constructor(
    call: Omit<ObservedCall<never>, "send">,
    start: AttemptStart,
    parts: CallObserverParts,
    mostOf: (expected: CallTokens) => UnknownSpend,
  ) {
    const { stage, pricing } = parts;
    const { attempt, expected, wantedAt } = start;
    this.#call = call;
    this.#start = start;
    this.#parts = parts;
    this.#mostOf = mostOf;
    this.#waitMs = this.#sentAt - wantedAt;
    const { operation } = call;
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

  succeed(reply: ReplyReading): void {
    this.#end(null, reply, reply.usage === null);
  }

  fail(error: unknown): void {
    const kind = CallError.isInstance(error) ? error.kind : "other";
    this.#end({ kind, message: reasonOf(error) }, NO_REPLY, !spentNothing(error));
  }

  /** Ends the attempt before its reply. The provider may still complete and bill it. */
  abandon(): void {
    this.#end({ kind: "abandoned", message: "The run ended while it was in flight." }, NO_REPLY, true);
  }

  #end(failure: AttemptEnd["failure"], { usage, unreported = null, text }: ReplyReading, isUnknown: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    const { stage, pricing, wantsContent, account, emit } = this.#parts;
    const { operation, chunks, batch, onAttempt } = this.#call;
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
      operation,
      model: pricing.model,
      batch,
      chunks,
      attempt,
      failure: failure?.kind ?? null,
      waitMs: this.#waitMs,
      firstTokenMs,
      durationMs: performance.now() - this.#sentAt,
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

/** The part of the cost that the prompt caused. */
function promptCost(pricing: Pricing, usage: Usage): number | null {
  return pricing.cost({ ...usage, outputTokens: 0, reasoningTokens: 0 });
}

function spentNothing(error: unknown): boolean {
  return error === REFUSED || (CallError.isInstance(error) && error.unspent);
}

/** Whether the model runs on this machine, so that its calls cost nothing. */
function isFree({ prices }: Pick<Pricing, "prices">): boolean {
  return prices !== null && prices.input === 0 && prices.output === 0;
}

/**
 * The most US dollars that a call may cost. Null if there is no bound: the price is unknown, or the expected tokens are 0,
 * which means that they are unknown.
 */
export function mostOfCall(pricing: Pricing, call: CallTokens): number | null {
  if (isFree(pricing)) return 0;
  return call.inputTokens + call.maxOutputTokens > 0 ? pricing.mostOf(call) : null;
}
