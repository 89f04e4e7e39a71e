import { ColloquyError } from "../model/index.ts";
import { type CallCost, CallError, type Clock } from "../ports/index.ts";
import type { RateLimiter, SendOptions } from "@colloquy/rate-limit";
import { sentenceOf, stoppingError } from "./call-failure.ts";
import { CancelledCall } from "./cancelled-call.ts";

/**
 * Connection attempts at the start. A server that cannot be reached then is not waited for as in an outage: its address is
 * more likely to be wrong.
 */
const CONNECTION_ATTEMPTS = 3;
/** A notice is due when no reply came for so long. */
const NOTICE_AFTER_MS = 10_000;

/** The first call to a provider. */
export interface FirstCall<Reply> {
  readonly cost: CallCost;
  send(options: SendOptions & { readonly attempt: number }): Promise<Reply>;
  /** The model, as the notice names it. */
  readonly model: string;
  /** How long a server that accepts calls and does not reply is waited for. */
  readonly giveUpAfterMs: number;
  /** Called with a sentence when the reply takes long. */
  readonly notice: (message: string) => void;
  readonly clock: Clock;
}

/**
 * Makes the call that shows whether a provider replies at all, before anything is spent. A limiter waits long for the only
 * call where no call was answered before; this function does not.
 * @throws CallError, CancelledCall; ColloquyError `provider` where the server cannot be reached.
 */
export async function sendFirst<Reply>(
  { cost, send, model, giveUpAfterMs, notice, clock }: FirstCall<Reply>,
  limiter: RateLimiter,
): Promise<Reply> {
  const ended = new AbortController();
  const waiting = `The ${model} has not answered its first call for ${NOTICE_AFTER_MS / 1000} seconds; it is waited for.`;
  void clock.sleep(NOTICE_AFTER_MS, ended.signal).then(
    () => notice(waiting),
    () => undefined,
  );
  let inFlight: AbortController | null = null;
  let lastSaid = "";
  const silence = new SilenceTimer(clock, giveUpAfterMs, () => {
    const unanswered = new CallError("unanswered", `Nothing came within ${Math.round(giveUpAfterMs / 1000)} seconds.`);
    if (inFlight !== null) inFlight.abort(unanswered);
    // Between two attempts; the last one knows who was silent.
    else limiter.close(new CallError("unanswered", `${lastSaid} ${unanswered.message}`.trim()));
  });
  const call = limiter.run({
    cost,
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
        lastSaid = sentenceOf(error);
        const unreachable = CallError.isInstance(error) && error.kind === "network";
        throw unreachable && options.attempt + 1 >= CONNECTION_ATTEMPTS ? refusal(error) : error;
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

/** The error that stops the run where a first call failed; a cancelled call is returned as it is. */
export function firstCallFailure(error: unknown): unknown {
  if (error instanceof CancelledCall) return error;
  return stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
}

function refusal(error: CallError): ColloquyError {
  return new ColloquyError(
    "provider",
    `${sentenceOf(error)} No chunk was sent yet: fix it and run the same command again.`,
    { cause: error },
  );
}

/** Calls `onOver` when nothing came from the server for a time. */
class SilenceTimer {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #onOver: () => void;
  #heard: AbortController | null = null;

  constructor(clock: Clock, milliseconds: number, onOver: () => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#onOver = onOver;
  }

  /** A second call changes nothing. */
  begin(): void {
    if (this.#heard !== null || this.#milliseconds === Infinity) return;
    this.#heard = new AbortController();
    void this.#clock.sleep(this.#milliseconds, this.#heard.signal).then(this.#onOver, () => undefined);
  }

  end(): void {
    this.#heard?.abort();
    this.#heard = null;
  }
}
