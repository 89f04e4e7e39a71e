import { describe, expect, it } from "vitest";
import { CallError } from "../src/index.ts";
import { randomNumbers } from "./fake-provider.ts";
import { runVirtually, usualCalls } from "./virtual-run.ts";

const LIMITS = { requestsPerMinute: 5_000, tokensPerMinute: 2_000_000 } as const;
const between = (time: number) => time > 30_000 && time < 90_000;
const inThatTime =
  <Fault>(fault: () => Fault) =>
  (time: number): Fault | null =>
    between(time) ? fault() : null;

describe("a storm of 429s", () => {
  it("loses no call, and leaves no delay", async () => {
    const random = randomNumbers(3);
    const fault = inThatTime(() => (random() < 0.9 ? ("refuse" as const) : null));
    const run = await runVirtually({ calls: usualCalls(1_500), provider: { ...LIMITS, fault } });
    expect(run.failures).toEqual([]);
    expect(run.replies).toBe(1_500);
    expect(run.refused).toBeLessThan(200);
    expect(run.admittedAt.find((at) => at > 90_000)).toBeLessThan(93_000);
  });

  it("changes no limit, although refused calls report levels that they did not change", async () => {
    const limits = { requestsPerMinute: 500, tokensPerMinute: 300_000 };
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const random = randomNumbers(seed);
      const fault = (time: number) => (time > 20_000 && random() < 0.5 ? ("refuse" as const) : null);
      const run = await runVirtually({ calls: usualCalls(80), provider: { ...limits, seed, fault } });
      expect(run.replies).toBe(80);
      expect(run.events.filter(({ event }) => event === "limit.changed")).toEqual([
        { event: "limit.changed", resource: "requests", perMinute: 500 },
        { event: "limit.changed", resource: "tokens", perMinute: 300_000 },
      ]);
    }
  });
});

describe("an outage", () => {
  const faults: readonly (readonly [string, () => CallError | "hang"])[] = [
    ["the connection is refused", () => new CallError("network", "The connection was refused.")],
    ["the server answers 500", () => new CallError("server", "The server had an error.")],
    ["the server answers 503", () => new CallError("overloaded", "The server is overloaded.")],
    ["nothing answers", () => "hang"],
  ];
  const outages = faults.flatMap(([name, fault]) => [
    [name, "calls are the probes", fault, { pings: false }] as const,
    [name, "pings are the probes", fault, { pings: true }] as const,
    [name, "no ping may be sent", fault, { pings: true, limiter: { mayPing: () => false } }] as const,
  ]);
  it.each(outages)("loses no call if %s and %s, and leaves a short delay", async (_name, _who, fault, probes) => {
    const provider = { ...LIMITS, fault: inThatTime(fault) };
    const run = await runVirtually({ calls: usualCalls(1_500), provider, ...probes });
    expect(run.failures).toEqual([]);
    expect(run.replies).toBe(1_500);
    expect(run.attempts - run.replies).toBeLessThan(120);
    const again = run.admittedAt.find((at) => at > 90_000) ?? Infinity;
    expect(again).toBeLessThan(90_000 + 30_000);
    expect(run.events.map(({ event }) => event)).toContain("provider.silent");
    expect(run.events.map(({ event }) => event)).toContain("provider.answers");
  });

  it("loses no call at the end, with two calls left", async () => {
    const fault = (time: number) => (time < 60_000 ? new CallError("server", "The server had an error.") : null);
    const run = await runVirtually({ calls: usualCalls(2), provider: { ...LIMITS, fault } });
    expect(run.failures).toEqual([]);
  });

  it("ends after a time with a sentence that says for how long no call was answered", async () => {
    const fault = () => new CallError("network", "The connection to it was refused.");
    const run = await runVirtually({
      calls: usualCalls(40),
      provider: { ...LIMITS, fault },
      limiter: { giveUpAfterMs: 300_000 },
    });
    expect(run.failures).toHaveLength(40);
    const [first] = run.failures;
    expect(first).toMatchObject({ kind: "unanswered" });
    expect(String(first)).toContain("The provider answered no call for 5 minutes: The connection to it was refused.");
    expect(run.attempts).toBeLessThan(40);
  });
});

describe("stray faults", () => {
  it("lose no call and cost hardly any time", async () => {
    const random = randomNumbers(5);
    const fault = () => {
      const draw = random();
      if (draw < 0.005) return new CallError("server", "The server had an error.");
      if (draw < 0.007) return new CallError("overloaded", "The server is overloaded.");
      if (draw < 0.009) return new CallError("network", "The connection was reset.");
      return draw < 0.01 ? ("hang" as const) : null;
    };
    const calls = usualCalls(1_500);
    const run = await runVirtually({ calls, provider: { ...LIMITS, fault } });
    const undisturbed = await runVirtually({ calls, provider: LIMITS });
    expect(run.failures).toEqual([]);
    expect(run.lastReplyAt / undisturbed.lastReplyAt).toBeLessThan(1.05);
  });

  it("of one call that always fails lose that call alone", async () => {
    const calls = usualCalls(30);
    const poison = calls[12];
    const run = await runVirtually({
      calls: calls.map((call) => (call === poison ? { ...call, poison: true } : call)),
      provider: LIMITS,
    });
    expect(run.failures).toMatchObject([{ kind: "server" }]);
    expect(run.replies).toBe(29);
  });
});

describe("several calls that the server always fails at", () => {
  const ordinary = usualCalls(20);
  const calls = [...ordinary, ...usualCalls(4, 8).map((call) => ({ ...call, poison: true }))];

  it("fail alone if a ping shows that others are answered", async () => {
    const run = await runVirtually({ calls, provider: LIMITS, pings: true });
    expect(run.replies).toBe(20);
    expect(run.failures).toHaveLength(4);
    for (const failure of run.failures) expect(failure).toMatchObject({ kind: "server" });
    expect(run.events.map(({ event }) => event)).not.toContain("provider.silent");
    expect(run.clock.now()).toBeLessThan(180_000);
  });

  it("get six attempts each before that", async () => {
    const run = await runVirtually({ calls: calls.slice(19, 21), provider: LIMITS, pings: true });
    expect(run.replies).toBe(1);
    expect(run.failures).toMatchObject([{ kind: "server" }]);
    expect(run.attempts).toBe(1 + 6);
  });

  it("do not hide that the key was revoked", async () => {
    const fault = (time: number) => (time > 5_000 ? new CallError("unauthorised", "The key was revoked.") : null);
    const run = await runVirtually({ calls, provider: { ...LIMITS, fault }, pings: true });
    expect(run.failures.at(-1)).toMatchObject({ kind: "unauthorised" });
  });
});

describe("a small server that reports no limits", () => {
  it("is not flooded, and its queue is not mistaken for a hang", async () => {
    const run = await runVirtually({
      calls: usualCalls(40),
      provider: { headers: "absent", slots: 2, speed: 10 },
      atMost: 7_200_000,
    });
    expect(run.failures).toEqual([]);
    expect(run.attempts).toBe(40);
    expect(run.mostInFlight).toBeLessThanOrEqual(8);
  });

  it("is not flooded if it does not stream", async () => {
    const provider = { headers: "absent", slots: 4, streams: false } as const;
    const run = await runVirtually({ calls: usualCalls(200), provider });
    expect(run.attempts).toBe(200);
    expect(run.mostInFlight).toBeLessThanOrEqual(16);
  });
});
