import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_USAGE } from "./outcome.ts";
import type { ChatCall } from "./calls.ts";
import { checkSimulation, type SimulationOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { createProvider } from "./provider.ts";

const call = (words: string): ChatCall => ({
  endpoint: "chat",
  model: "simulated",
  messages: [{ role: "user", content: `=== c1 ===\n> ${words}\n=== end ===\n` }],
  schema: null,
  maxOutputTokens: 1_000,
});
const UNLIMITED: SimulationOptions = { rpm: null, tpm: null };
const MANY_FAULTS = { serverError: 0.1, overloaded: 0.1, reset: 0.1, hang: 0.1, cutOff: 0.1, badJson: 0.1 };

/** The outcomes of calls in an order of arrival, by their words and the number of their attempt. */
function outcomes(options: SimulationOptions, words: readonly string[]): Map<string, Outcome> {
  const provider = createProvider(checkSimulation(options));
  const attempts = new Map<string, number>();
  return new Map(
    words.map((each, time) => {
      const attempt = attempts.get(each) ?? 0;
      attempts.set(each, attempt + 1);
      return [`${each} ${attempt}`, provider.receive(time, call(each)).outcome];
    }),
  );
}

describe("the outcome of an attempt", () => {
  const words = Array.from({ length: 60 }, (_, index) => `chunk ${index % 30}`);

  it("depends on its content and number, never on the order of arrival", () => {
    const options = { ...UNLIMITED, faults: MANY_FAULTS };
    const expected = outcomes(options, words);
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (shuffled) => {
        expect(outcomes(options, shuffled)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("differs for another seed and for another attempt", () => {
    const options = { ...UNLIMITED, faults: MANY_FAULTS };
    const expected = outcomes(options, words);
    expect(outcomes({ ...options, seed: 2 }, words)).not.toEqual(expected);
    expect(expected.get("chunk 0 0")).not.toEqual(expected.get("chunk 0 1"));
  });

  it("fails at the given rates, by kind", () => {
    const provider = createProvider(checkSimulation({ ...UNLIMITED, faults: "usual" }));
    for (let index = 0; index < 20_000; index++) provider.receive(index, call(`chunk ${index}`));
    const { faults } = provider.accounts.chat;
    const near = { "server-error": 100, overloaded: 40, reset: 40, hang: 20, "cut-off": 200, "bad-json": 100 };
    expect(Object.keys(faults).toSorted()).toEqual(Object.keys(near).toSorted());
    for (const [fault, expected] of Object.entries(near))
      expect(Math.abs((faults[fault] ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it("gives embeddings no faults of chat replies", () => {
    const triggers = [{ contains: "poison", fault: "refusal" } as const];
    const provider = createProvider(checkSimulation({ faults: { cutOff: 1 }, triggers }));
    const embedding = { endpoint: "embeddings", model: "m", texts: ["poison"], dimensions: null } as const;
    expect(provider.receive(0, embedding).outcome).toMatchObject({ kind: "reply", content: { kind: "vectors" } });
    provider.receive(0, { ...embedding, texts: ["water"] });
    expect(provider.accounts.embeddings).toMatchObject({ admitted: 2, faults: {} });
  });

  it("takes the time of the latency model", () => {
    const paces = [
      ...outcomes(
        UNLIMITED,
        Array.from({ length: 4_000 }, (_, index) => `chunk ${index}`),
      ).values(),
    ].map((outcome) => (outcome.kind === "reply" ? outcome.pace : { headMs: 0, totalMs: 0 }));
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length / 2] ?? 0;
    expect(median(paces.map(({ headMs }) => headMs)) / 700).toBeCloseTo(1, 1);
    expect(median(paces.map(({ headMs, totalMs }) => totalMs - headMs)) / ((220 / 90) * 1000)).toBeCloseTo(1, 1);
    const [slow] = [...outcomes({ ...UNLIMITED, timeScale: 10 }, ["chunk 0"]).values()];
    expect(slow?.kind === "reply" && slow.pace.totalMs).toBeCloseTo((paces[0]?.totalMs ?? 0) / 10);
  });
});

describe("the prompt cache", () => {
  it("serves a long first message from the second call on, in steps of 128 tokens", () => {
    const provider = createProvider(checkSimulation({ seed: 2 }));
    const cached = (first: string, words: string) => {
      const messages = [{ role: "system", content: first }, ...call(words).messages];
      const { outcome } = provider.receive(0, { ...call(words), messages });
      return outcome.kind === "reply" ? outcome.usage.cachedInputTokens : null;
    };
    const long = "x".repeat(6_000);
    expect([cached(long, "one"), cached(long, "two"), cached(`${long}y`, "one")]).toEqual([0, 11 * 128, 0]);
    expect([cached("short", "one"), cached("short", "two")]).toEqual([0, 0]);
  });
});

describe("a phase of a script", () => {
  const at = (options: SimulationOptions, time: number) => {
    const provider = createProvider(checkSimulation({ ...UNLIMITED, ...options }));
    provider.receive(1_000, call("the first call starts the script"));
    return provider.receive(1_000 + time, call("another"));
  };

  it("counts from the first call and ends", () => {
    const phases = [{ kind: "quota", fromSeconds: 10, toSeconds: 20 }] as const;
    const kinds = [9_999, 10_000, 19_999, 20_000].map((time) => at({ phases: [...phases] }, time).outcome.kind);
    expect(kinds).toEqual(["reply", "failure", "failure", "reply"]);
  });

  it("refuses the share of a storm, and charges nothing for refused calls", () => {
    const provider = createProvider(
      checkSimulation({ ...UNLIMITED, phases: [{ kind: "storm", fromSeconds: 0, toSeconds: 60 }] }),
    );
    for (let time = 0; time < 1_000; time++) provider.receive(time, call(`chunk ${time}`));
    const { rateLimited, admitted, calls, tokensCharged } = provider.accounts.chat;
    expect(rateLimited + admitted).toBe(calls);
    expect(Math.abs(rateLimited - 900)).toBeLessThan(50);
    expect(tokensCharged).toBe(admitted * 1_000);
  });

  it("breaks off replies in flight when an outage begins", () => {
    const phases = [{ kind: "outage", fromSeconds: 1, toSeconds: 2 } as const];
    const { outcome } = at({ phases, latency: { firstTokenMs: 500, tokensPerSecond: 10 } }, 300);
    expect(outcome).toMatchObject({ kind: "reply", breaksOff: { afterMs: 700, how: "lost" } });
    expect(at({ phases }, 1_500).outcome).toEqual({ kind: "lost", afterMs: 0, refused: false });
  });
});

describe("the accounts", () => {
  it("count every call once, and its tokens when it has ended", () => {
    const provider = createProvider(
      checkSimulation({ rpm: null, tpm: 2_500, refund: "on-complete", outputTokensPerChunk: 100 }),
    );
    const [first, second, third] = ["one", "one", "two"].map((words) => provider.receive(0, call(words)));
    expect(provider.accounts.chat).toMatchObject({
      calls: 3,
      admitted: 2,
      rateLimited: 1,
      inFlight: 3,
      mostInFlight: 3,
    });
    first?.end(700, "complete");
    second?.end(800, "lost");
    third?.end(0, "failed");
    const { outcome } = first ?? {};
    const usage = outcome?.kind === "reply" ? outcome.usage : null;
    expect(provider.accounts.chat).toMatchObject({
      complete: 1,
      lost: 1,
      failed: 1,
      inFlight: 0,
      tokensCharged: 2_000,
      tokensRefunded: 1_000 - (usage?.inputTokens ?? 0) - (usage?.outputTokens ?? 0),
      inputTokens: usage?.inputTokens,
      outputTokens: usage?.outputTokens,
      lastReplyMs: 700,
    });
    expect(Object.values(provider.accounts.prompts)).toEqual([2]);
    expect(provider.log.map(({ attempt, result, tokensCharged }) => [attempt, result, tokensCharged])).toEqual([
      [0, "complete", 1_000],
      [1, "lost", 1_000],
      [null, "rate_limit_exceeded", 0],
    ]);
    expect(provider.log[0]).toMatchObject({ model: "simulated", fault: null, ...usage });
    expect(provider.log[2]).toMatchObject({ model: "simulated", fault: null, ...NO_USAGE });
  });

  it("are empty after a reset, and buckets and script start anew", () => {
    const provider = createProvider(checkSimulation({ tpm: 1_000 }));
    provider.receive(0, call("one")).end(5, "complete");
    provider.reset();
    expect(provider.accounts).toEqual(createProvider(checkSimulation({})).accounts);
    expect(provider.receive(900_000, call("one")).outcome.kind).toBe("reply");
    expect(provider.accounts.chat.lastDispatchMs).toBe(0);
  });

  it("do not count a call that ends after a reset", () => {
    const provider = createProvider(checkSimulation({}));
    const { end } = provider.receive(0, call("one"));
    provider.reset();
    end(5, "complete");
    expect(provider.accounts.chat).toMatchObject({ complete: 0, inFlight: 0 });
    expect(provider.log).toEqual([]);
  });
});

describe("options", () => {
  it.each([
    [{ rpm: 0 }, /^`rpm` of the simulation cannot be used: /],
    [{ speed: 1 }, /speed/],
    [{ phases: [{ kind: "flood", fromSeconds: 0, toSeconds: 1 }] }, /^`phases\.0\.kind`/],
    [{ faults: { hang: 2 } }, /^`faults\.hang` of /],
    [{ faults: "many" }, /^`faults` of .* none, usual, or a share from 0 to 1/],
  ])("%o are refused with the name of the option", (options, message) => {
    expect(() => checkSimulation(options)).toThrow(message);
  });
});
