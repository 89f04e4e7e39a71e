import { ColloquyError } from "../model/index.ts";
import { type CallCost, CallError, type Clock } from "../ports/index.ts";
import type { RateLimiter, SendOptions } from "@colloquy/rate-limit";
import { sentenceOf, stoppingError } from "./call-failure.ts";
import { Withdrawal } from "./withdrawal.ts";

/**
 * How often a server is looked for at the start. One that cannot be reached then is no outage that is to be waited for: it
 * is likelier that its address is wrong.
 */
const CONNECTION_ATTEMPTS = 3;
/** Who is not told of any answer for so long wonders. */
const TOLD_AFTER_MS = 10_000;

/** A call of which nobody knows yet whether calls like it are answered. */
export interface FirstCall<Reply> {
  readonly cost: CallCost;
  send(options: SendOptions & { readonly attempt: number }): Promise<Reply>;
}

export interface Patience {
  readonly clock: Clock;
  /** How long a server that accepts calls and says nothing is waited for. */
  readonly giveUpAfterMs: number;
  /** Hears a sentence when an answer is waited for. `model`: how it is called. */
  readonly tell: (message: string) => void;
  readonly model: string;
}

/**
 * Makes the call that shows whether a provider answers at all, before anything is spent. A limiter that has seen nobody
 * answered waits long for one call alone: here it is the only one.
 * @throws CallError, Withdrawal; ColloquyError `provider` where the server cannot be reached.
 */
export async function sendFirst<Reply>(
  { cost, send }: FirstCall<Reply>,
  limiter: RateLimiter,
  { clock, giveUpAfterMs, tell, model }: Patience,
): Promise<Reply> {
  const ended = new AbortController();
  const waiting = `The ${model} has not answered its first call for ${TOLD_AFTER_MS / 1000} seconds; it is waited for.`;
  void clock.sleep(TOLD_AFTER_MS, ended.signal).then(
    () => tell(waiting),
    () => undefined,
  );
  let inFlight: AbortController | null = null;
  let lastSaid = "";
  const silence = new Silence(clock, giveUpAfterMs, () => {
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

/** What stops the run where a first call failed; a withdrawal stays one. */
export function firstCallFailure(error: unknown): unknown {
  if (error instanceof Withdrawal) return error;
  return stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
}

function refusal(error: CallError): ColloquyError {
  return new ColloquyError(
    "provider",
    `${sentenceOf(error)} No passage was sent yet: fix it and run the same command again.`,
    { cause: error },
  );
}

/** Ends in a call of `onOver`, unless something is heard before. */
class Silence {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #onOver: () => void;
  #heard: AbortController | null = null;

  constructor(clock: Clock, milliseconds: number, onOver: () => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#onOver = onOver;
  }

  /** Goes on where it has begun already. */
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
