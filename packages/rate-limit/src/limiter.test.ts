import { describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "./testing.ts";
import {
  type Call,
  CallError,
  createRateLimiter,
  type LimiterEvent,
  type RateLimiterOptions,
  type SendOptions,
} from "./index.ts";

/** A limiter, and calls that are answered by hand. */
function setUp(options: Omit<RateLimiterOptions, "clock" | "onEvent"> = {}, clock: FakeClock = createFakeClock(1_000)) {
  const events: LimiterEvent[] = [];
  const limiter = createRateLimiter({ random: () => 0.5, ...options, clock, onEvent: (event) => events.push(event) });
  const sent: { name: string; options: SendOptions; reply(text: string): void; fail(error: unknown): void }[] = [];
  const outcomes: Record<string, unknown> = {};
  /** `partial`: what has arrived of a reply when it is cut short. */
  const ask = (
    name: string,
    tokens: Call<string>["tokens"] = { inputTokens: 100, maxOutputTokens: 100 },
    partial: string | null = null,
  ): void => {
    const call: Call<string> = {
      tokens,
      send: (options) =>
        new Promise<string>((reply, fail) => {
          const abort = () => (partial === null ? fail(options.signal.reason) : reply(partial));
          options.signal.addEventListener("abort", abort, { once: true });
          sent.push({ name, options, reply, fail });
        }),
    };
    limiter.run(call).then(
      (reply) => (outcomes[name] = reply),
      (error: unknown) => (outcomes[name] = error),
    );
  };
  const attempt = (index: number) => {
    const one = sent[index];
    if (one === undefined) throw new Error(`Attempt ${index} was not sent: ${sent.map(({ name }) => name).join(", ")}`);
    return one;
  };
  const names = () => sent.map(({ name }) => name);
  return { clock, limiter, events, sent, names, attempt, outcomes, ask };
}

const settled = (clock: FakeClock) => clock.advance(0);
const refused = (retryAfterMs: number | null = 2_000) => new CallError("rate-limited", "Too fast.", { retryAfterMs });

describe("an attempt", () => {
  it("has its number, from 1, as in the events about it", async () => {
    const { clock, ask, attempt, events, sent } = setUp();
    ask("a");
    attempt(0).fail(new CallError("server", "It broke."));
    await clock.advance(2_000);
    expect(sent.map(({ options }) => options.attempt)).toEqual([1, 2]);
    expect(events).toMatchObject([{ event: "call.retried", attempt: 2 }]);
  });

  it("fails like any other if `send` throws at once, or the reply cannot be read", async () => {
    const { limiter } = setUp();
    const broken = new Error("It broke.");
    const throwing = (): never => {
      throw broken;
    };
    const tokens = { inputTokens: 1, maxOutputTokens: 1 };
    await expect(limiter.run({ tokens, send: throwing })).rejects.toBe(broken);
    await expect(limiter.run({ tokens, send: async () => "fine", reading: throwing })).rejects.toBe(broken);
    expect(limiter.snapshot).toMatchObject({ inFlight: 0, attempts: 2 });
  });
});

describe("the report of the limits", () => {
  async function reported(
    end: (limits: ReturnType<typeof setUp>) => unknown,
    expected: readonly boolean[],
  ): Promise<void> {
    const parts = setUp({ attempts: 1 });
    const { clock, limiter, ask } = parts;
    ask("earlier");
    parts.attempt(0).reply("fine");
    await settled(clock);
    let isReported = false;
    void limiter.whenLimitsReported().then(() => (isReported = true));
    ask("a");
    await settled(clock);
    const before = isReported;
    await end(parts);
    await settled(clock);
    expect([before, isReported]).toEqual(expected);
  }

  it("comes with the head of the next reply, or with the next end of a call, and not with an earlier one", async () => {
    await reported(({ attempt }) => attempt(1).options.onLimits([]), [false, true]);
    await reported(({ attempt }) => attempt(1).reply("fine"), [false, true]);
    await reported(({ attempt }) => attempt(1).fail(new CallError("invalid", "No.")), [false, true]);
    await reported(({ limiter }) => limiter.close(new Error("Closed.")), [false, true]);
    await reported(({ attempt }) => attempt(1).options.onProgress(0), [false, false]);
  });
});

describe("the first call", () => {
  it("goes alone until its head arrives, also if the head reports no limits", async () => {
    const { clock, ask, names, attempt } = setUp({ maxConcurrent: 3 });
    for (const name of ["a", "b", "c"]) ask(name);
    await settled(clock);
    expect(names()).toEqual(["a"]);
    attempt(0).options.onProgress(0);
    expect(names()).toEqual(["a"]);
    attempt(0).options.onLimits([]);
    expect(names()).toEqual(["a", "b", "c"]);
  });

  it("shows by its head how many calls may follow", async () => {
    const { clock, ask, names, attempt, limiter } = setUp();
    for (let call = 0; call < 10; call++) ask(String(call));
    attempt(0).options.onLimits([{ resource: "requests", limit: 3, remaining: 2, resetMs: 20_000 }]);
    await settled(clock);
    expect(limiter.snapshot).toMatchObject({ perMinute: { requests: 3 }, waitingFor: "requests", inFlight: 2 });
    await clock.advance(1_000);
    expect(names()).toHaveLength(3);
    await clock.advance(18_500);
    expect(names()).toHaveLength(3);
    await clock.advance(1_000);
    expect(names()).toHaveLength(4);
  });
});

describe("a refusal", () => {
  it("pauses all calls as long as it asks, puts the call in front, and is not counted as a failure", async () => {
    const { clock, ask, names, attempt, events, outcomes } = setUp({ maxConcurrent: 2, attempts: 1 });
    for (const name of ["a", "b", "c"]) ask(name);
    attempt(0).options.onLimits([]);
    attempt(1).fail(refused());
    await clock.advance(1_900);
    expect(names()).toEqual(["a", "b"]);
    expect(events).toEqual([{ event: "limiter.paused", milliseconds: 2_000, reason: "Too fast." }]);
    await clock.advance(100);
    expect(names()).toEqual(["a", "b", "b"]);
    for (let time = 0; time < 20; time++) {
      attempt(2 + time).fail(refused());
      await clock.advance(2_000);
    }
    attempt(22).reply("at last");
    await settled(clock);
    expect(outcomes).toEqual({ b: "at last" });
  });

  it("that asks to wait longer than `giveUpAfterMs` fails all calls", async () => {
    const { clock, ask, attempt, outcomes } = setUp({ giveUpAfterMs: 600_000 });
    for (const name of ["a", "b"]) ask(name);
    attempt(0).fail(refused(11 * 3_600_000));
    await settled(clock);
    expect(outcomes.a).toMatchObject({ kind: "unanswered" });
    expect(String(outcomes.b)).toContain("asks to wait 11 hours before the next call, longer than the 10 minutes");
  });
});

describe("an attempt that has failed", () => {
  it("is ignored when it reports later, while another attempt of its call is in flight", async () => {
    const { clock, ask, attempt, names, limiter } = setUp({ maxConcurrent: 5 });
    ask("a");
    ask("b");
    attempt(0).fail(new CallError("server", "It broke."));
    await settled(clock);
    expect(names()).toEqual(["a", "b"]);
    attempt(0).options.onLimits([{ resource: "tokens", limit: 600, remaining: 0, resetMs: 60_000 }]);
    attempt(0).options.onProgress(5);
    await clock.advance(10_000);
    // The second call is a probe until its own reply begins.
    expect(names()).toEqual(["a", "b"]);
    expect(limiter.snapshot.perMinute).toEqual({});
  });
});

describe("an attempt that sends its call more than once", () => {
  it("counts as several attempts, and takes as much of the limits", async () => {
    const { clock, ask, attempt, names, limiter } = setUp();
    for (const name of ["a", "b", "c"]) ask(name, { inputTokens: 1_000, maxOutputTokens: 0 });
    attempt(0).options.onRepeat();
    // The reply shows that two are left, one of which the second sending may take.
    attempt(0).options.onLimits([{ resource: "requests", limit: 3, remaining: 2, resetMs: 20_000 }]);
    await settled(clock);
    expect(names()).toEqual(["a"]);
    expect(limiter.snapshot).toMatchObject({ attempts: 2, calls: 3 });
    await clock.advance(1_000);
    expect(names()).toEqual(["a", "b"]);
  });
});

describe("a number of tokens that changes while the call waits", () => {
  it("is read when the call is sent", async () => {
    const { clock, ask, attempt, names, limiter } = setUp();
    let maxOutputTokens = 1_000;
    for (const name of ["a", "b", "c"]) ask(name, () => ({ inputTokens: 0, maxOutputTokens }));
    maxOutputTokens = 4_000;
    attempt(0).options.onLimits([{ resource: "tokens", limit: 6_000, remaining: 5_000, resetMs: 10_000 }]);
    await settled(clock);
    expect(names()).toEqual(["a", "b"]);
    await clock.advance(20_000);
    expect(names()).toEqual(["a", "b"]);
    expect(limiter.snapshot.waitingFor).toBe("tokens");
    await clock.advance(15_000);
    expect(names()).toEqual(["a", "b", "c"]);
  });
});

describe("a failure", () => {
  it("that may pass is retried, up to six attempts, and uses no slot meanwhile", async () => {
    const { clock, ask, names, attempt, events, outcomes } = setUp({ maxConcurrent: 1 });
    ask("a");
    ask("b");
    let attempts = 0;
    while (outcomes.a === undefined && attempts < 20) {
      const index = names().lastIndexOf("a");
      attempt(index).fail(new CallError("server", "It broke."));
      await settled(clock);
      // Another call is answered meanwhile, so that this call itself is at fault.
      const other = names().lastIndexOf("b");
      expect(other).toBeGreaterThan(index);
      attempt(other).reply("fine");
      ask("b");
      await settled(clock);
      attempts += 1;
      await clock.advance(31_000);
      const held = names().lastIndexOf("b");
      attempt(held).reply("fine");
      await settled(clock);
      ask("b");
    }
    expect(attempts).toBe(6);
    expect(outcomes.a).toMatchObject({ kind: "server", message: "It broke." });
    const retries = events.filter((event) => event.event === "call.retried");
    expect(retries.map(({ waitMs }) => waitMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    // Of the attempt to come: the first attempt is no retry.
    expect(retries.map(({ attempt }) => attempt)).toEqual([2, 3, 4, 5, 6]);
  });

  it.each(["invalid", "too-large"] as const)("of the kind %s ends this call only, at once", async (kind) => {
    const { clock, ask, attempt, outcomes, names } = setUp();
    ask("a");
    ask("b");
    attempt(0).fail(new CallError(kind, "No."));
    await settled(clock);
    expect(outcomes.a).toMatchObject({ kind });
    expect(names()).toEqual(["a", "b"]);
  });

  it("that is no CallError is passed to the caller as it is", async () => {
    const { clock, ask, attempt, outcomes, names } = setUp();
    const error = new TypeError("A mistake.");
    ask("a");
    ask("b");
    attempt(0).fail(error);
    await settled(clock);
    expect(outcomes.a).toBe(error);
    expect(names()).toEqual(["a", "b"]);
  });

  it.each(["unauthorised", "not-found", "quota-exhausted"] as const)(
    "of the kind %s ends all calls but those in flight",
    async (kind) => {
      const { clock, ask, attempt, outcomes, limiter } = setUp({ maxConcurrent: 2 });
      for (const name of ["a", "b", "c"]) ask(name);
      attempt(0).options.onLimits([]);
      const error = new CallError(kind, "The key is wrong.");
      attempt(1).fail(error);
      await settled(clock);
      expect(outcomes).toEqual({ b: error, c: error });
      attempt(0).reply("fine");
      await settled(clock);
      expect(outcomes.a).toBe("fine");
      ask("d");
      await limiter.whenWanted();
      await settled(clock);
      expect(outcomes.d).toBe(error);
    },
  );
});

describe("an outage in which no ping may be sent", () => {
  const broken = new CallError("server", "It broke.");

  /** Three calls whose failures begin an outage, and pings that fail until `state.isUp`. */
  async function beginOutage() {
    const state = { mayPing: true, isUp: false, asked: 0, pings: 0 };
    const parts = setUp({
      ping: async () => {
        state.pings += 1;
        if (!state.isUp) throw broken;
      },
      mayPing: () => {
        state.asked += 1;
        return state.mayPing;
      },
    });
    const { clock, ask, attempt } = parts;
    ask("first");
    attempt(0).reply("fine");
    await settled(clock);
    expect(state.asked).toBe(0);
    for (const name of ["a", "b", "c"]) ask(name);
    await settled(clock);
    for (const index of [1, 2, 3]) attempt(index).fail(broken);
    await settled(clock);
    return { ...parts, state };
  }

  it("has the waiting calls as probes, one at a time and each in its turn, until a ping may be sent again", async () => {
    const { clock, names, attempt, outcomes, state } = await beginOutage();
    await clock.advance(2_000);
    expect([state.pings, names()]).toEqual([1, ["first", "a", "b", "c"]]);
    state.mayPing = false;
    await clock.advance(15_000);
    expect(names().slice(4)).toEqual(["a"]);
    attempt(4).fail(broken);
    await clock.advance(15_000);
    expect(names().slice(4)).toEqual(["a", "b"]);
    attempt(5).fail(broken);
    expect(state.pings).toBe(1);
    state.mayPing = true;
    state.isUp = true;
    await clock.advance(15_000);
    expect(state.pings).toBe(2);
    expect(names().slice(6).toSorted()).toEqual(["a", "b", "c"]);
    for (const index of [6, 7, 8]) attempt(index).reply("fine");
    await settled(clock);
    expect(outcomes).toEqual({ first: "fine", a: "fine", b: "fine", c: "fine" });
  });

  it("ends the waiting calls, if none of them may be sent", async () => {
    const { clock, names, attempt, outcomes, state } = await beginOutage();
    state.mayPing = false;
    await clock.advance(15_000);
    const refusal = new Error("It may not be sent.");
    for (const index of [4, 5, 6]) {
      attempt(index).fail(refusal);
      await settled(clock);
    }
    expect(names().slice(4)).toEqual(["a", "b", "c"]);
    expect(outcomes).toEqual({ first: "fine", a: refusal, b: refusal, c: refusal });
    expect(state.pings).toBe(0);
  });
});

describe("a deadline", () => {
  it("ends an attempt whose reply does not begin, and gives the next attempt more time", async () => {
    const { clock, ask, attempt, names, events } = setUp();
    ask("a", { inputTokens: 0, maxOutputTokens: 10 });
    await clock.advance(59_000);
    expect(attempt(0).options.signal.aborted).toBe(false);
    await clock.advance(2_000);
    expect(attempt(0).options.signal.reason).toMatchObject({ kind: "timeout", message: "No reply began within 60 s." });
    expect(events[0]).toEqual({ event: "call.cut", reason: "No reply began within 60 s." });
    await clock.advance(1_000);
    expect(names()).toEqual(["a", "a"]);
    await clock.advance(100_000);
    expect(attempt(1).options.signal.aborted).toBe(false);
  });

  it("ends an attempt whose reply stalls, and its part of the reply counts", async () => {
    const { clock, ask, attempt, outcomes } = setUp();
    ask("a", undefined, "the beginning");
    attempt(0).options.onProgress(5);
    await clock.advance(61_000);
    expect(attempt(0).options.signal.reason).toMatchObject({ kind: "timeout" });
    expect(String(attempt(0).options.signal.reason)).toContain("The reply stalled");
    await settled(clock);
    expect(outcomes).toEqual({ a: "the beginning" });
  });

  it("ends an attempt that takes too long in all", async () => {
    const { clock, ask, attempt } = setUp({ timeoutMs: 30_000 });
    ask("a");
    for (let second = 0; second < 31; second++) {
      attempt(0).options.onProgress(1);
      await clock.advance(1_000);
    }
    expect(String(attempt(0).options.signal.reason)).toContain("The reply was not complete after 30 s.");
  });

  it("does not exist without `timeoutMs`", async () => {
    const { clock, ask, attempt, events, outcomes, limiter } = setUp({ timeoutMs: null });
    ask("a");
    limiter.drain(true);
    await clock.advance(7 * 3_600_000);
    attempt(0).options.onProgress(1);
    await clock.advance(7 * 3_600_000);
    expect(events).toEqual([]);
    attempt(0).reply("at last");
    await settled(clock);
    expect(outcomes).toEqual({ a: "at last" });
  });

  it("does not wait for an adapter that ignores its signal", async () => {
    const clock = createFakeClock();
    const limiter = createRateLimiter({ clock, attempts: 1, timeoutMs: 10_000, random: () => 0 });
    let attempts = 0;
    const stuck: Call<string> = {
      tokens: { inputTokens: 1, maxOutputTokens: 1 },
      send: () => (++attempts === 1 ? new Promise(() => {}) : Promise.resolve("reply")),
    };
    const reply = limiter.run(stuck).catch((error: unknown) => error);
    await clock.advance(20_000);
    expect(await reply).toMatchObject({ kind: "timeout" });
  });
});

describe("the end of the work", () => {
  const streamed = async (setting: ReturnType<typeof setUp>, calls: number) => {
    const { clock, ask, attempt, sent } = setting;
    for (let call = 0; call < calls; call++) {
      ask(`usual ${call}`);
      await settled(clock);
      const { options, reply } = attempt(sent.length - 1);
      for (let second = 0; second < 3; second++) {
        options.onProgress(90);
        await clock.advance(1_000);
      }
      reply("fine");
      await settled(clock);
    }
  };

  it("cuts a slow call short, once, when nothing else is left to do", async () => {
    const setting = setUp({ maxConcurrent: 4 });
    const { clock, ask, attempt, sent, limiter, events } = setting;
    await streamed(setting, 20);
    ask("slow", { inputTokens: 100, maxOutputTokens: 4_000 });
    const trickle = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        attempt(sent.length - 1).options.onProgress(10);
        await clock.advance(1_000);
      }
    };
    await trickle(15);
    expect(events).toEqual([]);
    limiter.drain(true);
    await trickle(2);
    expect(events).toMatchObject([{ event: "call.cut" }]);
    expect(sent.slice(20).map(({ name }) => name)).toEqual(["slow", "slow"]);
    await trickle(30);
    expect(events).toHaveLength(1);
  });

  it("does not cut calls of the usual pace after faster calls have ended", async () => {
    const { clock, ask, attempt, limiter, events } = setUp({ maxConcurrent: 60 });
    for (let call = 0; call < 60; call++) ask(String(call), { inputTokens: 100, maxOutputTokens: 4_000 });
    attempt(0).options.onLimits([]);
    await settled(clock);
    const stream = async (seconds: number, from: number, tokens: number) => {
      for (let second = 0; second < seconds; second++) {
        for (let call = from; call < 60; call++) attempt(call).options.onProgress(call < 20 ? 300 : tokens);
        await clock.advance(1_000);
      }
    };
    await stream(8, 0, 90);
    for (let call = 0; call < 20; call++) attempt(call).reply("fine");
    limiter.drain(true);
    await stream(20, 20, 90);
    expect(events).toEqual([]);
  });

  it.each([
    ["one less than the other", (call: number) => 10 + call / 10, 6],
    ["all alike", () => 10, 0],
  ])("cuts one call in ten at most if many are slow, %s", async (_, slow, most) => {
    const { clock, ask, attempt, limiter, events } = setUp({ maxConcurrent: 60 });
    for (let call = 0; call < 60; call++) ask(String(call), { inputTokens: 100, maxOutputTokens: 4_000 });
    attempt(0).options.onLimits([]);
    await settled(clock);
    limiter.drain(true);
    for (let second = 0; second < 30; second++) {
      for (let call = 0; call < 60; call++) attempt(call).options.onProgress(call < 35 ? 200 : slow(call));
      await clock.advance(1_000);
    }
    expect(events.length).toBe(most);
  });

  it("does not cut a slow call that has almost ended", async () => {
    const setting = setUp({ maxConcurrent: 4 });
    const { clock, ask, attempt, sent, limiter, events } = setting;
    await streamed(setting, 20);
    ask("slow", { inputTokens: 100, maxOutputTokens: 200 });
    limiter.drain(true);
    for (let second = 0; second < 8; second++) {
      attempt(sent.length - 1).options.onProgress(30);
      await clock.advance(1_000);
    }
    expect(events).toEqual([]);
  });

  it("sends the longest first", async () => {
    const { clock, ask, attempt, names, limiter } = setUp({ maxConcurrent: 1 });
    ask("first");
    for (const [name, maxOutputTokens] of [
      ["short", 10],
      ["long", 1_000],
      ["middle", 100],
    ] as const)
      ask(name, { inputTokens: 1, maxOutputTokens });
    limiter.drain(true);
    for (let index = 0; index < 4; index++) {
      attempt(index).reply("fine");
      await settled(clock);
    }
    expect(names()).toEqual(["first", "long", "middle", "short"]);
  });
});

describe("a limiter", () => {
  it("with a limit of one call in flight sends one after the other, in the order of arrival", async () => {
    const { clock, ask, attempt, names, limiter } = setUp({ maxConcurrent: 1 });
    for (const name of ["a", "b", "c"]) ask(name);
    for (let index = 0; index < 3; index++) {
      expect(names()).toHaveLength(index + 1);
      expect(limiter.snapshot).toMatchObject({ inFlight: 1, waitingFor: index < 2 ? "concurrencyLimit" : null });
      attempt(index).reply("fine");
      await settled(clock);
    }
    expect(names()).toEqual(["a", "b", "c"]);
  });

  it("sends a burst in parts, so that replies are handled in between", async () => {
    const { clock, ask, sent, attempt } = setUp({ maxConcurrent: 100 });
    for (let call = 0; call < 100; call++) ask(String(call));
    attempt(0).options.onLimits([]);
    const atOnce = sent.length;
    expect(atOnce).toBeLessThan(50);
    for (let call = 0; call < atOnce; call++) attempt(call).options.onProgress(1);
    expect(sent).toHaveLength(atOnce);
    await settled(clock);
    expect(sent).toHaveLength(100);
  });

  it("wants more calls while few wait", async () => {
    const { clock, ask, attempt, limiter } = setUp({ maxConcurrent: 1 });
    for (let call = 0; call < 17; call++) {
      await limiter.whenWanted();
      ask(String(call));
    }
    let wanted = false;
    void limiter.whenWanted().then(() => (wanted = true));
    await settled(clock);
    expect(wanted).toBe(false);
    attempt(0).reply("fine");
    await settled(clock);
    expect(wanted).toBe(true);
  });

  it("that is closed fails waiting and later calls, and lets calls in flight end", async () => {
    const { clock, ask, attempt, outcomes, limiter } = setUp({ maxConcurrent: 1 });
    ask("a");
    ask("b");
    const reason = new Error("Stopped.");
    limiter.close(reason);
    ask("c");
    attempt(0).reply("fine");
    await settled(clock);
    expect(outcomes).toEqual({ a: "fine", b: reason, c: reason });
  });

  it.each([
    ["limiter.paused", "rate-limited"],
    ["call.retried", "server"],
    ["provider.silent", "network"],
  ] as const)("that is closed by the listener of %s fails the call of the event at once", async (event, kind) => {
    const reason = new Error("Stopped.");
    const clock = createFakeClock(1_000);
    const seen: string[] = [];
    const limiter = createRateLimiter({
      clock,
      maxConcurrent: 2,
      onEvent: (one) => {
        seen.push(one.event);
        if (one.event === event) limiter.close(reason);
      },
    });
    const tokens = { inputTokens: 1, maxOutputTokens: 1 };
    await limiter.run({ tokens, send: () => Promise.resolve("fine") });
    const outcomes: unknown[] = [];
    const send = () => Promise.reject(new CallError(kind, "No.", { retryAfterMs: 500_000 }));
    for (let call = 0; call < 3; call++) limiter.run({ tokens, send }).catch((error: unknown) => outcomes.push(error));
    for (let second = 0; second < 100 && !seen.includes(event); second++) await clock.advance(1_000);
    expect(seen).toContain(event);
    expect(outcomes).toEqual([reason, reason, reason]);
    expect(limiter.snapshot).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  it("counts what was admitted, and nothing for a refused call", async () => {
    const clock = createFakeClock(1_000);
    const limiter = createRateLimiter({ clock, tokensPerMinute: 1_000 });
    const tokens = { inputTokens: 100, maxOutputTokens: 40 };
    await limiter.run({ tokens, send: () => Promise.resolve("fine") });
    const { admitted } = limiter.snapshot;
    expect(admitted).toMatchObject({ requests: 1, inputTokens: 100, outputTokens: 40 });
    expect(admitted.tokens).toBeGreaterThanOrEqual(100);
    let refused = false;
    const send = (): Promise<string> => {
      if (refused) return Promise.resolve("fine");
      refused = true;
      return Promise.reject(new CallError("rate-limited", "Too many.", { retryAfterMs: 1_000 }));
    };
    const reply = limiter.run({ tokens, send });
    await settled(clock);
    expect(limiter.snapshot.admitted.requests).toBe(1);
    await clock.advance(60_000);
    expect(await reply).toBe("fine");
    expect(limiter.snapshot.admitted.requests).toBe(2);
  });

  it("counts the first calls by their charge, once their replies show it", async () => {
    const clock = createFakeClock(1_000);
    const limiter = createRateLimiter({ clock, tokensPerMinute: 1_000_000 });
    const tokens = { inputTokens: 6_000, maxOutputTokens: 4_000 };
    // A call is charged the larger of the two, and each reply reports what is left.
    let remaining = 1_000_000;
    const reading = () => ({ resource: "tokens", limit: 1_000_000, remaining, resetMs: 60_000 }) as const;
    const send = async (options: SendOptions): Promise<number> => {
      remaining -= 6_000;
      options.onLimits([reading()]);
      return remaining;
    };
    const replies = Promise.all(Array.from({ length: 20 }, () => limiter.run({ tokens, send })));
    for (let step = 0; step < 50; step += 1) await clock.advance(20);
    await replies;
    expect(limiter.snapshot.admitted.tokens).toBeCloseTo(20 * 6_000, -3);
  });

  it("that is disposed of leaves nothing behind", async () => {
    const { clock, ask, attempt, outcomes, limiter } = setUp({ maxConcurrent: 1 });
    ask("a");
    ask("b");
    await limiter[Symbol.asyncDispose]();
    await settled(clock);
    expect(attempt(0).options.signal.aborted).toBe(true);
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(["a", "b"]));
    expect(clock.sleeping).toBe(0);
  });

  it("uses one timer, and none when idle", async () => {
    const { clock, ask, attempt } = setUp();
    for (let call = 0; call < 50; call++) ask(String(call));
    attempt(0).options.onLimits([{ resource: "requests", limit: 60, remaining: 59, resetMs: 1_000 }]);
    await settled(clock);
    expect(clock.sleeping).toBe(1);
    const { clock: other, ask: askOther, attempt: otherAttempt } = setUp();
    askOther("a");
    otherAttempt(0).reply("fine");
    await other.advance(2_000);
    expect(other.sleeping).toBe(0);
  });

  it("refuses invalid options", () => {
    expect(() => createRateLimiter({ maxConcurrent: 0 })).toThrow(/Expected `maxConcurrent` to be a whole number/);
    expect(() => createRateLimiter({ tokensPerMinute: -1 })).toThrow(/Expected `tokensPerMinute` .*, got -1/);
  });
});
