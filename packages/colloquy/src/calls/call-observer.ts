import type { CallCost, CallOptions, LimitReading, Pricing, Usage } from "../ports/index.ts";
import type { SendOptions } from "@colloquy/rate-limit";
import type { CallTotals } from "./account.ts";
import { type AttemptReply, AttemptRecord, type AttemptStart, mostOfCall, REFUSED } from "./attempt-record.ts";
import type { Call, CallObserverParts, ReplyReading } from "./call.ts";
import type { UnknownSpend } from "./call-events.ts";
import { credibleUsage } from "./credible-usage.ts";
import { UNTRACED } from "./defaults.ts";
import { StageWaits } from "./waits.ts";

/** A reply with its limits and its usage. The usage is null if it was not reported or is implausible. */
export interface ObservedReply<Reply> {
  readonly reply: Reply;
  readonly limits: readonly LimitReading[];
  readonly usage: Usage | null;
}

/**
 * Observes every attempt of a stage, for batches and pings. Each attempt has one event, one span and one entry in the account,
 * with its usage, cost and wait.
 */
export class CallObserver {
  readonly pricing: Pricing;
  /** Waits that are not part of an attempt: for the budget before a call, for the ledger after its reply. */
  readonly waits = new StageWaits();
  readonly #parts: CallObserverParts;
  readonly #inFlight = new Set<AttemptRecord>();
  readonly #bound = new InputBound();

  constructor(parts: CallObserverParts) {
    this.#parts = parts;
    this.pricing = parts.pricing;
  }

  /** The totals of all attempts of the stage. */
  get usage(): CallTotals {
    const { account, stage } = this.#parts;
    return account.totals({ stage });
  }

  /** The most US dollars that a call may cost; null without a bound. */
  mostOf(call: CallCost): number | null {
    return mostOfCall(this.pricing, call);
  }

  /** Sends and observes one attempt. @throws all errors of the call's `send`. */
  async observe<Reply>(call: Call<Reply>, start: AttemptStart, options: CallOptions): Promise<ObservedReply<Reply>> {
    const { work, chunks } = call;
    const { wantsContent, span } = this.#parts;
    let attempt = this.#begin(call, start);
    const observed: CallOptions = {
      ...options,
      onProgress: (tokens) => {
        attempt.progress(tokens);
        options.onProgress?.(tokens);
      },
      onRepeat: () => {
        this.#end(attempt, (refused) => refused.fail(REFUSED));
        attempt = this.#begin(call, { ...start, attempt: start.attempt + 1, wantedAt: performance.now() });
        options.onRepeat?.();
      },
      ...(wantsContent ? { onPrompt: (prompt) => attempt.prompt(prompt) } : {}),
      ...(span === UNTRACED
        ? {}
        : { onRequest: (sent) => attempt.request(sent), onReply: (facts) => attempt.reply(facts) }),
    };
    try {
      const reply = await work.send(chunks, observed);
      const reading = work.read(reply);
      const received = receivedReply(reading, start.expected);
      const { usage } = received;
      if (usage !== null) this.#bound.learn(start.expected, usage);
      this.#end(attempt, (replied) => replied.succeed(received));
      return { reply, limits: reading.limits, usage };
    } catch (error) {
      this.#end(attempt, (failed) => failed.fail(error));
      throw error;
    }
  }

  /** Returns the `send` of a ping for a limiter; each attempt is observed. */
  pinging<Reply>(
    expected: CallCost,
    send: (options: CallOptions) => Promise<Reply>,
    usageOf: (reply: Reply) => Usage | null,
  ): (options: SendOptions & { readonly attempt: number }) => Promise<Reply> {
    let wantedAt = performance.now();
    const ping: Call<Reply> = {
      work: {
        operation: "ping",
        cost: () => expected,
        send: (_, options) => send(options),
        read: (reply) => ({ limits: [], usage: usageOf(reply), text: null }),
      },
      chunks: [],
      batch: null,
    };
    return async (options) => {
      try {
        const { reply } = await this.observe(ping, { attempt: options.attempt + 1, expected, wantedAt }, options);
        return reply;
      } finally {
        wantedAt = performance.now();
      }
    };
  }

  /** Ends the attempts in flight. Their replies are ignored. */
  close(): void {
    for (const attempt of this.#inFlight) this.#end(attempt, (abandoned) => abandoned.abandon());
  }

  #begin(call: Call<unknown>, start: AttemptStart): AttemptRecord {
    const attempt = new AttemptRecord(call, start, this.#parts, (expected) => this.#unknownSpendOf(expected));
    this.#inFlight.add(attempt);
    return attempt;
  }

  #end(attempt: AttemptRecord, how: (attempt: AttemptRecord) => void): void {
    this.#inFlight.delete(attempt);
    how(attempt);
  }

  #unknownSpendOf(expected: CallCost): UnknownSpend {
    const inputTokens = this.#bound.mostOf(expected);
    const { maxOutputTokens } = expected;
    const upToUsd = this.mostOf({ inputTokens, maxOutputTokens });
    return { inputTokens, outputTokens: maxOutputTokens, upToUsd };
  }
}

function receivedReply({ usage: reported, text, interrupted = false }: ReplyReading, expected: CallCost): AttemptReply {
  // A custom model may omit it.
  if (reported === null || reported === undefined)
    return { usage: null, unreported: interrupted ? "interrupted" : "missing", text };
  const usage = credibleUsage(reported, expected, text);
  return { usage, unreported: usage === null ? "implausible" : null, text };
}

/** Prompts are estimated from characters. They may have this many times the tokens, until replies show a higher ratio. */
const USUAL_EXCESS = 1.25;
/** Shorter prompts are not used, because the provider's fixed additions are a large part of them. */
const LEAST_LEARNT_TOKENS = 200;

/** The most tokens of a prompt without reported usage. */
class InputBound {
  #excess = USUAL_EXCESS;

  /** Learns from the usage of a reply. */
  learn({ inputTokens }: CallCost, usage: Usage): void {
    if (inputTokens >= LEAST_LEARNT_TOKENS) this.#excess = Math.max(this.#excess, usage.inputTokens / inputTokens);
  }

  mostOf({ inputTokens }: CallCost): number {
    return Math.ceil(inputTokens * this.#excess);
  }
}
