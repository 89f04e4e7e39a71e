import { Neo4jError } from "neo4j-driver";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import { Retry } from "./retry.ts";

const SETTINGS = { uri: "bolt://maya:secret@h:7687", database: null, auth: null };
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function failure(code: string): Neo4jError {
  return new Neo4jError("said", code, "50N42", "said");
}

/** Fails with each code in turn, then succeeds. */
function failing(...codes: readonly string[]) {
  const left = [...codes];
  return vi.fn(async () => {
    const code = left.shift();
    if (code !== undefined) throw failure(code);
    return "answer";
  });
}

function retrying() {
  const reports: string[] = [];
  return { reports, retry: new Retry(SETTINGS, (sentence) => reports.push(sentence)) };
}

it("retries transient failures, and reports each outage once", async () => {
  const { reports, retry } = retrying();
  for (const outages of [1, 2]) {
    const attempt = failing("ServiceUnavailable", "SessionExpired", "ServiceUnavailable");
    const answer = retry.run(3 * MINUTE, attempt);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(await answer).toBe("answer");
    expect(attempt).toHaveBeenCalledTimes(4);
    expect(reports).toHaveLength(outages);
  }
  expect(reports[0]).toBe("Neo4j at bolt://h:7687 does not answer; retrying for up to 180 s.");
});

it("does not report a deadlock", async () => {
  const { reports, retry } = retrying();
  const answer = retry.run(MINUTE, failing("Neo.TransientError.Transaction.DeadlockDetected"));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(await answer).toBe("answer");
  expect(reports).toEqual([]);
});

it("does not retry permanent failures", async () => {
  const attempt = failing("Neo.ClientError.Security.Unauthorized");
  await expect(retrying().retry.run(MINUTE, attempt)).rejects.toThrow("said");
  expect(attempt).toHaveBeenCalledTimes(1);
});

it("retries until its time is over, and then fails", async () => {
  const attempt = vi.fn(async () => {
    throw failure("ServiceUnavailable");
  });
  const answer = expect(retrying().retry.run(3 * MINUTE, attempt)).rejects.toThrow("said");
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  await answer;
  expect(attempt.mock.calls.length).toBeGreaterThan(8);
  expect(attempt.mock.calls.length).toBeLessThan(30);
});

it("starts its time at the first failure, not at the attempt", async () => {
  const attempt = failing("ServiceUnavailable");
  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 4 * MINUTE)).then(attempt);
  const answer = retrying().retry.run(3 * MINUTE, slow);
  await vi.advanceTimersByTimeAsync(9 * MINUTE);
  expect(await answer).toBe("answer");
});

const STOPPED = new ColloquyError("interrupted", "stopped");
/** An attempt without a reply. */
const swallowed = () => new Promise<never>(() => {});

it("ends a wait when it is stopped, with the reason", async () => {
  const { retry } = retrying();
  const answer = expect(retry.run(3 * MINUTE, failing("ServiceUnavailable"))).rejects.toBe(STOPPED);
  await vi.advanceTimersByTimeAsync(1);
  retry.stop(STOPPED);
  await answer;
});

it("does not wait for an attempt during an outage after it is stopped", async () => {
  const { retry } = retrying();
  const attempt = failing("ServiceUnavailable");
  let attempts = 0;
  const work = () => retry.run(3 * MINUTE, () => ((attempts += 1) === 1 ? attempt() : swallowed()));
  const answer = expect(retry.endable(work)).rejects.toBe(STOPPED);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(attempts).toBe(2);
  retry.stop(STOPPED);
  await vi.advanceTimersByTimeAsync(0);
  await answer;
});

it("waits some seconds for an attempt in flight after it is stopped", async () => {
  const { retry } = retrying();
  const inTime = retry.endable(() => new Promise((resolve) => setTimeout(() => resolve("done"), 2_000)));
  const never = expect(retry.endable(swallowed)).rejects.toBe(STOPPED);
  retry.stop(STOPPED);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await inTime).toBe("done");
  await never;
});

it("tries later work once after it is stopped", async () => {
  const { retry } = retrying();
  retry.stop(STOPPED);
  expect(await retry.endable(() => retry.run(MINUTE, failing()))).toBe("answer");
  const attempt = failing("ServiceUnavailable");
  await expect(retry.run(MINUTE, attempt)).rejects.toBe(STOPPED);
  expect(attempt).toHaveBeenCalledTimes(1);
  await expect(retry.run(MINUTE, failing("Neo.ClientError.Security.Unauthorized"))).rejects.toThrow("said");
});
