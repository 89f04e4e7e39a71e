import { describe, expect, it, vi } from "vitest";
import type { Failure } from "./failure.ts";
import { RequestFailure, RetryStopped, retryWaitMs, retrying } from "./retry.ts";

const failure = (change: Partial<Failure> = {}): RequestFailure =>
  new RequestFailure(
    { status: 503, what: "answered 503", wayOut: "", mayPass: true, retryAfterMs: 0, ...change },
    undefined,
  );

describe("the wait before another attempt", () => {
  it("is random below a limit that doubles from half a second to 15 seconds", () => {
    expect([1, 2, 3, 5, 6, 60].map((attempt) => retryWaitMs(attempt, 0, 1))).toEqual([
      500, 1_000, 2_000, 8_000, 15_000, 15_000,
    ]);
    expect(retryWaitMs(60, 0, 0)).toBe(0);
    expect(retryWaitMs(2, 0, 0.5)).toBe(500);
  });

  it("is never shorter than the server's Retry-After", () => {
    expect(retryWaitMs(1, 12_000, 0)).toBe(12_000);
    expect(retryWaitMs(1, 12_000, 0.5)).toBe(12_250);
  });
});

describe("a request that fails", () => {
  const run = async (errors: readonly Error[], retryMs: number) => {
    const left = [...errors];
    const retries: Failure[] = [];
    const attempt = async () => {
      const error = left.shift();
      if (error !== undefined) throw error;
      return "answer";
    };
    const { signal } = new AbortController();
    const options = { retryMs, signal, stop: signal, onRetry: (one: Failure) => retries.push(one) };
    const answer = await retrying(attempt, options).catch((error: unknown) => error);
    return { answer, retries, left: left.length };
  };

  it("is retried when it is transient, and every retry is reported", async () => {
    expect(await run([failure()], 60_000)).toMatchObject({ answer: "answer", retries: [{ status: 503 }] });
  });

  it("is not retried when it is permanent or a programming error", async () => {
    const refused = failure({ status: 401, mayPass: false });
    expect(await run([refused], 60_000)).toEqual({ answer: refused, retries: [], left: 0 });
    const mistake = new TypeError("x is not a function");
    expect(await run([mistake], 60_000)).toEqual({ answer: mistake, retries: [], left: 0 });
  });

  it("ends at once when the server's Retry-After exceeds the remaining time", async () => {
    const long = failure({ status: 429, retryAfterMs: 600_000 });
    expect(await run([long], 180_000)).toEqual({ answer: long, retries: [], left: 0 });
  });

  it("is retried for a fixed time after its first failure", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    vi.spyOn(Math, "random").mockReturnValue(0);
    try {
      const { signal } = new AbortController();
      let attempts = 0;
      const attempt = async (): Promise<string> => {
        attempts += 1;
        vi.advanceTimersByTime(60_000);
        if (attempts < 3) throw failure();
        return "answer";
      };
      const options = { signal, stop: signal, onRetry: () => {} };
      expect(await retrying(attempt, { ...options, retryMs: 60_000 })).toBe("answer");
      attempts = 0;
      await expect(retrying(attempt, { ...options, retryMs: 59_999 })).rejects.toBeInstanceOf(RequestFailure);
      expect(attempts).toBe(2);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  });
});

describe("a request after retries are stopped", () => {
  const start = (attempt: () => Promise<string>, stopping: AbortController, onRetry = () => {}) =>
    retrying(attempt, { retryMs: 600_000, signal: new AbortController().signal, stop: stopping.signal, onRetry });

  it("ends at once while it waits for a retry", async () => {
    const stopping = new AbortController();
    const attempt = async () => {
      throw failure({ retryAfterMs: 300_000 });
    };
    await expect(start(attempt, stopping, () => stopping.abort())).rejects.toBeInstanceOf(RetryStopped);
  });

  it("ends at once while its retry has no reply", async () => {
    const stopping = new AbortController();
    vi.spyOn(Math, "random").mockReturnValue(0);
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      if (attempts === 1) throw failure();
      setImmediate(() => stopping.abort());
      return new Promise<string>(() => {});
    };
    await expect(start(attempt, stopping)).rejects.toBeInstanceOf(RetryStopped);
    vi.restoreAllMocks();
  });

  it("still succeeds if it did not fail, and is not retried if it fails", async () => {
    const stopping = new AbortController();
    stopping.abort();
    const retries: string[] = [];
    expect(await start(async () => "answer", stopping)).toBe("answer");
    const failing = start(
      async () => {
        throw failure();
      },
      stopping,
      () => retries.push("retry"),
    );
    await expect(failing).rejects.toBeInstanceOf(RetryStopped);
    expect(retries).toEqual([]);
  });
});
