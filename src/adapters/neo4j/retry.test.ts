import { Neo4jError } from "neo4j-driver";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Retry } from "./retry.ts";

const SETTINGS = { uri: "bolt://maya:secret@h:7687", database: null, auth: null };
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function failure(code: string): Neo4jError {
  return new Neo4jError("said", code, "50N42", "said");
}

/** Fails with each code in turn, then answers. */
function failing(...codes: readonly string[]) {
  const left = [...codes];
  return vi.fn(async () => {
    const code = left.shift();
    if (code !== undefined) throw failure(code);
    return "answer";
  });
}

function retrying() {
  const heard: string[] = [];
  return { heard, retry: new Retry(SETTINGS, (sentence) => heard.push(sentence)) };
}

it("tries again what may pass, and tells once an outage that it does", async () => {
  const { heard, retry } = retrying();
  for (const outages of [1, 2]) {
    const attempt = failing("ServiceUnavailable", "SessionExpired", "ServiceUnavailable");
    const answer = retry.run(3 * MINUTE, attempt);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(await answer).toBe("answer");
    expect(attempt).toHaveBeenCalledTimes(4);
    expect(heard).toHaveLength(outages);
  }
  expect(heard[0]).toBe("Neo4j at bolt://h:7687 does not answer; it is tried again for up to 180 s.");
});

it("tells nothing of a deadlock", async () => {
  const { heard, retry } = retrying();
  const answer = retry.run(MINUTE, failing("Neo.TransientError.Transaction.DeadlockDetected"));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(await answer).toBe("answer");
  expect(heard).toEqual([]);
});

it("does not try again what cannot pass", async () => {
  const attempt = failing("Neo.ClientError.Security.Unauthorized");
  await expect(retrying().retry.run(MINUTE, attempt)).rejects.toThrow("said");
  expect(attempt).toHaveBeenCalledTimes(1);
});

it("goes on asking until its time is over, and gives up then", async () => {
  const attempt = vi.fn(async () => {
    throw failure("ServiceUnavailable");
  });
  const answer = expect(retrying().retry.run(3 * MINUTE, attempt)).rejects.toThrow("said");
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  await answer;
  expect(attempt.mock.calls.length).toBeGreaterThan(8);
  expect(attempt.mock.calls.length).toBeLessThan(30);
});

it("waits no longer once it is stopped", async () => {
  const { retry } = retrying();
  const answer = expect(retry.run(3 * MINUTE, failing("ServiceUnavailable"))).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(1);
  retry.stop();
  await answer;
});
