import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelStage } from "../ports/index.ts";
import { attemptOf } from "../../test/attempts.ts";
import { CallAccount } from "./account.ts";
import { Budget, type Reservation } from "./budget.ts";

/** A budget with its account. Null: a cost without a known value or bound. */
class Spending {
  readonly account = new CallAccount();
  readonly budget: Budget;

  constructor(maxCostUsd: number | null) {
    this.budget = new Budget(maxCostUsd, this.account);
  }

  /** Counts an attempt with a known cost. */
  spend(costUsd: number | null): void {
    this.account.add(attemptOf({ costUsd }));
  }

  /** Counts an attempt without reported usage; `upToUsd` is its upper bound. */
  addUnknown(upToUsd: number | null): void {
    const unknownSpend = { inputTokens: 1, outputTokens: 1, upToUsd };
    this.account.add(attemptOf({ failure: "timeout", usage: null, costUsd: null, unknownSpend }));
  }

  /** Counts the attempt of a call and ends the call, as the pipeline does. */
  end(reservation: Reservation | null | undefined, costUsd: number | null): void {
    this.spend(costUsd ?? 0);
    reservation?.release(costUsd);
  }
}

/** A call: it costs `share` of its most possible cost, after `withoutReply` attempts without a reply. */
interface PlannedCall {
  readonly stage: ModelStage;
  readonly mostUsd: number;
  readonly share: number;
  readonly withoutReply: number;
  readonly ends: "replied" | "refused" | "unknown";
}

interface Spent {
  readonly admitted: number;
  readonly refused: number;
  readonly unresolved: number;
  /** Upper bound of the spending at the end. */
  readonly spentUsd: number;
  /** Upper bound of the spending at the last admission, and the final cost of the calls in flight at that time. */
  readonly spentAtLastAdmission: number;
  readonly inFlightAtLastAdmission: number;
}

const COSTS: Readonly<Record<PlannedCall["ends"], (costUsd: number) => number | null>> = {
  replied: (costUsd) => costUsd,
  refused: () => 0,
  unknown: () => null,
};

function costOf({ mostUsd, share, withoutReply, ends }: PlannedCall): number {
  return withoutReply * mostUsd + (ends === "refused" ? 0 : ends === "unknown" ? mostUsd : share * mostUsd);
}

/** Sends all calls, `width` at a time, and ends them in the order that `pick` chooses. */
async function send(
  spending: Spending,
  calls: readonly PlannedCall[],
  width: number,
  pick: () => number,
): Promise<Spent> {
  const { budget } = spending;
  const inFlight: { call: PlannedCall; reservation: Reservation; open: number }[] = [];
  const counts = { admitted: 0, refused: 0, unresolved: 0 };
  let spentAtLastAdmission = 0;
  let inFlightAtLastAdmission = 0;
  let next = 0;
  const fill = async (): Promise<void> => {
    for (; next < calls.length && inFlight.length + counts.unresolved < width; next += 1) {
      const call = calls[next] as PlannedCall;
      counts.unresolved += 1;
      void budget.admit(call).then((reservation) => {
        counts.unresolved -= 1;
        if (reservation === null) return (counts.refused += 1);
        counts.admitted += 1;
        inFlight.push({ call, reservation, open: call.withoutReply });
        spentAtLastAdmission = budget.boundUsd;
        inFlightAtLastAdmission = inFlight.reduce((sum, one) => sum + costOf(one.call), 0);
        return counts.admitted;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  await fill();
  for (let idle = false; inFlight.length > 0 || !idle;) {
    const sent = next;
    const index = inFlight.length === 0 ? -1 : pick() % inFlight.length;
    const one = inFlight[index];
    if (one !== undefined && one.open > 0) {
      one.open -= 1;
      spending.addUnknown(one.call.mostUsd);
      if (!one.reservation.fits()) {
        one.reservation.release(null);
        inFlight.splice(index, 1);
      }
    } else if (one !== undefined) {
      const { mostUsd, share, ends } = one.call;
      if (ends === "unknown") spending.addUnknown(mostUsd);
      spending.end(one.reservation, COSTS[ends](share * mostUsd));
      inFlight.splice(index, 1);
    }
    await fill();
    idle = next === sent;
  }
  return { ...counts, spentUsd: budget.boundUsd, spentAtLastAdmission, inFlightAtLastAdmission };
}

function call(share: fc.Arbitrary<number>, ends: readonly PlannedCall["ends"][] = ["replied", "refused", "unknown"]) {
  return fc.record({
    stage: fc.constantFrom("extract" as const, "embed" as const),
    mostUsd: fc.double({ min: 0.0001, max: 1, noNaN: true }),
    share,
    withoutReply: ends.length === 1 ? fc.constant(0) : fc.constantFrom(0, 0, 0, 0, 1, 3),
    ends: fc.constantFrom(...ends),
  });
}

function calls(one: fc.Arbitrary<PlannedCall>) {
  return fc.array(one, { minLength: 1, maxLength: 60 });
}

const widths = fc.integer({ min: 1, max: 80 });
const budgets = fc.double({ min: 0.0001, max: 20, noNaN: true });
/** Any order in which calls end. */
const orders = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 }).map((numbers) => {
  let at = 0;
  return () => numbers[at++ % numbers.length] ?? 0;
});

const anyShare = fc.double({ min: 0.001, max: 1.5, noNaN: true });

describe("a budget", () => {
  it("is exceeded only by calls in flight at the last admission, and resolves every call", async () => {
    await fc.assert(
      fc.asyncProperty(calls(call(anyShare)), widths, budgets, orders, async (given, width, maxCostUsd, pick) => {
        const spending = new Spending(maxCostUsd);
        const { budget } = spending;
        const outcome = await send(spending, given, width, pick);
        expect(outcome.unresolved).toBe(0);
        expect(outcome.admitted + outcome.refused).toBe(given.length);
        expect(outcome.spentAtLastAdmission).toBeLessThanOrEqual(maxCostUsd * (1 + 1e-6));
        expect(outcome.spentUsd).toBeLessThanOrEqual(maxCostUsd + outcome.inFlightAtLastAdmission + 1e-6);
        expect(budget.reached).toBe(outcome.refused > 0);
      }),
      { numRuns: 300 },
    );
  });

  it("is never exceeded when all calls cost the same share of their most possible cost", async () => {
    const shared = fc
      .double({ min: 0.01, max: 1, noNaN: true })
      .chain((share) => calls(call(fc.constant(share), ["replied"])));
    await fc.assert(
      fc.asyncProperty(shared, widths, budgets, orders, async (given, width, maxCostUsd, pick) => {
        const outcome = await send(new Spending(maxCostUsd), given, width, pick);
        expect(outcome.spentUsd).toBeLessThanOrEqual(maxCostUsd * (1 + 1e-6));
      }),
      { numRuns: 300 },
    );
  });

  it("admits every call when it covers the most possible cost of all", async () => {
    const most = fc.double({ min: 0.001, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(calls(call(most)), widths, orders, async (given, width, pick) => {
        const total = given.reduce((sum, { mostUsd, withoutReply }) => sum + mostUsd * (1 + withoutReply), 0);
        const spending = new Spending(total);
        const { budget } = spending;
        const outcome = await send(spending, given, width, pick);
        expect(outcome).toMatchObject({ admitted: given.length, refused: 0 });
        expect(budget.reached).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("leaves less unused than the most possible cost of one call", async () => {
    const one = call(fc.constant(0.1), ["replied"]).map((made) => ({
      ...made,
      mostUsd: 1,
      stage: "extract" as const,
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 60, maxLength: 60 }), widths, orders, async (given, width, pick) => {
        const { spentUsd } = await send(new Spending(3), given, width, pick);
        expect(spentUsd).toBeGreaterThan(2.9 - 1e-6);
        expect(spentUsd).toBeLessThanOrEqual(3 + 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  const extraction = (mostUsd: number | null) => ({ stage: "extract" as const, mostUsd });

  it("reserves the most possible cost until five replies, then the share that these replies cost", async () => {
    const spending = new Spending(10);
    const { budget } = spending;
    for (let reply = 0; reply < 5; reply += 1) spending.end(await budget.admit(extraction(1)), 0.1);
    // 9.5 remain: 95 calls of 0.1 each.
    const admitted = await Promise.race([
      Promise.all(Array.from({ length: 95 }, () => budget.admit(extraction(1)))),
      new Promise((resolve) => setImmediate(resolve, "some wait")),
    ]);
    expect(admitted).not.toBe("some wait");
    expect(await endedSoon(budget.admit(extraction(1)))).toBe("waits");
  });

  it("measures each stage by its own replies", async () => {
    const spending = new Spending(1.5);
    const { budget } = spending;
    for (let reply = 0; reply < 5; reply += 1) spending.end(await budget.admit(extraction(1)), 0.1);
    await budget.admit({ stage: "embed", mostUsd: 0.9 });
    expect(await endedSoon(budget.admit({ stage: "embed", mostUsd: 0.9 }))).toBe("waits");
  });

  it("does not measure the cost of refused calls", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    for (let reply = 0; reply < 9; reply += 1) spending.end(await budget.admit(extraction(0.6)), 0);
    await budget.admit(extraction(0.6));
    expect(await endedSoon(budget.admit(extraction(0.6)))).toBe("waits");
  });

  it("makes a small call wait behind a large one, and admits both when there is room", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    const first = await budget.admit(extraction(0.6));
    const large = budget.admit(extraction(0.9));
    const small = budget.admit(extraction(0.1));
    expect(await endedSoon(small)).toBe("waits");
    spending.end(first, 0);
    expect(await large).not.toBeNull();
    expect(await small).not.toBeNull();
    expect(budget.reached).toBe(false);
  });

  it("refuses a call that does not fit when no call is in flight, and admits a smaller one after it", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    const first = await budget.admit(extraction(0.6));
    const large = budget.admit(extraction(0.9));
    const small = budget.admit(extraction(0.1));
    spending.end(first, 0.6);
    expect(await large).toBeNull();
    expect(await small).not.toBeNull();
    expect(budget.reached).toBe(true);
  });

  it("counts attempts without reported usage with their upper bound, apart from reported spending", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    const first = await budget.admit(extraction(0.4));
    spending.addUnknown(0.4);
    expect(first?.fits()).toBe(true);
    spending.addUnknown(0.4);
    expect(first?.fits()).toBe(false);
    spending.end(first, 0.1);
    expect(budget.spentUsd).toBeCloseTo(0.1);
    expect(budget.boundUsd).toBeCloseTo(0.9);
    expect(budget.reached).toBe(false);
    expect(await budget.admit(extraction(0.4))).toBeNull();
    expect(budget.reached).toBe(true);
  });

  it("counts a second reply of an ended call, and frees its room once", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    const [first] = [await budget.admit(extraction(0.3)), await budget.admit(extraction(0.3))];
    spending.end(first, 0.1);
    spending.end(first, 0.1);
    expect(budget.spentUsd).toBeCloseTo(0.2);
    // 0.2 is spent and 0.3 is reserved.
    expect(await endedSoon(budget.admit(extraction(0.6)))).toBe("waits");
    expect(await endedSoon(new Spending(1).budget.admit(extraction(0.6)))).toBe("replied");
  });

  it("cancels a waiting call when its signal is aborted, and admits the calls behind it", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    await budget.admit(extraction(0.5));
    const stop = new AbortController();
    const large = budget.admit(extraction(0.9), stop.signal);
    const small = budget.admit(extraction(0.5));
    stop.abort();
    expect(await large).toBeNull();
    expect(await budget.admit(extraction(0.1), stop.signal)).toBeNull();
    expect(await small).not.toBeNull();
    expect(budget.reached).toBe(false);
  });

  it("counts spending without a reservation", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    spending.spend(0.2);
    spending.addUnknown(0.4);
    expect(budget).toMatchObject({ spentUsd: 0.2, maxCostUsd: 1 });
    expect(await budget.admit(extraction(0.5))).toBeNull();
  });

  it("has room for a call beside the spending and the calls in flight, and reserves none by saying so", async () => {
    const { budget } = new Spending(1);
    await budget.admit(extraction(0.5));
    expect([0.5, 0.5, 0.6, null].map((mostUsd) => budget.hasRoomFor({ stage: "embed", mostUsd }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(new Spending(null).budget.hasRoomFor({ stage: "embed", mostUsd: null })).toBe(true);
  });

  it("always has room for free calls", async () => {
    const spending = new Spending(1);
    const { budget } = spending;
    spending.end(await budget.admit(extraction(1)), 1.2);
    const free = await budget.admit({ stage: "embed", mostUsd: 0 });
    expect(free?.fits()).toBe(true);
    expect(budget.hasRoomFor({ stage: "embed", mostUsd: 0 })).toBe(true);
    expect(budget.reached).toBe(false);
  });

  it("admits only free calls after spending without an upper bound, and reports why", async () => {
    const spends: readonly ((spending: Spending) => void)[] = [
      (spending) => spending.addUnknown(null),
      (spending) => spending.spend(null),
    ];
    for (const spend of spends) {
      const spending = new Spending(5);
      const { budget } = spending;
      const first = await budget.admit(extraction(0.4));
      expect(budget.reachedBy(extraction(9))).toMatchObject({ spentUsd: 0, isBounded: true });
      spend(spending);
      expect(first?.fits()).toBe(false);
      spending.end(first, 0.1);
      expect(await budget.admit(extraction(0.001))).toBeNull();
      expect(budget.reachedBy(extraction(0.001))).toEqual({
        event: "budget.reached",
        stage: "extract",
        maxCostUsd: 5,
        spentUsd: 0.1,
        isBounded: false,
      });
      expect(await budget.admit({ stage: "embed", mostUsd: 0 })).not.toBeNull();
    }
    expect(new Spending(5).budget.reachedBy(extraction(null))).toMatchObject({ isBounded: false });
    expect(new Spending(null).budget.reachedBy(extraction(null))).toBeNull();
  });

  it("admits no call without a known price, and every call when there is no budget", async () => {
    expect(await new Spending(5).budget.admit(extraction(null))).toBeNull();
    const any = new Spending(null);
    any.end(await any.budget.admit(extraction(null)), null);
    any.end(await any.budget.admit(extraction(1e9)), 1e9);
    expect(any.budget).toMatchObject({ spentUsd: 1e9, reached: false });
  });
});

async function endedSoon(promise: Promise<unknown>): Promise<"replied" | "waits"> {
  return Promise.race([
    promise.then(() => "replied" as const),
    new Promise<"waits">((resolve) => setImmediate(resolve, "waits")),
  ]);
}
