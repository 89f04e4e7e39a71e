import {
  CallError,
  type Call,
  type CallTokens,
  type Clock,
  type LimitReading,
  type SendOptions,
} from "../src/index.ts";

export interface FakeProviderOptions {
  readonly clock: Clock;
  readonly seed?: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly charge?: "max" | "sum" | "input";
  /** Its count of tokens for one token of the caller's estimate. */
  readonly measure?: number;
  readonly windowSeconds?: number;
  /** How full the buckets are at the start, 0 to 1. */
  readonly fill?: number;
  /** The share of the tokens that other clients take. */
  readonly background?: number;
  readonly headers?: "full" | "absent";
  /** Whether the head of a reply reports the limits, or only its end. */
  readonly streams?: boolean;
  /** Whether a refusal states its reason. */
  readonly explains?: boolean;
  /** How many calls it answers at once; the others wait. */
  readonly slots?: number;
  readonly speed?: number;
  /** The fault of an attempt before it is admitted. */
  readonly fault?: (time: number, random: () => number) => "refuse" | "hang" | CallError | null;
  /** The factor of the limits at a time. */
  readonly limits?: (time: number) => number;
}

export interface FakeCall extends CallTokens {
  readonly outputTokens: number;
  /** Multiplies the time that its output takes. */
  readonly slowness?: number;
  /** Whether the server always fails at it. */
  readonly poison?: boolean;
}

export interface FakeReply {
  readonly limits: readonly LimitReading[];
  readonly outputTokens: number;
}

/** A leaky bucket: what was used drains. */
class Used {
  #used: number;
  #at: number;

  constructor(used: number, at: number) {
    this.#used = used;
    this.#at = at;
  }

  at(time: number, perMs: number): number {
    this.#used = Math.max(0, this.#used - perMs * (time - this.#at));
    this.#at = time;
    return this.#used;
  }

  add(amount: number): void {
    this.#used += amount;
  }
}

/** A provider in virtual time with known rules, and counts of what happened. */
export function createFakeProvider(options: FakeProviderOptions) {
  const { clock, charge = "max", measure = 1, windowSeconds = 60, background = 0, speed = 90 } = options;
  const random = randomNumbers(options.seed ?? 1);
  const start = clock.now();
  const factor = () => options.limits?.(clock.now() - start) ?? 1;
  const requestLimit = () => (options.requestsPerMinute ?? Infinity) * factor();
  const tokenLimit = () => (options.tokensPerMinute ?? Infinity) * factor();
  const room = (limit: number) => (limit === Infinity ? Infinity : (limit * windowSeconds) / 60);
  const full = 1 - (options.fill ?? 1);
  const used = (limit: number) => new Used(limit === Infinity ? 0 : full * room(limit), start);
  const requests = used(requestLimit());
  const tokens = used(tokenLimit());
  const turns: (() => void)[] = [];
  let busy = 0;
  const counts = {
    attempts: 0,
    admitted: 0,
    refused: 0,
    chargedTokens: 0,
    inFlight: 0,
    mostInFlight: 0,
    lastAdmittedAt: 0,
    admittedAt: [] as number[],
  };

  const chargeOf = (call: FakeCall): number => {
    const input = measure * call.inputTokens;
    if (charge === "input") return input;
    return charge === "sum" ? input + call.maxOutputTokens : Math.max(input, call.maxOutputTokens);
  };

  function readings(): readonly LimitReading[] {
    if (options.headers === "absent") return [];
    const one = (resource: "requests" | "tokens", limit: number, taken: number): readonly LimitReading[] =>
      limit === Infinity
        ? []
        : [
            {
              resource,
              limit: Math.floor(limit),
              remaining: Math.max(0, Math.floor(limit - taken)),
              resetMs: Math.round((taken * 60_000) / limit),
            },
          ];
    const now = clock.now();
    return [
      ...one("requests", requestLimit(), requests.at(now, requestLimit() / 60_000)),
      ...one("tokens", tokenLimit(), tokens.at(now, ((1 - background) * tokenLimit()) / 60_000)),
    ];
  }

  function admit(call: FakeCall): void {
    const now = clock.now();
    const amount = chargeOf(call);
    for (const [resource, bucket, limit, taken, share] of [
      ["requests", requests, requestLimit(), 1, 1],
      ["tokens", tokens, tokenLimit(), amount, 1 - background],
    ] as const) {
      if (limit === Infinity) continue;
      const excess = bucket.at(now, (share * limit) / 60_000) + taken - Math.max(room(limit), taken);
      if (excess <= 1e-6) continue;
      counts.refused += 1;
      const retryAfterMs = Math.ceil((excess * 60_000) / limit);
      throw new CallError("rate-limited", "Rate limit reached.", {
        retryAfterMs: options.explains === false ? null : retryAfterMs,
        requested: options.explains === false ? null : { resource, amount: taken, limit },
        limits: readings(),
      });
    }
    requests.add(1);
    tokens.add(amount);
    counts.admitted += 1;
    counts.chargedTokens += amount;
    counts.lastAdmittedAt = now;
    counts.admittedAt.push(now);
  }

  async function answer(call: FakeCall, to: Parameters<Call<FakeReply>["send"]>[0]): Promise<FakeReply> {
    const draw = random();
    const fault = options.fault?.(clock.now() - start, random) ?? null;
    await clock.sleep(20 + 40 * draw, to.signal);
    if (fault === "hang") await clock.sleep(1e9, to.signal);
    if (fault instanceof CallError) throw fault;
    if (fault === "refuse") {
      counts.refused += 1;
      throw new CallError("rate-limited", "Too many requests.", { retryAfterMs: 1_000, limits: readings() });
    }
    admit(call);
    if (call.poison === true) throw new CallError("server", "The server had an error.");
    const limits = readings();
    while (busy >= (options.slots ?? Infinity)) await new Promise<void>((resolve) => turns.push(resolve));
    busy += 1;
    try {
      await clock.sleep(400 + 600 * random(), to.signal);
      if (options.streams !== false) to.onLimits(limits);
      const milliseconds = ((1000 * call.outputTokens) / speed) * (call.slowness ?? 1) * (0.75 + 0.5 * random());
      const pieces = options.streams === false ? 1 : Math.max(1, Math.ceil(milliseconds / 2_000));
      for (let piece = 0; piece < pieces; piece++) {
        if (options.streams !== false) to.onProgress(Math.max(1, call.outputTokens / pieces));
        await clock.sleep(milliseconds / pieces, to.signal);
      }
    } finally {
      busy -= 1;
      turns.shift()?.();
    }
    return { limits, outputTokens: call.outputTokens };
  }

  return {
    counts,
    chargeOf,
    /** The smallest call. */
    ping: (to: SendOptions) => answer({ inputTokens: 16, maxOutputTokens: 16, outputTokens: 2 }, to),
    /** A call for a limiter. */
    call: (call: FakeCall): Call<FakeReply> => ({
      tokens: { inputTokens: call.inputTokens, maxOutputTokens: call.maxOutputTokens },
      async send(to) {
        counts.attempts += 1;
        counts.inFlight += 1;
        counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
        try {
          return await answer(call, to);
        } finally {
          counts.inFlight -= 1;
        }
      },
      reading: ({ limits, outputTokens }) => ({
        limits,
        usage: {
          inputTokens: Math.round(measure * call.inputTokens),
          cachedInputTokens: 0,
          outputTokens,
          reasoningTokens: 0,
        },
      }),
    }),
  };
}

/** Numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
