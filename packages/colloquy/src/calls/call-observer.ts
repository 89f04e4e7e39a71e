import type { CallTokens, CallOptions, Pricing, Usage } from "../ports/index.ts";
import type { CallTotals } from "./account.ts";
import { AttemptRecord, type AttemptStart, mostOfCall, REFUSED } from "./attempt-record.ts";
import type { CallObserverParts, ObservedCall, ObservedReply, ReplyReading } from "./call.ts";
import type { UnknownSpend } from "./call-events.ts";
import { credibleUsage } from "./credible-usage.ts";
import { UNTRACED } from "./defaults.ts";
import { StageWaits } from "./waits.ts";

/** `attempt` counts from 1. */
type AttemptOptions = CallOptions & { readonly attempt: number };

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
  mostOf(call: CallTokens): number | null {
    return mostOfCall(this.pricing, call);
  }

  /** Whether the budget has room for a call now. */
  hasRoomFor(call: CallTokens): boolean {
    const { stage, budget } = this.#parts;
    return budget?.hasRoomFor({ stage, mostUsd: this.mostOf(call) }) ?? true;
  }

  /** Returns the function that sends and observes the attempts of a call, one after another. It throws all errors of `send`. */
  observing<Reply>(call: ObservedCall<Reply>): (options: AttemptOptions) => Promise<ObservedReply<Reply>> {
    let wantedAt = performance.now();
    return async (options) => {
      let { attempt } = options;
      const expected = call.expected();
      let record = this.#begin(call, { attempt, expected, wantedAt });
      const onRepeat = (): void => {
        this.#end(record, (refused) => refused.fail(REFUSED));
        attempt += 1;
        record = this.#begin(call, { attempt, expected, wantedAt: performance.now() });
        options.onRepeat?.();
      };
      try {
        const reply = await call.send({ ...options, ...this.#listeners(options, () => record), onRepeat });
        const reading = checkUsage(call.read(reply), expected);
        if (reading.usage !== null) this.#bound.learn(expected, reading.usage);
        this.#end(record, (replied) => replied.succeed(reading));
        return { ...reading, reply };
      } catch (error) {
        this.#end(record, (failed) => failed.fail(error));
        throw error;
      } finally {
        wantedAt = performance.now();
      }
    };
  }

  /** The same for a ping. */
  pinging<Reply>(
    expected: CallTokens,
    send: (options: CallOptions) => Promise<Reply>,
    usageOf: (reply: Reply) => Usage | null,
  ): (options: AttemptOptions) => Promise<Reply> {
    const attempt = this.observing<Reply>({
      operation: "ping",
      batch: null,
      chunks: 0,
      expected: () => expected,
      send,
      read: (reply) => ({ limits: [], usage: usageOf(reply), text: null }),
    });
    return async (options) => (await attempt(options)).reply;
  }

  /** Ends the attempts in flight. Their replies are ignored. */
  close(): void {
    for (const attempt of this.#inFlight) this.#end(attempt, (abandoned) => abandoned.abandon());
  }

  #listeners({ onProgress }: CallOptions, record: () => AttemptRecord): Omit<CallOptions, "signal"> {
    const { wantsContent, span } = this.#parts;
    return {
      onProgress: (tokens) => {
        record().progress(tokens);
        onProgress?.(tokens);
      },
      ...(wantsContent ? { onPrompt: (prompt) => record().prompt(prompt) } : {}),
      ...(span === UNTRACED
        ? {}
        : { onRequest: (sent) => record().request(sent), onReply: (facts) => record().reply(facts) }),
    };
  }

  #begin(call: Omit<ObservedCall<never>, "send">, start: AttemptStart): AttemptRecord {
    const attempt = new AttemptRecord(call, start, this.#parts, (expected) => this.#unknownSpendOf(expected));
    this.#inFlight.add(attempt);
    return attempt;
  }

  #end(attempt: AttemptRecord, how: (attempt: AttemptRecord) => void): void {
    this.#inFlight.delete(attempt);
    how(attempt);
  }

  #unknownSpendOf(expected: CallTokens): UnknownSpend {
    const inputTokens = this.#bound.mostOf(expected);
    const { maxOutputTokens } = expected;
    const upToUsd = this.mostOf({ inputTokens, maxOutputTokens });
    return { inputTokens, outputTokens: maxOutputTokens, upToUsd };
  }
}

/** The reading of a reply with credible usage, or without usage and with the reason. */
function checkUsage(reading: ReplyReading, expected: CallTokens): ReplyReading {
  const { usage: reported, text } = reading;
  // A custom model may omit it.
  if (reported === null || reported === undefined)
    return { ...reading, usage: null, unreported: reading.unreported ?? "missing" };
  const usage = credibleUsage(reported, expected, text);
  return { ...reading, usage, unreported: usage === null ? "implausible" : null };
}

/** Prompts are estimated from characters. They may have this many times the tokens, until replies show a higher ratio. */
export const INPUT_EXCESS = 1.25;
/** Shorter prompts are not used, because the provider's fixed additions are a large part of them. */
const LEAST_LEARNT_TOKENS = 200;

/** The most tokens of a prompt without reported usage. */
class InputBound {
  #excess = INPUT_EXCESS;

  /** Learns from the usage of a reply. */
  learn({ inputTokens }: CallTokens, usage: Usage): void {
    if (inputTokens >= LEAST_LEARNT_TOKENS) this.#excess = Math.max(this.#excess, usage.inputTokens / inputTokens);
  }

  mostOf({ inputTokens }: CallTokens): number {
    return Math.ceil(inputTokens * this.#excess);
  }
}
