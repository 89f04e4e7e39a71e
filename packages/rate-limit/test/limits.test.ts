import { describe, expect, it } from "vitest";
import { runVirtually, usualCalls, utilisation } from "./virtual-run.ts";

const TIERS = [
  { calls: 168, requestsPerMinute: 500, tokensPerMinute: 200_000 },
  { calls: 1_500, requestsPerMinute: 5_000, tokensPerMinute: 2_000_000 },
] as const;
const [SMALL, LARGE] = TIERS;

describe.each(TIERS)("limits of $requestsPerMinute requests and $tokensPerMinute tokens", ({ calls, ...limits }) => {
  it.each(["max", "sum", "input"] as const)("are used up from a cold start, charged by %s", async (charge) => {
    const run = await runVirtually({ calls: usualCalls(calls), provider: { ...limits, charge } });
    expect(run.replies).toBe(calls);
    expect(utilisation(run, limits.tokensPerMinute)).toBeGreaterThan(0.99);
    expect(run.refused).toBeLessThanOrEqual(0.005 * calls);
  });

  it("are used up if the provider counts prompts differently", async () => {
    for (const measure of [0.8, 1.3]) {
      const run = await runVirtually({ calls: usualCalls(calls), provider: { ...limits, charge: "sum", measure } });
      expect(utilisation(run, limits.tokensPerMinute)).toBeGreaterThan(0.99);
      expect(run.refused).toBeLessThanOrEqual(0.005 * calls);
    }
  });

  it("are kept if half of them is used at the start", async () => {
    const run = await runVirtually({ calls: usualCalls(calls), provider: { ...limits, fill: 0.5 } });
    expect(utilisation(run, limits.tokensPerMinute, 0.5)).toBeGreaterThan(0.99);
    expect(run.refused).toBeLessThanOrEqual(0.005 * calls);
  });
});

describe("a limit that changes", () => {
  const changing = (factor: number) => (time: number) => (time > 100_000 ? factor : 1);

  it("to half of it is kept at once", async () => {
    const run = await runVirtually({ calls: usualCalls(1_500), provider: { ...LARGE, limits: changing(0.5) } });
    expect(run.replies).toBe(1_500);
    expect(run.refused).toBeLessThanOrEqual(3);
    expect(changedAt(run, 1_000_000) - 100_000).toBeLessThan(5_000);
  });

  it("to twice of it is used at once", async () => {
    const run = await runVirtually({ calls: usualCalls(300), provider: { ...SMALL, limits: changing(2) } });
    expect(run.refused).toBe(0);
    expect(changedAt(run, 400_000) - 100_000).toBeLessThan(5_000);
    const before = run.admittedAt.filter((at) => at > 60_000 && at <= 100_000).length / 40;
    const after = run.admittedAt.filter((at) => at > 150_000 && at <= 190_000).length / 40;
    expect(after / before).toBeGreaterThan(1.8);
  });

  function changedAt(run: Awaited<ReturnType<typeof runVirtually>>, perMinute: number): number {
    const change = run.timed.find(({ event }) => event.event === "limit.changed" && event.perMinute === perMinute);
    return change?.at ?? Infinity;
  }
});

describe("limits that differ from what is reported", () => {
  it("are found with few refusals if the window is ten seconds or one", async () => {
    for (const windowSeconds of [10, 1]) {
      const run = await runVirtually({ calls: usualCalls(1_500), provider: { ...LARGE, windowSeconds } });
      expect(run.replies).toBe(1_500);
      expect(run.refused).toBeLessThanOrEqual(15);
    }
  });

  it("are kept if other clients take a fifth of the tokens", async () => {
    const run = await runVirtually({ calls: usualCalls(1_500), provider: { ...LARGE, background: 0.2 } });
    const granted = LARGE.tokensPerMinute * (1 + (0.8 * run.lastAdmittedAt) / 60_000);
    expect(run.chargedTokens / granted).toBeGreaterThan(0.99);
    expect(run.refused).toBeLessThanOrEqual(10);
  });

  it("admit a call that is larger than a window alone", async () => {
    const run = await runVirtually({ calls: usualCalls(60), provider: { ...SMALL, windowSeconds: 1 } });
    expect(run.replies).toBe(60);
    expect(run.lastAdmittedAt).toBeLessThan(150_000);
  });
});

describe("limits that the provider does not report", () => {
  const silent = { ...SMALL, headers: "absent" } as const;

  it("are learnt from a refusal that states its reason", async () => {
    const run = await runVirtually({ calls: usualCalls(168), provider: silent });
    expect(run.replies).toBe(168);
    expect(run.refused).toBeLessThanOrEqual(3);
    expect(run.snapshot.perMinute.tokens).toBe(200_000);
  });

  it("are found if refusals state no reason", async () => {
    const run = await runVirtually({ calls: usualCalls(168), provider: { ...silent, explains: false } });
    expect(run.replies).toBe(168);
    expect(run.refused).toBeLessThanOrEqual(30);
  });

  it("are those of the user, if given", async () => {
    const limiter = { requestsPerMinute: 500, tokensPerMinute: 200_000 };
    const run = await runVirtually({ calls: usualCalls(100), provider: silent, limiter });
    expect(run.replies).toBe(100);
    expect(run.refused).toBe(0);
  });

  it.each(["max", "sum"] as const)("are used up if the user gives them, charged by %s", async (charge) => {
    const limiter = { requestsPerMinute: 500, tokensPerMinute: 200_000 };
    const provider = { ...silent, charge, explains: false } as const;
    const run = await runVirtually({ calls: usualCalls(168), provider, limiter });
    expect(run.replies).toBe(168);
    expect(utilisation(run, 200_000)).toBeGreaterThan(0.95);
    expect(run.refused).toBeLessThanOrEqual(3);
  });

  it("do not count if those of the user are lower", async () => {
    const run = await runVirtually({
      calls: usualCalls(60),
      provider: LARGE,
      limiter: { requestsPerMinute: 20 },
    });
    expect(run.lastAdmittedAt).toBeGreaterThan(118_000);
    expect(run.snapshot.perMinute).toEqual({ requests: 20, tokens: 2_000_000 });
  });
});
