import { describe, expect, it } from "vitest";
import { ColloquyError } from "../model/index.ts";
import type { Ledger, PendingContent } from "../ports/index.ts";
import type { RunEvent } from "./events.ts";
import { type Answer, type LaneWork, runLane } from "./run-lane.ts";
import { RunTally } from "./run-tally.ts";

/** The part of a ledger that a lane reads: contents in order, of which those that are settled are pending no more. */
class PendingList implements Pick<Ledger, "pending"> {
  readonly settled = new Set<string>();
  readonly keys: readonly string[];

  constructor(count: number) {
    this.keys = Array.from({ length: count }, (_, index) => `k${String(index).padStart(6, "0")}`);
  }

  async pending(_lane: unknown, { after, limit }: Parameters<Ledger["pending"]>[1]) {
    const rest = this.keys.filter((key) => (after === null || key > after) && !this.settled.has(key));
    const items = rest.slice(0, limit).map((contentKey): PendingContent => ({ contentKey, view: [], tokens: 1 }));
    return { items, next: rest.length > limit ? (items.at(-1)?.contentKey ?? null) : null };
  }
}

class Lane implements LaneWork<string> {
  readonly paid = true;
  readonly concurrency: number;
  readonly calls: string[] = [];
  readonly buried = new Map<string, string>();
  inFlight = 0;
  mostInFlight = 0;
  readonly #list: PendingList;
  readonly #fail: (keys: readonly string[]) => void;

  constructor(list: PendingList, concurrency: number, fail: (keys: readonly string[]) => void = () => undefined) {
    this.#list = list;
    this.concurrency = concurrency;
    this.#fail = fail;
  }

  async call(batch: readonly PendingContent[]): Promise<string> {
    const keys = batch.map(({ contentKey }) => contentKey);
    this.calls.push(keys.join());
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    // Later batches take fewer turns of the loop than earlier ones, so that replies come out of order.
    for (let turn = 20 - (this.calls.length % 20); turn > 0; turn -= 1) await Promise.resolve();
    this.inFlight -= 1;
    this.#fail(keys);
    return "reply";
  }

  /** Contents of which the reply says nothing. */
  omits: (key: string, call: number) => boolean = () => false;

  async commit(batch: readonly PendingContent[]): Promise<Answer> {
    const call = this.calls.length;
    const unanswered = batch.filter(({ contentKey }) => this.omits(contentKey, call));
    for (const content of batch) if (!unanswered.includes(content)) this.#list.settled.add(content.contentKey);
    return { settled: batch.length - unanswered.length, unanswered };
  }

  async bury({ contentKey }: PendingContent, reason: string): Promise<void> {
    this.buried.set(contentKey, reason);
    this.#list.settled.add(contentKey);
  }
}

const unlimited = Number.POSITIVE_INFINITY;

async function run(list: PendingList, lane: Lane, stop = new AbortController(), limit = unlimited) {
  const events: RunEvent[] = [];
  const tally = new RunTally();
  const context = { emit: (event: RunEvent) => void events.push(event), stop: stop.signal, tally };
  const plan = { lane: "extraction", profile: "p", paid: true, force: false, batchSize: 10, limit } as const;
  const failure = await runLane(context, list, plan, list.keys.length, lane).catch((error: unknown) => error);
  return { events, failure, usage: tally.usage };
}

describe("a lane", () => {
  it.each([1, 3, 16, 500])("sends the same batches with %i in flight, and never more at once", async (concurrency) => {
    const reference = new PendingList(1234);
    const alone = new Lane(reference, 1);
    await run(reference, alone);

    const list = new PendingList(1234);
    const lane = new Lane(list, concurrency);
    const { failure } = await run(list, lane);
    expect(failure).toBeUndefined();
    expect(lane.calls.toSorted()).toEqual(alone.calls.toSorted());
    expect(lane.mostInFlight).toBeLessThanOrEqual(concurrency);
    if (concurrency <= 16) expect(lane.mostInFlight).toBe(concurrency);
    expect(list.settled.size).toBe(1234);
  });

  it("counts what is done up to the total", async () => {
    const list = new PendingList(25);
    const { events } = await run(list, new Lane(list, 2));
    const completed = events.filter((event) => event.event === "batch.completed");
    expect(
      completed
        .map((event) => event.done)
        .toSorted((one, other) => one - other)
        .at(-1),
    ).toBe(25);
    expect(completed.every((event) => event.total === 25)).toBe(true);
  });

  it("takes no more than the limit, and the next run goes on behind it", async () => {
    const list = new PendingList(40);
    const lane = new Lane(list, 4);
    await run(list, lane, new AbortController(), 15);
    expect([...list.settled].toSorted()).toEqual(list.keys.slice(0, 15));
    await run(list, lane);
    expect(lane.calls.join().split(",").toSorted()).toEqual(list.keys);
  });

  it("buries a poisoned content alone, with its reason", async () => {
    const list = new PendingList(300);
    const lane = new Lane(list, 4, (keys) => {
      if (keys.includes("k000123") || keys.includes("k000277")) throw new Error("It is poison.");
    });
    const { events, failure, usage } = await run(list, lane);
    expect(failure).toBeUndefined();
    expect([...lane.buried].toSorted()).toEqual([
      ["k000123", "It is poison."],
      ["k000277", "It is poison."],
    ]);
    expect(list.settled.size).toBe(300);
    expect(events.filter((event) => event.event === "batch.failed")).toHaveLength(2);
    expect(usage).toMatchObject({ calls: 30 + 20, failed: 2 + 2, costUsd: null });
  });

  it("stops when half of the first 20 batches fail alike, and buries nothing", async () => {
    const list = new PendingList(1000);
    let calls = 0;
    const lane = new Lane(list, 1, () => {
      calls += 1;
      if (calls % 2 === 0) throw new Error("Not in JSON.");
    });
    const { failure } = await run(list, lane);
    expect(failure).toMatchObject({ code: "provider" });
    expect(String(failure)).toContain("10 of the first 20 batches failed alike (Not in JSON)");
    expect(lane.buried.size).toBe(0);
    expect(lane.calls).toHaveLength(20);
  });

  it("goes on when the first batches fail for different reasons", async () => {
    const list = new PendingList(1000);
    let batches = 0;
    const lane = new Lane(list, 1, (keys) => {
      if (keys.length > 1 && (batches += 1) <= 15) throw new Error(`Reason ${batches % 3}.`);
    });
    const { failure } = await run(list, lane);
    expect(failure).toBeUndefined();
    expect(list.settled.size).toBe(1000);
    expect(lane.buried.size).toBe(0);
  });

  it("stops at a failure that the user must mend, and commits what was in flight", async () => {
    const list = new PendingList(1000);
    const lane = new Lane(list, 8, (keys) => {
      if (keys.includes("k000030")) throw new ColloquyError("provider", "The key was refused.");
    });
    const { failure } = await run(list, lane);
    expect(failure).toMatchObject({ code: "provider", message: "The key was refused." });
    expect(lane.buried.size).toBe(0);
    expect(lane.inFlight).toBe(0);
    expect(list.settled.size).toBe((lane.calls.length - 1) * 10);
    expect(lane.calls.length).toBeLessThan(30);
  });

  it("begins nothing new once it is stopped, and commits what was in flight", async () => {
    const list = new PendingList(1000);
    const stop = new AbortController();
    const lane = new Lane(list, 4, (keys) => {
      if (keys.includes("k000050")) stop.abort();
    });
    const { failure } = await run(list, lane, stop);
    expect(failure).toBeUndefined();
    expect(list.settled.size).toBe(lane.calls.length * 10);
    expect(lane.calls.length).toBeLessThanOrEqual(12);
  });

  it("asks again, in batches among itself, for what got no answer", async () => {
    const list = new PendingList(100);
    const lane = new Lane(list, 1);
    const everyFifth = list.keys.filter((_, index) => index % 5 === 2);
    lane.omits = (key, call) => call <= 10 && everyFifth.includes(key);
    const { events, failure } = await run(list, lane);
    expect(failure).toBeUndefined();
    expect(lane.calls.slice(10)).toEqual([everyFifth.slice(0, 10).join(), everyFifth.slice(10).join()]);
    expect(list.settled.size).toBe(100);
    expect(events.filter(({ event }) => event === "warning" || event === "batch.failed")).toEqual([]);
  });

  it("leaves pending what has no answer the second time either, and says how much", async () => {
    const list = new PendingList(300);
    const lane = new Lane(list, 4);
    lane.omits = (key) => key.endsWith("7");
    const { events, failure } = await run(list, lane);
    expect(failure).toBeUndefined();
    expect(list.settled.size).toBe(270);
    expect(lane.buried.size).toBe(0);
    expect(lane.calls).toHaveLength(33);
    expect(events.filter(({ event }) => event === "warning")).toEqual([
      {
        event: "warning",
        message: "30 passages got no answer and stay pending; run the same command again to ask for them.",
      },
    ]);
  });

  it("takes a reply that answers nothing for a failed batch", async () => {
    const list = new PendingList(1000);
    const lane = new Lane(list, 1);
    lane.omits = () => true;
    const { failure, usage } = await run(list, lane);
    expect(String(failure)).toContain("batches failed alike (The reply answered none of its passages)");
    expect(usage.failed).toBe(10);
    expect(lane.buried.size).toBe(0);

    const few = new PendingList(20);
    const other = new Lane(few, 1);
    other.omits = (key) => key < "k000010";
    const { events } = await run(few, other);
    expect(events.filter(({ event }) => event === "batch.failed")).toMatchObject([
      { reason: "The reply answered none of its passages." },
    ]);
    expect([...other.buried.keys()]).toEqual(few.keys.slice(0, 10));
    expect(other.buried.get("k000000")).toBe("The reply answered none of its passages.");
  });
});
