import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptOf } from "../../test/attempts.ts";
import { CallAccount, type CostTotal, sumOfCosts } from "./account.ts";
import type { AttemptCompleted } from "./call-events.ts";

type Booked = Pick<AttemptCompleted, "costUsd" | "unknownSpend" | "unreported">;

const SPEND = { inputTokens: 1_000, outputTokens: 4_000, upToUsd: 0.02 };
const PAID: Booked = { costUsd: 0.1, unknownSpend: null, unreported: null };
const LOST: Booked = { costUsd: null, unknownSpend: SPEND, unreported: null };
const MISSING: Booked = { ...LOST, unreported: "missing" };

function accountOf(attempts: readonly Booked[]): CostTotal {
  const account = new CallAccount();
  for (const attempt of attempts) account.add(attemptOf(attempt));
  return account.costs;
}

describe("an account of costs", () => {
  it("is exact to the trillionth of a dollar when every reply reports its usage", () => {
    expect(accountOf(Array.from({ length: 10 }, () => PAID))).toMatchObject({
      costUsd: 1,
      costAtLeastUsd: 1,
      costAtMostUsd: 1,
    });
  });

  it.each(["missing", "implausible"] as const)(
    "has an unknown cost with bounds for a reply whose usage is %s",
    (unreported) => {
      expect(accountOf([PAID, { ...LOST, unreported }])).toEqual({
        costUsd: null,
        costAtLeastUsd: 0.1,
        costAtMostUsd: 0.12,
        unknownSpend: { attempts: 1, ...SPEND },
      });
    },
  );

  it("counts lost attempts and interrupted replies as unknown spend, not as unknown cost", () => {
    for (const lost of [LOST, { ...LOST, unreported: "interrupted" as const }])
      expect(accountOf([PAID, lost])).toMatchObject({ costUsd: 0.1, costAtLeastUsd: 0.1, costAtMostUsd: 0.12 });
  });

  it("has no upper bound without a price", () => {
    const unpriced = { ...PAID, costUsd: null };
    expect(accountOf([PAID, unpriced])).toMatchObject({ costUsd: null, costAtLeastUsd: 0.1, costAtMostUsd: null });
    const unbounded = { ...MISSING, unknownSpend: { ...SPEND, upToUsd: null } };
    expect(accountOf([PAID, unbounded])).toMatchObject({ costUsd: null, costAtLeastUsd: 0.1, costAtMostUsd: null });
  });

  it("has the same sum for any grouping of attempts", () => {
    const dollars = fc.integer({ min: 0, max: 10_000_000 }).map((parts) => parts / 1e9);
    const attempt = fc.oneof(
      fc.record({ costUsd: dollars, unknownSpend: fc.constant(null), unreported: fc.constant(null) }),
      dollars.map((upToUsd): Booked => ({ ...LOST, unknownSpend: { ...SPEND, upToUsd } })),
      fc.constant(MISSING),
    );
    fc.assert(
      fc.property(fc.array(attempt), fc.array(attempt), (one, other) => {
        expect(sumOfCosts([accountOf(other), accountOf(one)])).toEqual(accountOf([...one, ...other]));
      }),
    );
  });
});
