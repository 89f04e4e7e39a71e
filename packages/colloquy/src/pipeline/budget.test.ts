import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lane } from "../ports/index.ts";
import { Budget, type Reservation } from "./budget.ts";

/** A call as it turns out: `share` of the most that it may cost; unanswered first so many times, without reported usage. */
interface Call {
  readonly lane: Lane;
  readonly mostUsd: number;
  readonly share: number;
  readonly unanswered: number;
  readonly ends: "answered" | "refused" | "unknown";
}

interface Outcome {
  readonly admitted: number;
  readonly refused: number;
  readonly unresolved: number;
  /** What was spent at most, true costs and unknown ones, at its height. */
  readonly spentUsd: number;
  /** What was spent at most when the last call was admitted, and what those then in flight cost in the end. */
  readonly spentAtLastAdmission: number;
  readonly inFlightAtLastAdmission: number;
}

const COSTS: Readonly<Record<Call["ends"], (costUsd: number) => number | null>> = {
  answered: (costUsd) => costUsd,
  refused: () => 0,
  unknown: () => null,
};

function costOf({ mostUsd, share, unanswered, ends }: Call): number {
  return unanswered * mostUsd + (ends === "refused" ? 0 : ends === "unknown" ? mostUsd : share * mostUsd);
}

/** Sends all calls, `width` at a time, and ends them in an order that `pick` chooses. */
async function send(budget: Budget, calls: readonly Call[], width: number, pick: () => number): Promise<Outcome> {
  const inFlight: { call: Call; reservation: Reservation; open: number }[] = [];
  const counts = { admitted: 0, refused: 0, unresolved: 0 };
  let spentAtLastAdmission = 0;
  let inFlightAtLastAdmission = 0;
  let next = 0;
  const fill = async (): Promise<void> => {
    for (; next < calls.length && inFlight.length + counts.unresolved < width; next += 1) {
      const call = calls[next] as Call;
      counts.unresolved += 1;
      void budget.admit(call).then((reservation) => {
        counts.unresolved -= 1;
        if (reservation === null) return (counts.refused += 1);
        counts.admitted += 1;
        inFlight.push({ call, reservation, open: call.unanswered });
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
      one.reservation.add(one.call.mostUsd);
      if (!one.reservation.fits()) {
        one.reservation.settle(0, null);
        inFlight.splice(index, 1);
      }
    } else if (one !== undefined) {
      const { mostUsd, share, ends } = one.call;
      one.reservation.settle(COSTS[ends](share * mostUsd), ends === "unknown" ? mostUsd : null);
      inFlight.splice(index, 1);
    }
    await fill();
    idle = next === sent;
  }
  return { ...counts, spentUsd: budget.boundUsd, spentAtLastAdmission, inFlightAtLastAdmission };
}

function call(share: fc.Arbitrary<number>, ends: readonly Call["ends"][] = ["answered", "refused", "unknown"]) {
  return fc.record({
    lane: fc.constantFrom("extraction" as const, "embedding" as const),
    mostUsd: fc.double({ min: 0.0001, max: 1, noNaN: true }),
    share,
    unanswered: ends.length === 1 ? fc.constant(0) : fc.constantFrom(0, 0, 0, 0, 1, 3),
    ends: fc.constantFrom(...ends),
  });
}

function calls(one: fc.Arbitrary<Call>) {
  return fc.array(one, { minLength: 1, maxLength: 60 });
}

const widths = fc.integer({ min: 1, max: 80 });
const budgets = fc.double({ min: 0.0001, max: 20, noNaN: true });
/** Whatever order calls end in. */
const orders = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 }).map((numbers) => {
  let at = 0;
  return () => numbers[at++ % numbers.length] ?? 0;
});

const anyShare = fc.double({ min: 0.001, max: 1.5, noNaN: true });

describe("a budget", () => {
  it("is passed by no more than what was in flight at the last admission, and every call is answered", async () => {
    await fc.assert(
      fc.asyncProperty(calls(call(anyShare)), widths, budgets, orders, async (given, width, maxUsd, pick) => {
        const budget = new Budget(maxUsd);
        const outcome = await send(budget, given, width, pick);
        expect(outcome.unresolved).toBe(0);
        expect(outcome.admitted + outcome.refused).toBe(given.length);
        expect(outcome.spentAtLastAdmission).toBeLessThanOrEqual(maxUsd * (1 + 1e-6));
        expect(outcome.spentUsd).toBeLessThanOrEqual(maxUsd + outcome.inFlightAtLastAdmission + 1e-6);
        expect(budget.reached).toBe(outcome.refused > 0);
      }),
      { numRuns: 300 },
    );
  });

  it("is never passed where calls cost the part that all cost, be it all or little of the most", async () => {
    const shared = fc
      .double({ min: 0.01, max: 1, noNaN: true })
      .chain((share) => calls(call(fc.constant(share), ["answered"])));
    await fc.assert(
      fc.asyncProperty(shared, widths, budgets, orders, async (given, width, maxUsd, pick) => {
        const outcome = await send(new Budget(maxUsd), given, width, pick);
        expect(outcome.spentUsd).toBeLessThanOrEqual(maxUsd * (1 + 1e-6));
      }),
      { numRuns: 300 },
    );
  });

  it("admits everything where it is at least the most that all may cost", async () => {
    const most = fc.double({ min: 0.001, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(calls(call(most)), widths, orders, async (given, width, pick) => {
        const total = given.reduce((sum, { mostUsd, unanswered }) => sum + mostUsd * (1 + unanswered), 0);
        const budget = new Budget(total);
        const outcome = await send(budget, given, width, pick);
        expect(outcome).toMatchObject({ admitted: given.length, refused: 0 });
        expect(budget.reached).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("leaves less unused than one call may cost", async () => {
    const one = call(fc.constant(0.1), ["answered"]).map((made) => ({
      ...made,
      mostUsd: 1,
      lane: "extraction" as const,
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 60, maxLength: 60 }), widths, orders, async (given, width, pick) => {
        const { spentUsd } = await send(new Budget(3), given, width, pick);
        expect(spentUsd).toBeGreaterThan(2.9 - 1e-6);
        expect(spentUsd).toBeLessThanOrEqual(3 + 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  const extraction = (mostUsd: number | null) => ({ lane: "extraction" as const, mostUsd });

  it("reserves the most for a call until five were answered, then what those took of it", async () => {
    const budget = new Budget(10);
    for (let reply = 0; reply < 5; reply += 1) (await budget.admit(extraction(1)))?.settle(0.1, null);
    // 9.5 are left: 95 calls of 0.1 each.
    const admitted = await Promise.race([
      Promise.all(Array.from({ length: 95 }, () => budget.admit(extraction(1)))),
      new Promise((resolve) => setImmediate(resolve, "some wait")),
    ]);
    expect(admitted).not.toBe("some wait");
    expect(await settledSoon(budget.admit(extraction(1)))).toBe("waits");
  });

  it("judges each lane by its own replies", async () => {
    const budget = new Budget(1.5);
    for (let reply = 0; reply < 5; reply += 1) (await budget.admit(extraction(1)))?.settle(0.1, null);
    await budget.admit({ lane: "embedding", mostUsd: 0.9 });
    expect(await settledSoon(budget.admit({ lane: "embedding", mostUsd: 0.9 }))).toBe("waits");
  });

  it("takes a refused call for no sign that calls cost nothing", async () => {
    const budget = new Budget(1);
    for (let reply = 0; reply < 9; reply += 1) (await budget.admit(extraction(0.6)))?.settle(0, null);
    await budget.admit(extraction(0.6));
    expect(await settledSoon(budget.admit(extraction(0.6)))).toBe("waits");
  });

  it("lets a small call wait behind a large one, and admits both when there is room", async () => {
    const budget = new Budget(1);
    const first = await budget.admit(extraction(0.6));
    const large = budget.admit(extraction(0.9));
    const small = budget.admit(extraction(0.1));
    expect(await settledSoon(small)).toBe("waits");
    first?.settle(0, null);
    expect(await large).not.toBeNull();
    expect(await small).not.toBeNull();
    expect(budget.reached).toBe(false);
  });

  it("refuses a call when nothing is in flight any more, and admits a smaller one after it", async () => {
    const budget = new Budget(1);
    const first = await budget.admit(extraction(0.6));
    const large = budget.admit(extraction(0.9));
    const small = budget.admit(extraction(0.1));
    first?.settle(0.6, null);
    expect(await large).toBeNull();
    expect(await small).not.toBeNull();
    expect(budget.reached).toBe(true);
  });

  it("counts attempts without reported usage as spent at their bound, and knows them from what was reported", async () => {
    const budget = new Budget(1);
    const first = await budget.admit(extraction(0.4));
    first?.add(0.4);
    expect(first?.fits()).toBe(true);
    first?.add(0.4);
    expect(first?.fits()).toBe(false);
    first?.settle(0.1, null);
    expect(budget.spentUsd).toBeCloseTo(0.1);
    expect(budget.boundUsd).toBeCloseTo(0.9);
    expect(budget.reached).toBe(false);
    expect(await budget.admit(extraction(0.4))).toBeNull();
    expect(budget.reached).toBe(true);
  });

  it("counts what a call costs that answers once more when it was settled, and frees its room once", async () => {
    const budget = new Budget(1);
    const [first] = [await budget.admit(extraction(0.3)), await budget.admit(extraction(0.3))];
    first?.settle(0.1, null);
    first?.settle(0.1, null);
    expect(budget.spentUsd).toBeCloseTo(0.2);
    // 0.2 are spent and 0.3 reserved.
    expect(await settledSoon(budget.admit(extraction(0.6)))).toBe("waits");
    expect(await settledSoon(new Budget(1).admit(extraction(0.6)))).toBe("answered");
  });

  it("gives up on a call whose signal is aborted, which is not the budget's doing, and answers those behind it", async () => {
    const budget = new Budget(1);
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

  it("counts what was spent outside of it", async () => {
    const budget = new Budget(1);
    budget.spend(0.2, 0.4);
    expect(budget).toMatchObject({ spentUsd: 0.2, maxUsd: 1 });
    expect(await budget.admit(extraction(0.5))).toBeNull();
  });

  it("always has room for what costs nothing", async () => {
    const budget = new Budget(1);
    (await budget.admit(extraction(1)))?.settle(1.2, null);
    const free = await budget.admit({ lane: "embedding", mostUsd: 0 });
    expect(free?.fits()).toBe(true);
    expect(budget.reached).toBe(false);
  });

  it("admits nothing that costs anything once something was spent that has no upper bound, and says why", async () => {
    const spends: readonly ((budget: Budget, first: Reservation | null) => void)[] = [
      (_, first) => first?.add(null),
      (budget) => budget.spend(0, null),
      (budget) => budget.spend(null, 0),
    ];
    for (const spend of spends) {
      const budget = new Budget(5);
      const first = await budget.admit(extraction(0.4));
      expect(budget.reachedBy(extraction(9))).toMatchObject({ spentUsd: 0, isBounded: true });
      spend(budget, first);
      expect(first?.fits()).toBe(false);
      first?.settle(0.1, null);
      expect(await budget.admit(extraction(0.001))).toBeNull();
      expect(budget.reachedBy(extraction(0.001))).toEqual({
        event: "budget.reached",
        lane: "extraction",
        maxUsd: 5,
        spentUsd: 0.1,
        isBounded: false,
      });
      expect(await budget.admit({ lane: "embedding", mostUsd: 0 })).not.toBeNull();
    }
    expect(new Budget(5).reachedBy(extraction(null))).toMatchObject({ isBounded: false });
    expect(new Budget(null).reachedBy(extraction(null))).toBeNull();
  });

  it("admits nothing of which no price is known, and everything where there is no budget", async () => {
    expect(await new Budget(5).admit(extraction(null))).toBeNull();
    const any = new Budget(null);
    (await any.admit(extraction(null)))?.settle(null, null);
    (await any.admit(extraction(1e9)))?.settle(1e9, null);
    expect(any).toMatchObject({ spentUsd: 1e9, reached: false });
  });
});

async function settledSoon(promise: Promise<unknown>): Promise<"answered" | "waits"> {
  return Promise.race([
    promise.then(() => "answered" as const),
    new Promise<"waits">((resolve) => setImmediate(resolve, "waits")),
  ]);
}
