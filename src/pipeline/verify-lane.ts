import { ColloquyError } from "../model/index.ts";
import { type CallCost, CallError, type CallOptions, type Clock, type Lane, type Usage } from "../ports/index.ts";
import type { RateLimiter } from "../rate-limit/rate-limiter.ts";
import { systemClock } from "../rate-limit/system-clock.ts";
import type { RunListener } from "./events.ts";
import { CONNECTION_ATTEMPTS, sentenceOf, stoppingError } from "./call-failure.ts";
import type { PlannedLane } from "./lane.ts";
import type { RunTally } from "./run-tally.ts";
import { Withdrawal } from "./withdrawal.ts";

/** Where a port does not say what its smallest call takes of the limits. */
const SMALLEST_CALL: CallCost = { inputTokens: 16, maxOutputTokens: 16 };
/** Who is not told of any answer for so long wonders. */
const TOLD_AFTER_MS = 10_000;
/** One useless reply may be chance. */
const REPLIES = 2;

interface Verifiable {
  readonly paid: boolean;
  readonly verifyCost?: CallCost;
  verify?(options: CallOptions): Promise<Usage | null>;
}

export interface Verification {
  readonly tally: RunTally;
  readonly emit: RunListener;
  /** How long a server that accepts calls and says nothing is waited for. Default: as long as the limiter does. */
  readonly giveUpAfterMs?: number | undefined;
  readonly clock?: Clock;
}

/**
 * Makes sure that a lane's calls will be answered, before anything is spent; does nothing where nothing is pending.
 * @throws ColloquyError `provider` when they will not be.
 */
export async function verifyLane(
  port: Verifiable,
  { plan }: PlannedLane,
  limiter: RateLimiter,
  { tally, emit, giveUpAfterMs = Infinity, clock = systemClock }: Verification,
): Promise<void> {
  if (plan.total === 0 || port.verify === undefined) return;
  // What runs on this machine is waited for, however long it takes.
  const patience = {
    clock,
    giveUpAfterMs: port.paid ? giveUpAfterMs : Infinity,
    tell: () => emit({ event: "notice", message: waitingFor(plan.lane) }),
  };
  for (let reply = 1; ; reply += 1) {
    try {
      tally.checked(plan.lane, port.paid, await verifyOnce(port, limiter, patience));
      return;
    } catch (error) {
      if (error instanceof Withdrawal) return;
      if (reply === REPLIES || !isInvalid(error))
        throw stoppingError(error) ?? (CallError.isInstance(error) ? refusal(error) : error);
      tally.checked(plan.lane, port.paid, null);
    }
  }
}

interface Patience {
  readonly clock: Clock;
  readonly giveUpAfterMs: number;
  /** Says that an answer is waited for. */
  readonly tell: () => void;
}

/** The limiter has seen nobody answered yet, and would wait long for one call alone: here it is the only one. */
async function verifyOnce(port: Verifiable, limiter: RateLimiter, patience: Patience): Promise<Usage | null> {
  const { clock, giveUpAfterMs, tell } = patience;
  const ended = new AbortController();
  void clock.sleep(TOLD_AFTER_MS, ended.signal).then(tell, () => undefined);
  let inFlight: AbortController | null = null;
  let lastSaid = "";
  const silence = new Silence(clock, giveUpAfterMs, () => {
    const unanswered = new CallError("unanswered", `Nothing came within ${Math.round(giveUpAfterMs / 1000)} seconds.`);
    if (inFlight !== null) inFlight.abort(unanswered);
    // Between two attempts; the last one knows who was silent.
    else limiter.close(new CallError("unanswered", `${lastSaid} ${unanswered.message}`.trim()));
  });
  const call = limiter.run({
    cost: port.verifyCost ?? SMALLEST_CALL,
    send: async (options) => {
      silence.begin();
      inFlight = new AbortController();
      const signal = AbortSignal.any([options.signal, inFlight.signal]);
      const onLimits: typeof options.onLimits = (limits) => {
        silence.end();
        options.onLimits(limits);
      };
      try {
        return (await port.verify?.({ ...options, signal, onLimits })) ?? null;
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

function waitingFor(lane: Lane): string {
  const model = lane === "extraction" ? "extraction model" : "embedding model";
  return `The ${model} has not answered its first call for ${TOLD_AFTER_MS / 1000} seconds; it is waited for.`;
}

function isInvalid(error: unknown): boolean {
  return CallError.isInstance(error) && error.kind === "invalid";
}

function refusal(error: unknown): ColloquyError {
  return new ColloquyError(
    "provider",
    `${sentenceOf(error)} Nothing was sent yet: mend it and run the same command again.`,
    { cause: error },
  );
}
