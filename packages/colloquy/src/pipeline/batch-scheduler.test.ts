import { describe, expect, it } from "vitest";
import type { PendingChunk } from "../ports/index.ts";
import { BatchScheduler } from "./batch-scheduler.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { BatchOutcome } from "./batch-calls.ts";

const chunks: readonly PendingChunk[] = [{ contentKey: "k", chunk: "c", view: [], tokens: 1 }];
const FAILED: BatchOutcome = {
  settled: 0,
  reason: "The reply is not JSON.",
  split: { again: [{ chunks, before: 1 }], deadLetters: new Map() },
  tooLarge: false,
};
const never = (): never => {
  throw new Error("No call is begun in this test.");
};
const RESERVATION = { fits: () => true, release: () => undefined };

/** Schedules one batch for each outcome. Calls end with the outcomes in order, later calls with null. */
async function schedule(outcomes: readonly (BatchOutcome | null)[]): Promise<{ readonly stopped: boolean }> {
  const halt = new AbortController();
  let calls = 0;
  const run = async (): Promise<BatchOutcome | null> => outcomes[calls++] ?? null;
  const scheduler = new BatchScheduler(
    { stop: halt.signal, halt: () => halt.abort() },
    { pipeline: { run }, calls: { begin: never, deadLetter: async () => undefined }, breaker: new CircuitBreaker() },
  );
  await Promise.all(outcomes.map(() => scheduler.schedule({ chunks, before: 0 }, RESERVATION)));
  scheduler.conclude();
  return { stopped: halt.signal.aborted };
}

describe("batches that wait for the circuit breaker", () => {
  it("continue when the budget does not allow another call, although not every batch was sent", async () => {
    const failed = Array.from({ length: 9 }, () => FAILED);
    expect(await schedule([...failed, null])).toEqual({ stopped: false });
    expect(await schedule([null, ...failed])).toEqual({ stopped: false });
  });
});
