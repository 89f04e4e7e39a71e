import { describe, expect, it } from "vitest";
import type { Failure } from "./failure.ts";
import { RequestFailure, retryWaitMs, retrying } from "./retry.ts";

const failure = (change: Partial<Failure> = {}): RequestFailure =>
  new RequestFailure(
    { status: 503, what: "answered 503", wayOut: "", mayPass: true, retryAfterMs: 0, ...change },
    undefined,
  );

describe("the wait before another attempt", () => {
  it("is any time up to a bound that doubles from half a second to 15 seconds", () => {
    expect([1, 2, 3, 5, 6, 60].map((attempt) => retryWaitMs(attempt, 0, 1))).toEqual([
      500, 1_000, 2_000, 8_000, 15_000, 15_000,
    ]);
    expect(retryWaitMs(60, 0, 0)).toBe(0);
    expect(retryWaitMs(2, 0, 0.5)).toBe(500);
  });

  it("is never shorter than the server asked for", () => {
    expect(retryWaitMs(1, 12_000, 0)).toBe(12_000);
    expect(retryWaitMs(1, 12_000, 0.5)).toBe(12_250);
  });
});

describe("a request that fails", () => {
  const run = async (errors: readonly Error[], retryMs: number) => {
    const left = [...errors];
    const told: Failure[] = [];
    const attempt = async () => {
      const error = left.shift();
      if (error !== undefined) throw error;
      return "answer";
    };
    const { signal } = new AbortController();
    const answer = await retrying(attempt, { retryMs, signal, onRetry: (one) => told.push(one) }).catch(
      (error: unknown) => error,
    );
    return { answer, told, left: left.length };
  };

  it("is tried again where it may pass, and every time is told", async () => {
    expect(await run([failure()], 60_000)).toMatchObject({ answer: "answer", told: [{ status: 503 }] });
  });

  it("is not tried again where it cannot pass, or is a mistake of ours", async () => {
    const refused = failure({ status: 401, mayPass: false });
    expect(await run([refused], 60_000)).toEqual({ answer: refused, told: [], left: 0 });
    const mistake = new TypeError("x is not a function");
    expect(await run([mistake], 60_000)).toEqual({ answer: mistake, told: [], left: 0 });
  });

  it("ends at once where the server asks for longer than there is time", async () => {
    const long = failure({ status: 429, retryAfterMs: 600_000 });
    expect(await run([long], 180_000)).toEqual({ answer: long, told: [], left: 0 });
  });
});
