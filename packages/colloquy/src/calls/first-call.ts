import { ColloquyError } from "../model/index.ts";
import { type CallTokens, CallError, type Clock } from "../ports/index.ts";
import type { RateLimiter, SendOptions } from "@colloquy/rate-limit";
import { sentenceOf, stoppingError } from "./call-failure.ts";
import { CancelledCall } from "./cancelled-call.ts";

/**
 * Connection attempts of the first call. Fewer than in an outage, because at the start of a run a wrong address is the more
 * likely cause.
 */
const CONNECTION_ATTEMPTS = 3;
/** A notice is emitted after this time without a reply. */
const NOTICE_AFTER_MS = 10_000;

/** The first call to a provider. */
export interface FirstCall<Reply> {
  readonly tokens: CallTokens;
  send(options: SendOptions): Promise<Reply>;
  /** The name of the model in the notice. */
  readonly model: string;
  /** The longest wait for a server that accepts calls and does not reply. */
  readonly giveUpAfterMs: number;
  /** Called with a sentence when the reply takes long. */
  readonly notice: (message: string) => void;
  readonly clock: Clock;
}

/**
 * Sends the first call, which shows whether the provider replies. It has shorter waits than other calls of the limiter: for
 * connections and for silence.
 * @throws CallError, CancelledCall; ColloquyError `provider` if the server cannot be reached.
 */
export async function sendFirst<Reply>(
  { tokens, send, model, giveUpAfterMs, notice, clock }: FirstCall<Reply>,
  limiter: RateLimiter,
): Promise<Reply> {
  const ended = new AbortController();
  const waiting = `The ${model} has not replied to its first call for ${NOTICE_AFTER_MS / 1000} seconds. The run keeps waiting.`;
  void clock.sleep(NOTICE_AFTER_MS, ended.signal).then(
    () => notice(waiting),
    () => undefined,
  );
  let inFlight: AbortController | null = null;
  let lastFailure = "";
  const silence = new SilenceTimer(clock, giveUpAfterMs, () => {
    const unanswered = new CallError("unanswered", `No reply within ${Math.round(giveUpAfterMs / 1000)} seconds.`);
    if (inFlight !== null) inFlight.abort(unanswered);
    // No attempt is in flight: the message of the last attempt names the server.
    else limiter.close(new CallError("unanswered", `${lastFailure} ${unanswered.message}`.trim()));
  });
  const call = limiter.run({
    tokens,
    send: async (options) => {
      silence.begin();
      inFlight = new AbortController();
      const signal = AbortSignal.any([options.signal, inFlight.signal]);
      const onLimits: typeof options.onLimits = (limits) => {
        silence.end();
        options.onLimits(limits);
      };
      try {
        return await send({ ...options, signal, onLimits });
      } catch (error) {
        if (!CallError.isInstance(error) || error.kind !== "timeout") silence.end();
        lastFailure = sentenceOf(error);
        const unreachable = CallError.isInstance(error) && error.kind === "network";
        throw unreachable && options.attempt >= CONNECTION_ATTEMPTS ? refusal(error) : error;
      } finally {
        inFlight = null;
      }
    },
  });
  return call.finally(() => {
    ended.abort();
    silence.end();
  });
}

/** The error with which a failed first call stops the run. A CancelledCall is returned unchanged. */
export function firstCallFailure(error: unknown): unknown {
  if (error instanceof CancelledCall) return error;
  return stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
}

function refusal(error: CallError): ColloquyError {
  return new ColloquyError(
    "provider",
    `${sentenceOf(error)} No chunk was sent yet. Fix the problem and run the same command again.`,
    { cause: error },
  );
}

/** Calls `onOver` after a time without any response of the server. */
class SilenceTimer {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #onOver: () => void;
  #running: AbortController | null = null;

  constructor(clock: Clock, milliseconds: number, onOver: () => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#onOver = onOver;
  }

  /** Starts the timer, unless it runs already. */
  begin(): void {
    if (this.#running !== null || this.#milliseconds === Infinity) return;
    this.#running = new AbortController();
    void this.#clock.sleep(this.#milliseconds, this.#running.signal).then(this.#onOver, () => undefined);
  }

  end(): void {
    this.#running?.abort();
    this.#running = null;
  }
}
