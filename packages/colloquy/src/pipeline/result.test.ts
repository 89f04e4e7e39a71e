import { describe, expect, it } from "vitest";
import { attemptOf } from "../../test/attempts.ts";
import { type AttemptCompleted, CallAccount } from "../calls/index.ts";
import { runOutcome, runUsage } from "./result.ts";
import { RunTally } from "./run-tally.ts";

function accountOf(attempts: readonly AttemptCompleted[]): CallAccount {
  const account = new CallAccount();
  for (const attempt of attempts) account.add(attempt);
  return account;
}

function times(count: number, attempt: Partial<AttemptCompleted>): readonly AttemptCompleted[] {
  return Array.from({ length: count }, () => attemptOf(attempt));
}

describe("the usage of a run", () => {
  it("counts calls to models, but no batches for rules or hashed words", () => {
    const tally = new RunTally();
    tally.failed("extract");
    tally.failed("embed");
    tally.failed("embed");
    const used = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
    const account = accountOf([
      ...times(7, { usage: used }),
      ...times(1, { attempt: 2, failure: "rate-limited", usage: null }),
      ...times(1, { attempt: 3, failure: "server", usage: null }),
      ...times(160, { stage: "embed", operation: "embed", usage: { ...used, inputTokens: 0 } }),
    ]);
    const counted = {
      calls: 7,
      attempts: 9,
      retries: 2,
      rateLimited: 1,
      failed: 1,
      inputTokens: 70,
      embeddingTokens: 0,
    };
    expect(runUsage(account, { extract: true, embed: false }, tally)).toMatchObject(counted);
    const both = runUsage(account, { extract: true, embed: true }, tally);
    expect(both).toMatchObject({ calls: 167, attempts: 169, failed: 3 });
  });

  it("has the cost of both stages, the same as in its report", () => {
    const account = accountOf([
      attemptOf({ costUsd: 0.7 }),
      attemptOf({ stage: "embed", operation: "embed", costUsd: 0.1 }),
    ]);
    const usage = runUsage(account, { extract: true, embed: true }, new RunTally());
    expect(0.7 + 0.1).not.toBe(0.8);
    expect(usage).toMatchObject({ costUsd: 0.8, costAtLeastUsd: 0.8, costAtMostUsd: 0.8 });
  });
});

describe("the outcome of a run", () => {
  const chunks = { total: 9, extracted: 9, embedded: 9, pending: 0, deadLetters: 0, embeddingDeadLetters: 0 };
  const status = (given: Partial<typeof chunks> = {}) => ({ chunks: { ...chunks, ...given } }) as never;

  it("has a word and an exit code", () => {
    expect(runOutcome(status(), false)).toEqual({ outcome: "completed", exitCode: 0 });
    expect(runOutcome(status({ deadLetters: 1 }), false)).toEqual({ outcome: "dead-letters", exitCode: 3 });
    expect(runOutcome(status({ embeddingDeadLetters: 1 }), false)).toEqual({ outcome: "dead-letters", exitCode: 3 });
    expect(runOutcome(status({ deadLetters: 1 }), true)).toEqual({ outcome: "budget-reached", exitCode: 4 });
  });
});
